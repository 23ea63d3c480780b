"""What `sample_data/make.py` is made of: compliant logs first, then the planted breaches, then the files."""
