"""Minutes as pages and files show them: the text, with what was said and decided joined to it by its id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from levelground.web.coproduction import marked_text, session_times
from levelground.web.coproduction.marked_text import DECIDED, SAID
from levelground.web.coproduction.models import (
    Contribution,
    Decision,
    DecisionMethod,
    DecisionOutcome,
    Minutes,
    Participant,
    ParticipantRole,
    Workshop,
)
from levelground.web.coproduction.presenters import sessions
from levelground.web.coproduction.queries import minutes as found
from levelground.web.coproduction.queries import workshops
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.viewer import Viewer

Page = dict[str, Any]
TAKEN_BACK = "Something stood here. The person who said it has taken it back."
KEPT_OUT = "Something was said here that is kept out of the minutes."
UNKNOWN = "Something stood here that is not kept any more."
SOMEBODY = "Somebody"
DECISION_HEADERS = ("What was asked", Phrase("What was decided"), "How")


@dataclass(frozen=True)
class VoiceInMinutes:
    """What one person said; without words where they are not to be read."""

    who: str
    words: str
    instead: str = ""


@dataclass(frozen=True)
class MinutesBlock:
    """One part of the minutes: `kind` as in `marked_text`, with voices or rows of decisions where it has them."""

    kind: str
    words: str = ""
    points: tuple[str, ...] = ()
    voices: tuple[VoiceInMinutes, ...] = ()
    rows: tuple[tuple[str, str, str], ...] = ()


def blocks(minutes: Minutes) -> list[MinutesBlock]:
    """The parts of a version, with the words that may be read today."""
    ids = marked_text.references(minutes.words)
    voices, decisions = found.contributions(minutes.workshop, ids), found.decisions(minutes.workshop, ids)
    return [_block(block, voices, decisions) for block in marked_text.blocks(minutes.words)]


def _block(block: marked_text.TextBlock, voices: dict[str, Contribution], decisions: dict[str, Decision]) -> MinutesBlock:
    if block.kind == SAID:
        return MinutesBlock(SAID, voices=tuple(_voice(voices.get(each)) for each in block.points))
    if block.kind == DECIDED:
        return MinutesBlock(DECIDED, rows=tuple(_decision(decisions.get(each)) for each in block.points))
    return MinutesBlock(block.kind, block.words, block.points)


def _voice(contribution: Contribution | None) -> VoiceInMinutes:
    if contribution is None:
        return VoiceInMinutes("", "", UNKNOWN)
    if contribution.withdrawn_at is not None:
        return VoiceInMinutes("", "", TAKEN_BACK)
    if found.is_kept_out(contribution):
        return VoiceInMinutes("", "", KEPT_OUT)
    return VoiceInMinutes(contribution.participant.label if contribution.participant else SOMEBODY, contribution.words)


def _decision(decision: Decision | None) -> tuple[str, str, str]:
    if decision is None:
        return (UNKNOWN, "", "")
    chosen = decision.options[decision.chosen] if decision.chosen is not None and decision.chosen < len(decision.options) else ""
    outcome = DecisionOutcome(decision.outcome).label if decision.outcome else ""
    said = ". ".join(part for part in (str(chosen), f"{outcome} {decision.outcome_words}".strip()) if part)
    return (decision.question, said or "Not decided yet", DecisionMethod(decision.method).label if decision.method else "")


def beginning(workshop: Workshop) -> str:
    """The text that minutes begin with: who was there in numbers, each question with what was said to it, what was decided."""
    voices = found.said_in(workshop)
    parts = ["# Who was there", *_who_came(workshop), "", "# What we talked about", ""]
    for prompt in found.prompts(workshop):
        said = [each for each in voices if each.prompt_id == prompt.pk]
        parts += [f"## {prompt.words}", *_ids(said), ""]
    rest = [each for each in voices if each.prompt_id is None]
    parts += ["## What else was said", *_ids(rest), ""] if rest else []
    decided = [f"[{each.public_id}]" for each in found.decided_in(workshop)]
    return "\n".join([*parts, "# What was decided", *(decided or ["Nothing yet."]), "", "# What happens next", "- "]) + "\n"


def _ids(voices: list[Contribution]) -> list[str]:
    return [f"[{each.public_id}]" for each in voices] or ["Nobody said anything to this."]


def _who_came(workshop: Workshop) -> list[str]:
    roles = [ParticipantRole(each.participant.role) for each in workshops.attendances(workshop) if each.came]
    lived = sum(role is ParticipantRole.LIVED_EXPERIENCE for role in roles)
    if not roles:
        return ["Write down who came first."]
    return [f"- People with lived experience: {lived}", f"- Others: {len(roles) - lived}"]


def not_in(minutes_text: str, workshop: Workshop) -> list[tuple[str, str, str]]:
    """What was said for the session and does not stand in a text yet: id, who, and the words as far as they may be read."""
    there = set(marked_text.references(minutes_text))
    left = [each for each in found.said_in(workshop) if each.public_id not in there]
    return [(each.public_id, voice.who, voice.words or voice.instead) for each in left for voice in (_voice(each),)]


def page(viewer: Viewer, workshop: Workshop) -> Page:
    """The newest minutes of a session; who runs it also sees what people want corrected."""
    base = sessions.of_workshop(viewer, workshop, "Minutes")
    # who only looks sees what was sent round
    minutes = found.latest(workshop) if base["may_run"] else found.sent(workshop)
    return {
        **base,
        "minutes": minutes,
        "blocks": blocks(minutes) if minutes else [],
        "headers": DECISION_HEADERS,
        "corrections": found.corrections(workshop) if base["may_run"] else [],
        "came": len(workshops.came(workshop)),
    }


def writing(viewer: Viewer, workshop: Workshop) -> Page:
    """What the page for writing has beside its form."""
    last = found.latest(workshop)
    text = last.words if last else beginning(workshop)
    return {
        **sessions.of_workshop(viewer, workshop, "Write the minutes", ("Minutes", sessions.address("minutes", **_at(viewer, workshop)))),
        "before": last,
        "initial": {"words": text, "seen": found.digest_of(last)},
        "left": not_in(text, workshop),
    }


def _at(viewer: Viewer, workshop: Workshop) -> dict[str, Any]:
    return {"organisation": viewer.organisation.slug, "workshop": workshop.pk}


def for_person(participant: Participant, secret: str, workshop: Workshop) -> Page:
    """The minutes as somebody reads them who came; what they had to correct stands with it."""
    minutes = found.sent(workshop)
    return {
        "page_title": "What was said",
        "workshop": workshop,
        "session": sessions.shown(workshop),
        "secret": secret,
        "minutes": minutes,
        "blocks": blocks(minutes) if minutes else [],
        "headers": DECISION_HEADERS,
        "mine": found.corrections_by(participant, workshop),
        "me": Phrase("Person %(number)s", number=participant.number),
    }


def file_title(minutes: Minutes) -> str:
    """What the file is called inside."""
    return f"Minutes of {session_times.day_of(minutes.workshop)}, version {minutes.version}"


def file_name(minutes: Minutes) -> str:
    """What the file is called outside: nothing of what the session is about."""
    return f"minutes-session-{minutes.workshop.number}-version-{minutes.version}.docx"
