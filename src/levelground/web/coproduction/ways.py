"""The ways in which people take part: what is kept is the name; people read the words."""

from __future__ import annotations

WAYS = {"workshops": "In the workshops", "written": "In writing", "phone": "On the phone"}
"""How somebody takes part."""
OTHER_WAYS = {name: words for name, words in WAYS.items() if name != "workshops"}
"""The paid ways to be heard without coming to the sessions."""
