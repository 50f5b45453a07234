"""Colours and sizes of every picture: told apart by people who see colours differently, and never red against green.

Contrast with white is at least 4.5 to 1 for each colour that carries meaning; shape says the same as colour.
"""

from __future__ import annotations

INK = "#212b32"
QUIET = "#4c6272"
LINE = "#aeb7bd"
GRID = "#e3e8eb"
PAPER = "#ffffff"
SHADE = "#f0f4f5"
NAMED = "#005ea5"
SECOND = "#a14f00"

TEXT_SIZE = 14
LINE_HEIGHT = 18
