"""The ids that an organisation may give: they begin with its slug, so that no two organisations ever meet in one.

Nobody learns of another organisation's drafts by trying an id, and no id is that of a change package of the library.
"""

from __future__ import annotations

import re

from levelground.change_package.adaptation.bases import shipped_names
from levelground.errors import Finding, Place, Severity

LONGEST = 64
_ENDING = re.compile(r"[A-Za-z0-9_-]+")


def beginning(slug: str) -> str:
    """What every id of the organisation with this slug begins with."""
    return f"{slug}_"


def id_refused(package_id: str, slug: str, place: Place | None = None) -> Finding | None:
    """Why an organisation may not have an id; None where it may."""
    first = beginning(slug)
    ending = package_id.removeprefix(first)
    if not package_id.startswith(first) or not _ENDING.fullmatch(ending):
        message = f"the id must begin with `{first}`, the short name of your organisation; it is `{package_id[:LONGEST]}`."
        return Finding(Severity.ERROR, "id-of-another", message, place, next_step=f"Give it the id `{nearest_own_id(package_id, slug)}`.")
    if len(package_id) > LONGEST:
        message = f"the id has {len(package_id)} characters; it may have {LONGEST} at most."
        return Finding(Severity.ERROR, "id-too-long", message, place, next_step="Give it a shorter one.")
    if package_id in shipped_names():
        message = f"the id `{package_id}` is that of a change package of the library."
        return Finding(Severity.ERROR, "id-of-the-library", message, place, next_step=f"Give it another, such as `{package_id}_1`.")
    return None


def nearest_own_id(package_id: str, slug: str) -> str:
    """An id that the organisation may have, as near to a given one as can be."""
    first = beginning(slug)
    ending = "".join(_ENDING.findall(package_id.removeprefix(first))) or "change_package"
    return f"{first}{ending}"[:LONGEST]


def newer(number: str, than: str) -> bool:
    """Whether one version number is above another."""
    return _parts(number) > _parts(than)


def highest(numbers: tuple[str, ...]) -> str | None:
    """The highest of some version numbers."""
    return max(numbers, key=_parts, default=None)


def raised(number: str) -> str:
    """The next version that adds something: 1.2.3 -> 1.3.0."""
    first, second, _ = _parts(number)
    return f"{first}.{second + 1}.0"


def _parts(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))
