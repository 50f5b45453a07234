"""What must hold for an entry that an organisation adds to a register, beyond what its model asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from levelground.errors import UserFacingError
from levelground.registers.registers import registers
from levelground.web.people.models import Organisation
from levelground.web.publishing.models import RegisterEntry, RegisterKind
from levelground.web.publishing.package_ids import LONGEST, beginning
from levelground.web.publishing.queries import registers as kept

_ENDING = re.compile(r"[A-Za-z0-9_-]+")
_OF_THE_WEB = re.compile(r"https?://[^\s/<>\"']+[^\s<>\"']*")


class EntryRefused(UserFacingError):  # noqa: N818 - the house's errors are named for what they say
    """An entry of a register that cannot be kept as it is; `problems` says what is wrong, by field."""

    exit_code: ClassVar[int] = 17

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


def refused_id(entry_id: str, slug: str, kind: str = RegisterKind.RECOMMENDATION) -> str:
    """Why an organisation cannot give a new entry this id; empty where it can."""
    first = beginning(slug)
    if not entry_id.startswith(first) or not _ENDING.fullmatch(entry_id.removeprefix(first)) or len(entry_id) > LONGEST:
        return f"The short name must begin with {first} and go on with letters, digits, - or _. For example, {first}R1."
    if RegisterEntry.objects.filter(kind=kind, entry_id=entry_id).exists():
        return f"The short name {entry_id} is taken. Choose another."
    return ""


def refused_address(address: str) -> str:
    """Why a publication cannot have this address, to which a page links; empty where it can."""
    if not address or _OF_THE_WEB.fullmatch(address):
        return ""
    return f"A web address begins with https:// and has no spaces. This does not: {address[:60]}"


def problems(value: Mapping[str, Any], organisation: Organisation) -> dict[str, str]:
    """What a recommendation names that there is none of, by field; empty where all is well.

    Its source may be one that the organisation has added and not published yet: it is published with the recommendation.
    """
    found: dict[str, str] = {}
    if not _is_known(RegisterKind.SOURCE, {value["source"], *(one["source"] for one in value.get("status", ()))}, organisation):
        found["source"] = "Choose a source from the list, or describe a new one."
    unknown = sorted(set(value.get("ambitions", ())) - set(registers().aims_of_strategies))
    if unknown:
        found["ambitions"] = f"No strategy has the ambition {', '.join(unknown)}. Tick only those that are listed."
    for name, said in (("same_as", "Much the same"), ("conflicts_with", "Pulls another way")):
        ids = {one["id"] for one in value.get(name, ())}
        missing = sorted(ids - kept.known_ids(RegisterKind.RECOMMENDATION, ids))
        if missing:
            near = [each for one in missing for finding in kept.unknown("recommendation", one).findings for each in finding.did_you_mean]
            hint = f" Did you mean {' or '.join(near)}?" if near else " Copy the short name from the register."
            found[name] = f"{said}: no recommendation is called {', '.join(missing)}.{hint}"
        elif value["id"] in ids:
            found[name] = f"{said}: this names the recommendation itself. Name another one."
    return found


def _is_known(kind: str, ids: set[str], organisation: Organisation) -> bool:
    missing = ids - kept.known_ids(kind, ids)
    own = RegisterEntry.objects.filter(kind=kind, organisation=organisation, entry_id__in=missing)
    return missing <= set(own.values_list("entry_id", flat=True))
