"""What people read before a session, and the texts that a member can begin from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.provenance import co_production_words
from levelground.web.coproduction import marked_text, plain_glossary, session_times
from levelground.web.coproduction.forms.session_papers import LANGUAGES, RIGHT_TO_LEFT
from levelground.web.coproduction.models import InfluenceLevel, PreparationPack, Workshop
from levelground.web.coproduction.presenters import sessions
from levelground.web.coproduction.queries import packs as found
from levelground.web.coproduction.queries import workshops
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.presenters import plain_elements
from levelground.web.publishing.presenters.plain_elements import PlainElement

Page = dict[str, Any]
FIRST_TITLES = {
    found.WHAT_AND_WHY: "What this is, and why we ask you",
    found.GLOSSARY: "Words that we use",
    found.DRAFT: "The plan so far",
    found.EASY_READ: "Easy read",
    found.OTHER: "",
}
HINTS = {
    found.WHAT_AND_WHY: "Say what the session is for, what you ask of people, and what you will do with what they say.",
    found.GLOSSARY: "Say what each word means, as you would say it to a friend.",
    found.DRAFT: "This is the plan as it stands now. Make it shorter, and take out what people do not need.",
    found.EASY_READ: "Write it yourself, best with somebody who needs it. One idea in a line. Short words. No machine does this well.",
    found.OTHER: "Anything else that helps people to prepare.",
}


@dataclass(frozen=True)
class PackShown:
    """One pack as it is read."""

    pack: PreparationPack
    kind: str
    language: str
    right_to_left: bool
    blocks: tuple[marked_text.TextBlock, ...]


def shown(pack: PreparationPack) -> PackShown:
    """A pack, with its marks read."""
    kinds, languages = dict(found.KINDS), dict(LANGUAGES)
    return PackShown(
        pack,
        kinds.get(pack.kind, "To read"),
        languages.get(pack.language, pack.language),
        pack.language in RIGHT_TO_LEFT,
        tuple(marked_text.blocks(pack.words)),
    )


def listed(viewer: Viewer, workshop: Workshop) -> Page:
    """The packs of a session, and the kinds that can be written."""
    packs = [shown(pack) for pack in found.of_workshop(workshop)]
    return {
        **sessions.of_workshop(viewer, workshop, "What people read before"),
        "packs": packs,
        "kinds": [(kind, words) for kind, words in found.KINDS if kind == found.OTHER or kind not in {each.pack.kind for each in packs}],
        "more_kinds": [(kind, words) for kind, words in found.KINDS if kind in {each.pack.kind for each in packs} and kind != found.OTHER],
        "new": len(found.not_sent(workshop)),
    }


def writing(viewer: Viewer, workshop: Workshop, title: str) -> Page:
    """What a page around the form of one pack begins with."""
    where = ("What people read before", sessions.address("packs", organisation=viewer.organisation.slug, workshop=workshop.pk))
    return sessions.of_workshop(viewer, workshop, title, where)


def beginning(workshop: Workshop, kind: str, terms: list[str]) -> dict[str, str]:
    """The title and the text that a pack of this kind begins with."""
    if kind == found.WHAT_AND_WHY:
        words = _what_and_why(workshop)
    elif kind == found.GLOSSARY:
        words = plain_glossary.words_for(terms)
    elif kind == found.DRAFT:
        words = _draft(workshop)
    else:
        words = ""
    return {"title": FIRST_TITLES[kind], "words": words, "language": "en-GB"}


def _what_and_why(workshop: Workshop) -> str:
    series = workshop.series
    return "\n".join(
        (
            "# What this is",
            f"{series.organisation.name} invites you to “{workshop.title}”.",
            f"It takes {session_times.lasts(workshop.minutes)}. It is on {session_times.when(workshop)}.",
            "",
            "# Why we do this",
            series.purpose,
            "",
            "# What you can change",
            f"{InfluenceLevel(series.influence).label}.",
            "",
            "# What we ask of you",
            "- Say as much or as little as you like. You do not have to tell what happened to you.",
            "- You can leave the room at any time, and come back.",
            *(["- Your time in the session is paid. Your time to prepare is paid too."] if workshops.is_paid(series) else []),
            "",
            "# What we do with what you say",
            "- We write it down without your name.",
            "- We tell you what became of it. If we cannot do it, we say why.",
            "- You can take it back.",
            "",
        )
    )


def _draft(workshop: Workshop) -> str:
    known = found.draft_of(workshop.series)
    if known is None:
        return ""
    package, number = known
    status = co_production_words(package.status, package.co_production)
    said = [f"This is the plan as it stands now (version {number}). It is {status}.", "All of it can still change."]
    return "\n".join([*said, "", *_outline(package)])


def _outline(package: ChangePackage) -> list[str]:
    lines = []
    for section in plain_elements.sections(package):
        lines += [f"# {section.heading}", *(line for element in section.elements for line in _lines(element)), ""]
    return lines


def _lines(element: PlainElement) -> list[str]:
    facts = [f"- {label}: {_line(words)}" for label, words in element.facts] if element.heading == plain_elements.CHANGE else []
    return [f"- {_line(element.words)}", *facts, *(f"- {_line(below.words)}" for below in element.below)]


def _line(words: str) -> str:
    return " ".join(words.split())
