"""What people fill in, and what must hold of it."""
