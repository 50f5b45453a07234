"""One file a command: what an operator does, from a terminal."""
