"""You said, we did: what was heard, what became of it, and the voices behind an element. Numbers below five are not told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.urls import reverse

from levelground.web.coproduction.bands import SMALLEST
from levelground.web.coproduction.models import (
    Contribution,
    Decision,
    DecisionMethod,
    DecisionOutcome,
    DecisionPart,
    InfluenceLevel,
    ParticipantRole,
    Series,
)
from levelground.web.coproduction.queries import decisions as all_decisions
from levelground.web.coproduction.queries import quotes, statements
from levelground.web.coproduction.queries import voices as found
from levelground.web.coproduction.queries.quotes import ShownQuote
from levelground.web.coproduction.queries.voices import Shaped
from levelground.web.design_system.phrases import Phrase
from levelground.web.publishing.standing import standing

Page = dict[str, Any]
TAKEN_BACK = Phrase("Taken back by the person who said it.")
NOT_QUOTED = Phrase("A contribution, not quoted.")
QUOTED = Phrase("A contribution, quoted where the person said yes.")
HOME = {"text": Phrase("You said, we did"), "href": "/you-said/"}


@dataclass(frozen=True)
class DecisionShown:
    """A closed decision as everybody reads it: no name, no small number, and no word that its speaker did not allow."""

    decision: Decision
    outcome: str
    method: str
    chosen: str
    took_part: tuple[str, ...]
    disagreed: str
    dissent_words: tuple[tuple[str, str], ...]
    shaped: tuple[Shaped, ...]
    rests_on: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class VoiceBehind:
    """One contribution behind an element: its id, its page where it has one, and what may be read of it."""

    public_id: str
    says: str
    href: str = ""


@dataclass(frozen=True)
class VoicesBehind:
    """All that stands behind an element."""

    contributions: tuple[VoiceBehind, ...] = ()
    decisions: tuple[DecisionShown, ...] = ()
    others: tuple[str, ...] = field(default=(), metadata={"what": "ids of decisions that are not public"})
    quotes: tuple[ShownQuote, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return bool(self.contributions or self.decisions or self.others or self.quotes)


def people_in_words(counts: Mapping[ParticipantRole, int]) -> tuple[str, ...]:
    """How many people of each role; a number below five is not told."""
    return tuple(
        Phrase("%(role)s: %(number)s", role=Phrase(role.label), number=many)
        if many >= SMALLEST
        else Phrase("%(role)s: fewer than %(number)s", role=Phrase(role.label), number=SMALLEST)
        for role, many in counts.items()
    )


def disagreed_in_words(many: int) -> str:
    """How many disagreed; from one to four only that there was disagreement: in a small group a number names somebody."""
    if many == 0:
        return Phrase("Nobody")
    return Phrase("People: %(number)s", number=many) if many >= SMALLEST else Phrase("There was disagreement")


def hours_in_words(hours: Decimal) -> str:
    """Whole hours: half an hour more could be the one session of one person."""
    return Phrase("Less than 1") if 0 < hours < 1 else f"{hours.quantize(Decimal(1), ROUND_HALF_UP):f}"


def element_place(package_id: str, element_id: str) -> str:
    """Where quotes about an element stand, whatever its version."""
    return reverse("you_said_element", kwargs={"package": package_id, "element": element_id})


def behind(package_id: str, element_id: str, contributions: Sequence[str], decisions: Sequence[str]) -> VoicesBehind:
    """The voices behind an element that everybody may hear; without an element, of these ids alone."""
    rows, made = found.known(contributions), found.closed_by_id(decisions)
    return VoicesBehind(
        tuple(_behind(each, rows.get(each)) for each in contributions),
        tuple(decision(made[each], {}) for each in decisions if each in made),
        tuple(each for each in decisions if each not in made),
        tuple(quotes.shown_at(element_place(package_id, element_id))) if package_id else (),
    )


def _behind(public_id: str, row: Contribution | None) -> VoiceBehind:
    if row is None:
        return VoiceBehind(public_id, NOT_QUOTED)
    says = TAKEN_BACK if row.withdrawn_at is not None else QUOTED if quotes.places_of(row) else NOT_QUOTED
    return VoiceBehind(public_id, says, reverse("you_said_words", kwargs={"said": public_id}))


def decision(each: Decision, shaped: Mapping[str, Sequence[Shaped]]) -> DecisionShown:
    """One closed decision."""
    against = found.dissents(each)
    return DecisionShown(
        each,
        DecisionOutcome(each.outcome).label,
        DecisionMethod(each.method).label if each.method else "",
        each.options[each.chosen] if each.chosen is not None else "",
        people_in_words(all_decisions.roles_in(each)),
        disagreed_in_words(len(against)),
        tuple(_may_be_read(part) for part in against if part.dissent_may_be_shown and part.dissent),
        tuple(shaped.get(each.public_id, ())),
        tuple(
            (said.public_id, reverse("you_said_words", kwargs={"said": said.public_id}))
            for _, said, _ in all_decisions.resting_on(each)
            if said.withdrawn_at is None
        ),
    )


def _may_be_read(part: DecisionPart) -> tuple[str, str]:
    return part.dissent, part.answer


def listed(asked: str, not_found: bool) -> Page:
    """Every public series."""
    return {
        "page_title": Phrase("You said, we did"),
        "every": [(each, _counts(each)) for each in found.public_series()],
        "asked": asked,
        "not_found": not_found,
    }


def _counts(series: Series) -> str:
    said, made = found.said_count(series), found.closed(series).count()
    return Phrase("Things said: %(said)s. Decisions answered: %(made)s.", said=said, made=made)


def series(one: Series) -> Page:
    """The public page of a series."""
    version = found.latest_version(one)
    shaped = found.shaped_by(version)
    made = [decision(each, shaped) for each in found.closed(one)]
    hours = found.hours(one)
    return {
        "page_title": Phrase("You said, we did: %(title)s", title=one.title),
        "breadcrumbs": [HOME],
        "series": one,
        "influence": InfluenceLevel(one.influence).label,
        "version": version,
        "facts": [
            (Phrase("Who took part"), people_in_words(found.people(one)) or (Phrase("Nobody yet"),)),
            (Phrase("Sessions held"), (str(found.sessions_held(one)),)),
            (Phrase("Hours that people with lived experience gave"), (hours_in_words(hours),)),
            (Phrase("Things said"), (str(found.said_count(one)),)),
            (Phrase("Taken back"), (str(found.taken_back_count(one)),)),
        ],
        "themes": [(theme.name, many) for theme, many in found.themes(one)],
        "quotes": quotes.shown_at(reverse("you_said_series", kwargs={"code": one.code})),
        "outcomes": [(outcome.label, [each for each in made if each.decision.outcome == outcome]) for outcome in DecisionOutcome],
        "any_decision": bool(made),
        "statements": statements.shown(one),
    }


def package(package_id: str) -> Page | None:
    """What was said and done over all series of a change package; None where nothing is public."""
    version, every = found.newest(package_id), found.of_package(package_id)
    if version is None and not every:
        return None
    shaped = found.shaped_by(version)
    title = version.title if version else every[0].title
    return {
        "page_title": Phrase("You said, we did: %(title)s", title=title),
        "breadcrumbs": [HOME],
        "title": title,
        "version": version,
        "package_id": package_id,
        "every": [(each, [decision(one, shaped) for one in found.closed(each)], statements.shown(each)) for each in every],
        "elements": _elements(package_id, shaped),
        **(
            {"standing": standing(version.co_production, version.number, version.reading().change_package.co_production)} if version else {}
        ),
    }


def _elements(package_id: str, shaped: Mapping[str, Sequence[Shaped]]) -> list[tuple[str, str, str]]:
    """The elements that somebody's words shaped: id, words, the page of their voices."""
    every = {one.element: one.words for several in shaped.values() for one in several}
    return [(element, words, element_place(package_id, element)) for element, words in every.items()]


