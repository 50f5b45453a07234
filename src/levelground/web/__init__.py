"""The web: Django lives here and nowhere else. Pages are read from a release; nothing is written and nobody is known."""
