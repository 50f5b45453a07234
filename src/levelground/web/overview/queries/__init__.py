"""What the public pages and the workspace read: a release, what is published, the registers. Nothing here writes."""
