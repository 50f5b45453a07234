"""Told to whoever keeps or shows what people said, inside the transaction of what happened."""

from __future__ import annotations

from django.dispatch import Signal

contribution_withdrawn = Signal()
"""Sent with `contribution` (its words are gone already) when one is taken back: who holds anything made of it drops it now."""
