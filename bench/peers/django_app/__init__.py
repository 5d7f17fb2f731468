"""A small search site on Django and PostgreSQL's full text: filters, counts, marked snippets, one template."""
