"""Rules about words for people: none that lumps people together, or makes the work's failure to reach them their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from levelground.change_package.checks.case import Case
from levelground.change_package.checks.rule import notes, warnings
from levelground.change_package.checks.texts import TellingPhrase, phrase
from levelground.errors import Finding, Severity

_NAME_GROUPS = "Name the groups that are meant, as their code set spells them."
_WHAT_KEEPS = "Say what the service does or does not do that keeps people from it."
_THE_SERVICE = r"\b(services?|trusts?|boards?|organisations?|providers?|NHS|teams?|leaders?|managers?|who decide)\b"
_OF_A_RULE = (
    r"(?! with (?:the |a |an |its |their )?(?:\w+ )?(?:standards?|law|regulations?|policy|policies|dut|guid|contract|rules?|act\b))"
)

FOR_PEOPLE: tuple[TellingPhrase, ...] = (
    phrase(r"\bBAME\b", "bame", _NAME_GROUPS, flags=0),
    phrase(
        r"^(?!.*\bWRES\b)(?:.*?)\b(BME)\b",
        "bme",
        f"{_NAME_GROUPS} Only the Workforce Race Equality Standard (WRES) itself says BME.",
        flags=re.DOTALL,
    ),
    phrase(r"\bnon[- ]whites?\b", "non-white|non white", _NAME_GROUPS),
    phrase(r"\bcaucasians?\b", "caucasian", "Write White, or the group that is meant, as its code set spells it."),
    phrase(
        r"\b(?:Blacks|Whites|Asians|coloured people|half[- ]caste)\b",
        "blacks|whites|asians|coloured|caste",
        "Write people: Black people, Asian people.",
        flags=0,
    ),
    phrase(r"\bminorities\b", "minorities", "Write about people: people from minority ethnic groups, or better the groups themselves."),
    phrase(r"\bhard[- ]to[- ](?:reach|engage)\b", "hard-to|hard to", "Say who does not reach whom: underserved, or not yet listened to."),
    phrase(
        r"\bvulnerable (?:groups?|people|populations?|communit(?:y|ies)|patients?|women|families)\b",
        "vulnerable",
        "Say what puts whom at risk.",
    ),
    phrase(r"\b(?:worst|worse|better|best)[- ]off\b", "-off| off", "Write: the group with the worst result, the comparison group."),
)
"""Words that lump people together, or rank them."""

BLAME: tuple[TellingPhrase, ...] = (
    phrase(rf"\bnon[- ]?complian(?:t|ce)\b{_OF_A_RULE}", "complian", _WHAT_KEEPS, unless=_THE_SERVICE),
    phrase(rf"\b(?:did(?: not|n't)|do(?:es)? not|fail\w* to|refus\w+ to) comply\b{_OF_A_RULE}", "comply", _WHAT_KEEPS, unless=_THE_SERVICE),
    phrase(
        rf"\b(?:poor|low|lack of|non[- ]?) ?(?:compliance|adherence|engagement)\b{_OF_A_RULE}",
        "compliance|adherence|engagement",
        _WHAT_KEEPS,
        unless=_THE_SERVICE,
    ),
    phrase(r"\b(?:did(?: not|n't)|do(?:es)? not|fail\w* to|refus\w+ to|unwilling to) engage\b", "engage", _WHAT_KEEPS, unless=_THE_SERVICE),
    phrase(r"\bdisengage(?:d|ment|s)?\b", "disengage", _WHAT_KEEPS, unless=_THE_SERVICE),
    phrase(r"\b(?:health|help|care)[- ]seeking behaviou?rs?\b", "seeking", "Say what people meet when they look for help."),
    phrase(
        r"\b(?:chaotic (?:lives|lifestyles?)|lifestyle choices?)\b",
        "chaotic|lifestyle",
        "Say what people's circumstances are, and who set them.",
    ),
)
"""Words that make a failure of the service a failing of people."""

ATTENDANCE: tuple[TellingPhrase, ...] = (
    phrase(
        r"\b(?:did(?: not|n't) attend|fail\w* to attend|DNA rates?|DNAs|DNA'?d)\b",
        "attend|dna",
        "Say what kept people away (time, place, cost, language, trust), and what the service will change.",
    ),
)
"""Words that count an appointment as a fault of the person who was not there."""


@warnings("word-for-people")
def words_for_people(case: Case) -> Iterator[Finding]:
    """No text uses a word that lumps people together or ranks them."""
    yield from _spoken(case, FOR_PEOPLE, Severity.WARNING, "word-for-people", "is not a word for people that this work uses")


@warnings("blames-people")
def words_that_blame(case: Case) -> Iterator[Finding]:
    """No text makes it people's own failing that a service did not reach or convince them."""
    yield from _spoken(case, BLAME, Severity.WARNING, "blames-people", "makes it people's own failing")


@notes("attendance-as-fault")
def words_about_attendance(case: Case) -> Iterator[Finding]:
    """A text that counts who was not there says what kept them away."""
    yield from _spoken(case, ATTENDANCE, Severity.NOTE, "attendance-as-fault", "can read as a fault of those who were not there")


def _spoken(case: Case, phrases: Iterable[TellingPhrase], severity: Severity, rule: str, what: str) -> Iterator[Finding]:
    for said, looked_for, words in case.texts.matches(phrases):
        message = f"`{words}` {what}{f' (`{said.element}`)' if said.element else ''}."
        yield Finding(severity, rule, message, case.place_of_text(said), said.element, next_step=looked_for.next_step)


RULES = (words_for_people, words_that_blame, words_about_attendance)
