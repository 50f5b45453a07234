"""How a change package was co-produced, as a part of a board report: what its file says, and what records say where there are any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.provenance import FEW, CoProduction, co_production_words
from levelground.charts import numbers
from levelground.charts.chart import DataTable

HEADERS = ("What", "How it stands", "What it means, and what is good")
NOT_SAID = (
    "The file of this change package does not say who shaped it. So nothing here shows that people with lived experience had a say. "
    "Ask whoever published it."
)
ELSEWHERE = (
    "If people were told what became of their words, how soon they were paid, and who was missing: the file does not say. "
    "It stands in the records of whoever ran the sessions."
)
MeasuredRow = tuple[str, str, str]
"""What is looked at, how it stands, and what it means with what is good."""


@dataclass(frozen=True)
class CoProductionPart:
    """The part of a report that says how it was co-produced: sentences, and each figure with its meaning."""

    words: tuple[str, ...]
    tables: tuple[DataTable, ...]


def co_production_part(package: ChangePackage, records: Sequence[MeasuredRow] = ()) -> CoProductionPart:
    """How a change package was co-produced.

    Parameters
    ----------
    package
        Its file says who took part and for how long, or nothing.
    records
        What the records of the sessions say of it, ready to be shown: a small number is a word there already, and never 0.
    """
    said = package.co_production
    words = (
        f"This change package is {co_production_words(package.status, None)}.",
        *([NOT_SAID] if said is None else [f"Its file says who shaped it: {said}."]),
        *([f"The records of the sessions say: {_sentence(records)}"] if records else [ELSEWHERE]),
    )
    of_file = [DataTable("What the file of this change package says", HEADERS, _of_file(package, said))] if said is not None else []
    of_records = [DataTable("What the records of the sessions say", HEADERS, tuple(records))] if records else []
    return CoProductionPart(words, (*of_file, *of_records))


def _sentence(records: Sequence[MeasuredRow]) -> str:
    return f"{'; '.join(f'{what[:1].lower()}{what[1:]}: {stands[:1].lower()}{stands[1:]}' for what, stands, _ in records)}."


def _of_file(package: ChangePackage, said: CoProduction) -> tuple[MeasuredRow, ...]:
    elements = list(package.elements())
    named = sum(bool(each.contributions or each.decisions) for each in elements)
    return (
        ("People with lived experience", _people(said.lived_experience), "They came, said something, or had a part in a decision."),
        (
            "Other people who took part",
            _people(said.others),
            "Such as staff and experts. Good: they do not outnumber the people it is for.",
        ),
        ("Hours in sessions", _hours(said.contact_hours), "Of all people with lived experience together. None at all is a warning."),
        (
            "Decisions that people with lived experience had a part in",
            numbers.count(len(said.decisions)),
            "Closed ones, each with an answer to those who spoke. None means that nobody shared in deciding.",
        ),
        (
            "Hours for each decision",
            _hours_a_decision(said),
            "Good: time enough to understand what is decided. A very low number is a warning.",
        ),
        (
            "Parts that name a contribution or a decision",
            f"{named} of {len(elements)}",
            "Of the aim, drivers, ideas, measures and the rest. Good: the aim and the drivers are among them.",
        ),
    )


def _people(many: int | str) -> str:
    return FEW if many == FEW else numbers.count(int(many))


def _hours(many: float) -> str:
    return f"{many:.1f}".removesuffix(".0")


def _hours_a_decision(said: CoProduction) -> str:
    return _hours(said.contact_hours / len(said.decisions)) if said.decisions else "No decision yet"
