"""`levelground list`: what the library and its registers hold."""
