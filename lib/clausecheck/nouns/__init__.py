"""What everything is said with: cells, rows, findings; days and periods; the two families of error. No file, no clock."""
