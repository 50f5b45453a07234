"""The questions of an expression of interest, in their order: one a page. What helps comes before any question about what happened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from levelground.ethnicity import classification

PREFER_NOT_TO_SAY = "prefer_not_to_say"
PURPOSE_VERSION = "2026-11-22"
"""The version of what is said about why we ask people about themselves (`interest_purpose.jinja`)."""
MOST_CHARACTERS = 300


@dataclass(frozen=True)
class InterestQuestion:
    """One page of the form. `late`: may be changed after the call has closed, by somebody who has sent it."""

    name: str
    heading: str
    late: bool = False


@dataclass(frozen=True)
class DemographicQuestion(InterestQuestion):
    """One question about the person: a list to choose from, or their own words."""

    choices: tuple[str, ...] = ()
    late: bool = True


ABOUT_YOU: tuple[DemographicQuestion, ...] = (
    DemographicQuestion(
        "ethnic_group",
        "What is your ethnic group?",
        choices=tuple(category.label for category in classification.load("census_2021").detailed),
    ),
    DemographicQuestion(
        "age", "How old are you?", choices=("Under 18", "18 to 24", "25 to 34", "35 to 49", "50 to 64", "65 to 79", "80 or over")
    ),
    DemographicQuestion("gender", "What is your gender?", choices=("Woman", "Man", "Non-binary")),
    DemographicQuestion("disability", "Are you a disabled person?", choices=("Yes", "No")),
)
"""Asked only of those who say that they want to answer them, and kept apart from all else."""

QUESTIONS: dict[str, InterestQuestion] = {
    question.name: question
    for question in (
        InterestQuestion("name", "What should we call you?", late=True),
        InterestQuestion("contact", "How would you like to hear from us?", late=True),
        InterestQuestion("reach", "Where can we reach you?", late=True),
        InterestQuestion("language", "In which language shall we talk?", late=True),
        InterestQuestion("access", "What do you need to take part?", late=True),
        InterestQuestion("support", "Before you go on: somebody to talk to"),
        InterestQuestion("experience", "What do you know from your own life?"),
        InterestQuestion("why", "Why would you like to join?"),
        InterestQuestion("voice", "Would you rather say it?"),
        InterestQuestion("about_you", "Will you tell us about yourself?", late=True),
        *ABOUT_YOU,
        InterestQuestion("consent", "What you agree to"),
    )
}
"""Every question by name, in order."""
NEEDED = ("contact", "reach", "consent")
"""What must be answered before it can be sent; all else can be passed over."""
DEMOGRAPHIC_NAMES = tuple(question.name for question in ABOUT_YOU)


def first_open(answered: Collection[str]) -> str:
    """The first question that was neither answered nor passed over; empty where none is left."""
    return next((name for name in QUESTIONS if name not in answered), "")


def before(name: str, *, about_you: bool) -> str:
    """The question before this one; those about the person only where they want to answer them. Empty before the first."""
    order = [one for one in QUESTIONS if about_you or one not in DEMOGRAPHIC_NAMES]
    place = order.index(name) if name in order else len(order)
    return order[place - 1] if place else ""
