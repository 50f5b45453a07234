"""What this room holds of a person, and how they are taken out of it: what `people` calls for a copy of one's data and for erasure."""

from __future__ import annotations

from levelground.web.publishing.actions.privacy import erase
from levelground.web.publishing.queries.privacy import held

__all__ = ["erase", "held"]
