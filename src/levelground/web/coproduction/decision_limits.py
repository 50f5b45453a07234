"""How many options a decision has, how long each may be, and which way a contribution may speak."""

from __future__ import annotations

FEWEST_OPTIONS, MOST_OPTIONS = 1, 8
LONGEST_OPTION = 300
SIDES = ("for", "against", "about")
