"""What people fill in; each form keeps what was typed, whatever is wrong with it."""
