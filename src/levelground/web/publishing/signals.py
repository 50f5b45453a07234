"""Told to rooms above this one, inside the transaction of what happened: the search index and the feed listen."""

from __future__ import annotations

from django.dispatch import Signal

version_published = Signal()
"""Sent with `version` (PackageVersion) when one is published, and when one is withdrawn."""
review_is_asked = Signal()
"""Sent with `version` (a locked draft) and `by` before somebody is asked to review it: who keeps records of it may edit its text."""
what_is_missing = Signal()
"""Sent with `version` before it is published; each listener answers with sentences that say what must be done first."""
words_taken_out = Signal()
"""Sent with `version` when words may have been taken out of its text, or of what was said beside it, without an edit."""
entry_published = Signal()
"""Sent with `version` (EntryVersion) when an entry of a register is published or withdrawn."""
