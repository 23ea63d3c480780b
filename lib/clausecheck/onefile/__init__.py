"""`clausecheck bundle --html`: one HTML file that checks logs within a browser, opened from the disk, network off.

The file holds this installation's own code as it stands, the packages it needs, Python for WebAssembly (npm's `pyodide`)
and a page. Nothing is done anew for it: `inside.py` asks the same functions as the command line and the workbench."""
