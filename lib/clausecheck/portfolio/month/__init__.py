"""A company's month: table, page and brief over all projects of a portfolio, made of what its nights kept."""
