"""What is read of organisations and people; nothing here writes."""
