"""How somebody can be reached: what an expression of interest, a participant and a concern have in common."""

from __future__ import annotations

from typing import Protocol


class Reachable(Protocol):
    """Somebody who may have left a way to be reached."""

    name: str
    contact_by: str
    email: str
    phone: str
    address: str
    language: str
