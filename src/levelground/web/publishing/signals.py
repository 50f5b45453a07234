"""Told to rooms above this one, inside the transaction of what happened: the search index and the feed listen."""

from __future__ import annotations

from django.dispatch import Signal

version_published = Signal()
"""Sent with `version` (PackageVersion) when one is published, and when one is withdrawn."""
entry_published = Signal()
"""Sent with `version` (EntryVersion) when an entry of a register is published or withdrawn."""