def element(package_id: str, element_id: str) -> Page | None:
    """The voices behind an element of the newest published version; None where there is nothing to show."""
    version = found.newest(package_id)
    elements = {each.id: each for each in version.reading().change_package.elements()} if version else {}
    known = elements.get(element_id)
    voices = behind(package_id, element_id, known.contributions if known else (), known.decisions if known else ())
    if known is None and not voices.quotes:
        return None
    said = next((str(each) for name in ("text", "statement", "name", "title") if (each := getattr(known, name, None))), "")
    at = (
        reverse("package_element", kwargs={"package": package_id, "number": version.number, "element": element_id})
        if version and known
        else ""
    )
    above = {"text": Phrase("The change package"), "href": reverse("you_said_package", kwargs={"package": package_id})}
    return {
        "page_title": Phrase("Whose words shaped %(element)s", element=element_id),
        "breadcrumbs": [HOME, *([above] if version else [])],
        "element_id": element_id,
        "said": said,
        "voices": voices,
        "href": at,
        **(
            {"standing": standing(version.co_production, version.number, version.reading().change_package.co_production)} if version else {}
        ),
    }


def _place(place: str) -> str:
    """Where a quote stands, in words; "" where it is no page of this site."""
    if not place.startswith("/"):
        return ""
    return (
        Phrase("Quoted under a part of the change package") if "/elements/" in place else Phrase("Quoted on the public page of the series")
    )


def words(said: Contribution) -> Page:
    """What became of one thing that somebody said, for whoever has its id."""
    one = said.series
    shaped = found.shaped_by(found.latest_version(one)) if one else {}
    return {
        "page_title": Phrase("What became of %(said)s", said=said.public_id),
        "breadcrumbs": [HOME, *([{"text": one.title, "href": reverse("you_said_series", kwargs={"code": one.code})}] if one else [])],
        "said": said,
        "series": one,
        "says": TAKEN_BACK if said.withdrawn_at is not None else NOT_QUOTED,
        "places": [(_place(each), each) for each in dict.fromkeys(quotes.places_of(said))],
        "answers": [each.words for each in found.answers_to(said)],
        "decisions": [decision(each, shaped) for each in found.closed_for(said)],
        "shaped": shaped.get(said.public_id, ()),
    }
