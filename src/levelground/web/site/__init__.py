"""Settings, addresses, the health check and the server."""
