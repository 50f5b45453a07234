"""One port for messages to people: takes addresses and words, never users."""
