"""The form of a measure."""

from __future__ import annotations

from functools import cache
from typing import Any

from levelground.errors import UserFacingError
from levelground.ethnicity import classification as classifications
from levelground.web.publishing.forms.element import ElementFields
from levelground.web.publishing.forms.inputs import pick, pick_from_list, tick, whole_number, words

KINDS = (
    ("outcome", "Outcome: is the inequality changing?"),
    ("process", "Process: is the work happening?"),
    ("balancing", "Balancing: does anything else get worse?"),
)
STATISTICS = (
    ("proportion", "Proportion: a part of a whole, such as per cent"),
    ("rate", "Rate: events for so many people"),
    ("count", "Count: a number of events"),
    ("unknown_share", "Share whose ethnic group is not known"),
)
BETTER = (("increase", "Higher is better"), ("decrease", "Lower is better"), ("neutral", "Neither"))
CONDITION = "For the analyst: a condition on the columns of the data. For example, measure = 'asked for help'."


class MeasureFields(ElementFields):
    """What is counted, how, and what it shows."""

    TOGETHER = (*ElementFields.TOGETHER, "denominator")
    LONG = ("name", "operational_definition")
    SECTIONS = (
        ("The measure", ("name", "kind", "operational_definition", "improvement_direction")),
        ("How it is worked out", ("statistic", "per", "unit")),
        ("What is counted (numerator)", ("numerator__description", "numerator__source", "numerator__where")),
        ("Out of what (denominator)", ("denominator__description", "denominator__source", "denominator__where")),
        ("How results are shown", ("classification", "breakdowns", "area_level", "standardisation", "frequency", "review_date")),
    )

    name = words("Name of the measure", "What a reader sees first.", ask="Name the measure.")
    kind = pick("What is it for?", KINDS, ask="Say what the measure is for.")
    operational_definition = words(
        "How it is counted",
        "Who is counted, when and how, so that two people would count the same.",
        ask="Say how it is counted.",
        rows=5,
    )
    improvement_direction = pick("Which way is better?", BETTER, ask="Say which way is better.")
    statistic = pick("What is worked out?", STATISTICS, ask="Say what is worked out.")
    per = whole_number("For how many?", "100 gives per cent. 100000 gives a rate for 100,000 people. Leave it empty for a count.")
    unit = words("What is counted, in one word", "For example, people, or births.", ask="Say what is counted, such as people.")
    numerator__description = words("What is counted", ask="Say what is counted.", rows=2)
    numerator__source = words(
        "Data it comes from", "The id of a data source. For example, local_records.", ask="Name the data it comes from."
    )
    numerator__where = words("Which rows", CONDITION)
    denominator__description = words("Out of what", "Leave this part empty for a count.", rows=2)
    denominator__source = words("Data that the whole comes from", "The id of a data source. For example, local_records.")
    denominator__where = words("Which rows of the whole", CONDITION)
    classification = pick_from_list("Ethnic groups used", ask="Choose the list of ethnic groups.")
    breakdowns = tick("How fine", (("broad", "Broad groups"), ("detailed", "Detailed groups")), "Broad groups if you tick none.")
    area_level = words("Level of area", "For example, organisation, or country.")
    standardisation = words(
        "Adjustment", "Write none and why, or name the method.", ask="Say whether it is adjusted, such as for age; or write none.", rows=2
    )
    frequency = words("How often it is counted", "For example, each quarter.")
    review_date = words("When to look at it again")

    def prepare(self) -> None:
        """The classifications of the library; a new measure begins with what most measures are."""
        super().prepare()
        self.offer("classification", list(_classifications()))
        begin = {"statistic": "proportion", "per": "100", "unit": "people", "classification": "nhs_2001", "breakdowns": ["broad"]}
        begin |= {"numerator__source": "local_records", "denominator__source": "local_records", "area_level": "organisation"}
        self.initial = {**begin, **self.initial}

    def clean(self) -> dict[str, Any]:
        """A rate and a proportion need a whole and a number to be for; a count has neither."""
        cleaned = super().clean()
        statistic = cleaned.get("statistic")
        described, named = cleaned.get("denominator__description"), cleaned.get("denominator__source")
        if statistic in ("rate", "proportion"):
            if not described:
                self.add_error("denominator__description", f"A {statistic} needs a whole: say out of what.")
            if not named:
                self.add_error("denominator__source", f"A {statistic} needs a whole: name the data that it comes from.")
            if cleaned.get("per") is None and "per" not in self.errors:
                self.add_error("per", f"A {statistic} needs a number: 100 for per cent.")
        elif statistic and described:
            self.add_error("denominator__description", "This kind of measure has no whole: leave this part empty.")
        if statistic == "count" and cleaned.get("per"):
            self.add_error("per", "A count is for no number of people: leave this empty.")
        return cleaned

    def mend(self, block: str, value: dict[str, Any]) -> dict[str, Any]:
        """Without words there is no denominator."""
        return value if block != "denominator" or value.get("description") else {}


@cache
def _classifications() -> tuple[tuple[str, str], ...]:
    found = []
    for known in classifications.ids():
        try:
            found.append((known, classifications.load(known).title))
        except UserFacingError:  # one that cannot be read is not offered
            continue
    return tuple(found)
