"""Many projects in one run, and a company's month made of them. Never on the path of an audit."""
