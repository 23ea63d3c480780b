"""Word papers: the pieces their templates are built of, and how a template is filled."""
