"""Values as the templates need them, a file for each group of pages."""
