"""The names of areas as people write them, and the order in which areas stand in a table."""

from __future__ import annotations

import re
from collections.abc import Iterable

from levelground.measurement.results import Area

NOT_KNOWN = "Area not known"
_NO_AREA = {"", "unknown", "not known", "not stated"}
_CAPITALS = {"NHS", "ICB", "UK"}
_SMALL = {"and", "at", "in", "next", "of", "on", "the", "to", "under", "upon", "with"}
_BOARD = " integrated care board"


def area_name(area: Area) -> str:
    """An area's name to be read.

    A name all in capitals is written in title case; an integrated care board is named without these words, which the table says
    already. An area that the source could not place is `Area not known`; an area without a name has its code for one.

    Examples
    --------
    >>> area_name(Area("icb", "QE1", "NHS LANCASHIRE AND SOUTH CUMBRIA INTEGRATED CARE BOARD"))
    'NHS Lancashire and South Cumbria'
    """
    name = " ".join((area.name if area.name.casefold().strip() not in _NO_AREA else area.code).split())
    if name.casefold() in _NO_AREA:
        return NOT_KNOWN
    if area.level == "icb" and name.casefold().endswith(_BOARD):
        name = name[: -len(_BOARD)]
    return _title_case(name) if _shouts(name) else name


def in_order(areas: Iterable[Area]) -> tuple[Area, ...]:
    """Areas by name, each once; the area that is not known stands last."""
    return tuple(sorted(dict.fromkeys(areas), key=lambda area: (not is_known(area), area_name(area).casefold(), area.code)))


def is_known(area: Area) -> bool:
    """Whether the source could place what it counted: `UNKNOWN` is no place."""
    return area_name(area) != NOT_KNOWN


def _shouts(name: str) -> bool:
    return name.isupper() and any(word not in _CAPITALS and len(word) > 3 for word in re.findall(r"[A-Z]+", name))


def _title_case(name: str) -> str:
    def cased(found: re.Match[str]) -> str:
        word = found[0]
        if word in _CAPITALS:
            return word
        return word.lower() if found.start() and word.lower() in _SMALL else word.capitalize()

    return re.sub(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*", cased, name)
