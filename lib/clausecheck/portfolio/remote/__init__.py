"""Logs and results that lie elsewhere: any place that fsspec has a name for, such as s3://bucket/logs.

Logs are fetched whole before they are read, results are written on this machine and then sent, so nothing else knows of it.
"""
