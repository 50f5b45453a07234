"""Counts of those who are served: only of the groups that people are asked about, so that the two can be set side by side."""

from __future__ import annotations

from dataclasses import dataclass

from levelground.errors import nearest_names
from levelground.web.coproduction.interest_questions import ABOUT_YOU


@dataclass(frozen=True)
class ServedCount:
    """How many people of one group are served, and who says so."""

    characteristic: str
    group: str
    people: int
    source: str


def plainly(characteristic: str) -> str:
    """The name of a question as people write it: `ethnic group`."""
    return characteristic.replace("_", " ")


def asked_about() -> dict[str, tuple[str, ...]]:
    """What people are asked about, in plain words, and the groups of each."""
    return {plainly(question.name): tuple(question.choices) for question in ABOUT_YOU}


def known(characteristic: str, group: str) -> tuple[str, str]:
    """The question and the group as the form for people has them.

    Raises
    ------
    LookupError
        People are not asked about it, or not with this group; it says so, with the nearest names.
    """
    name = plainly(characteristic).casefold()
    question = next((one for one in ABOUT_YOU if plainly(one.name) == name), None)
    if question is None:
        raise LookupError(f"we do not ask people about “{characteristic[:40]}”. Use one of: {', '.join(asked_about())}.")
    found = next((choice for choice in question.choices if choice.casefold() == group.casefold()), None)
    if found is None:
        near = nearest_names(group, question.choices)
        meant = f" Did you mean {' or '.join(f'“{one}”' for one in near)}?" if near else " Look at the list of groups on this page."
        raise LookupError(f"“{group[:60]}” is none of the groups that people can choose.{meant}")
    return question.name, found
