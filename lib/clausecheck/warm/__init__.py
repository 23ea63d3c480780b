"""Notebooks without a start of Python for each: an engine for papermill that copies (forks) a process which is warm."""
