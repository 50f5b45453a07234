"""`levelground compare` and `upgrade`: what differs between two versions, and how to take the base's improvements."""
