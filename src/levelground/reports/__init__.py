"""Reports of released results: one report model, drawn as a board page."""
