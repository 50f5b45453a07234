"""What the room writes: noun module, verb function, in one transaction with its audit event."""
