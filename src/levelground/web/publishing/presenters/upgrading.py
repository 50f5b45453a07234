"""What a newer version of the base brings to an adaptation, and what a person has to choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from levelground.change_package.adaptation.compare import shown
from levelground.change_package.adaptation.conflicts import Conflict, Side
from levelground.change_package.adaptation.upgrade import Upgrade
from levelground.errors import Severity
from levelground.reports.words_that_differ import Stretch, words_that_differ
from levelground.web.publishing.plain_words import in_plain_words

HEADINGS = (
    ("What comes in from the base", "New in the base, or changed there. You get all of it."),
    ("What is carried over from yours", "Your own changes. They stay."),
    ("What the base has already", "Your changes that the base has now too. You no longer need them."),
    ("What stays the base's own", "It is about the base itself. Nothing of it comes in."),
)


@dataclass(frozen=True)
class UpgradeChoice:
    """One conflict as the page shows it: three texts, and what each side would do."""

    key: str
    name: str
    anchor: str
    says: str
    before: str
    theirs: tuple[Stretch, ...]
    mine: tuple[Stretch, ...]
    effects: tuple[tuple[str, str, str], ...]
    """Value, words, what follows."""
    chosen: str
    error: str


def choices(result: Upgrade, given: Mapping[str, str], *, asked: bool) -> list[UpgradeChoice]:
    """Every conflict of an upgrade, with what was chosen so far."""
    return [
        _choice(number, conflict, given, asked=asked, base=str(result.new_base)) for number, conflict in enumerate(result.sorted.conflicts)
    ]


def lists(result: Upgrade) -> list[tuple[str, str, list[str]]]:
    """What comes in, what is carried over, what is already there, what stays the base's: heading, meaning, lines."""
    said = list(result.said.values())
    return [(heading, meaning, [in_plain_words(line) for line in lines]) for (heading, meaning), lines in zip(HEADINGS, said, strict=True)]


def problems(result: Upgrade) -> list[str]:
    """What is wrong with what would come out, once everything is chosen."""
    return [
        in_plain_words(f"{finding.message} {finding.next_step or ''}") for finding in result.findings if finding.severity is Severity.ERROR
    ]


def name_of(number: int) -> str:
    """The name of the input of a conflict: keys hold signs that names of inputs should not."""
    return f"choose-{number}"


def _choice(number: int, conflict: Conflict, given: Mapping[str, str], *, asked: bool, base: str) -> UpgradeChoice:
    words = {Side.MINE: "Keep mine", Side.THEIRS: "Take the base's"}
    theirs, mine = words_that_differ(_text(conflict.base_new), _text(conflict.overlay))
    chosen = given.get(conflict.key, "")
    return UpgradeChoice(
        conflict.key,
        name_of(number),
        f"conflict-{number}",
        in_plain_words(conflict.says.replace(base, "the base")),
        _text(conflict.base_old),
        theirs,
        mine,
        tuple((side.value, words[side], in_plain_words(f"{effect}.")) for side, effect in conflict.effects.items()),
        chosen,
        "Choose one of the two." if asked and not chosen else "",
    )


def _text(value: object) -> str:
    return shown(value)
