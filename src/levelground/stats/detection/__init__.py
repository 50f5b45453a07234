"""Detection: how likely a gap is to be seen, and how many people or how long it takes."""
