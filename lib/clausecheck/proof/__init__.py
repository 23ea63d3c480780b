"""What lets somebody else check an audit without this program: the certificate, the rulebook as plain JSON, and `verify.py`."""
