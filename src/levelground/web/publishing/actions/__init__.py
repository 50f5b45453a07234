"""All that writes in this room: each function says who (`by`), and writes its audit event in the same transaction."""
