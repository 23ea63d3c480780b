"""What a procedure is made of: its tables and its words."""
