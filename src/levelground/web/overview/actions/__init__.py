"""What the room writes: its search index, and nothing else."""
