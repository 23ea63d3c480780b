"""What is read and printed: the report, the notice, blank forms, and the way to PDF."""
