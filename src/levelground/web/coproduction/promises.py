"""What an open call may promise. Each promise is printed only where somebody of the host has confirmed it, and kept with who and when.

A promise that says something of the host's own (`field`) holds for those words: change them, and it has to be confirmed again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Promise:
    """One promise: the heading and words that people read, and what whoever confirms it says that they have made sure of."""

    name: str
    heading: str
    words: str
    sure_of: str
    field: str = ""


PROMISES: dict[str, Promise] = {
    promise.name: promise
    for promise in (
        Promise(
            "two_people",
            "Who will know your name",
            "Only the people named here know who you are and how to reach you. All others see a number in place of your name.",
            "Nobody but the named people can get at the names. No manager and no care team has asked for them, or will get them.",
        ),
        Promise(
            "passed_on",
            "What we must pass on",
            "We keep what you say to the group. There is one exception. If we hear that somebody may come to harm, we must pass it on. "
            "We tell you first where we can.",
            "The words above say who would be told, and the safeguarding lead has read them.",
            field="passed_on",
        ),
        Promise(
            "not_a_complaint",
            "This is not a complaint",
            "Here we work on change for all. Nobody looks into your own case here. You can make a complaint as well. "
            "Taking part does not stop it or slow it down.",
            "The words above say how to make a complaint, and who helps with it for free. They are right today.",
            field="complaints",
        ),
        Promise(
            "staff_named",
            "If you name a member of staff",
            "You can say what somebody did. We do not print names of staff.",
            "The words above say what happens with the name, and the people who would act on it agree.",
            field="staff_named",
        ),
        Promise(
            "care",
            "Your care",
            "Your care stays the same, if you take part or not. It does not change if you say hard things about us, or if you leave.",
            "Nothing about taking part goes into anybody's health record, and no care team is told.",
        ),
        Promise(
            "job",
            "Your job",
            "If you work for us, your job stays the same, if you take part or not. We do not tell your manager.",
            "No manager is told who takes part, and nobody can be blamed at work for what they say here.",
        ),
        Promise(
            "immigration",
            "Your right to be in this country",
            "We do not ask about it, and it makes no difference here. We do not pass your name to those who decide about it.",
            "Nobody is asked for papers to take part or to be paid in a way that needs none. Names are not shared with the Home Office.",
        ),
        Promise(
            "another_way",
            "If there is no place for you",
            "More people may ask than we have places for. If you do not get one, we offer you another paid way to be heard.",
            "There is money for it: a short talk on the phone, or words in writing, for each person who has no place.",
        ),
        Promise(
            "cancelled_late",
            "If we cancel",
            "If we cancel a session late, we pay you for it all the same. We pay for the time that you spent to get ready too.",
            "Finance agrees to pay for sessions that are cancelled late.",
        ),
    )
}
"""Every promise by name, in the order in which people read them."""

FIELDS: dict[str, str] = {promise.field: promise.name for promise in PROMISES.values() if promise.field}
"""Field of a call -> the promise that holds for its words."""


def confirmed(kept: Mapping[str, Any]) -> list[Promise]:
    """The promises that were confirmed, of what a call keeps (`Opportunity.promises`); a name that is not known promises nothing."""
    return [promise for name, promise in PROMISES.items() if name in kept]


def still_confirmed(kept: Mapping[str, Any], changed: Collection[str]) -> dict[str, Any]:
    """What is left of the confirmations once these fields of a call have changed."""
    gone = {FIELDS[field] for field in changed if field in FIELDS}
    return {name: said for name, said in kept.items() if name not in gone}
