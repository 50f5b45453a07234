"""Made-up upgrades: a base, an edit of it by its owner, and an overlay on the old one, drawn at random from few words and ids.

Few, so that both sides often touch the same thing, say the same, or take the same id.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from tests.builders.change_packages import SMALL

from levelground.change_package.adaptation.operations import applied
from levelground.change_package.adaptation.overlay_reading import OverlayReading, read_overlay
from levelground.change_package.adaptation.refusals import refusals
from levelground.change_package.read import read_text
from levelground.change_package.reading import LISTS, Reading
from levelground.documents.canonical import canonical_text
from levelground.documents.yaml_reader import read_yaml

Plain = dict[str, Any]

WORDS = ("One wording.", "Another wording.", "A third wording.", "A fourth wording, somewhat longer than the others.")
NEW_IDS = ("X1", "X2", "X3")
DRIVERS = ("primary_drivers", "secondary_drivers")
BASE: Plain = read_yaml(SMALL, "small.yaml").value


def base() -> Plain:
    """A base with something of each kind, two of some, and things that only an upgrade has trouble with."""
    value = copy.deepcopy(BASE)
    value["sources"].append({**value["sources"][0], "id": "SRC2", "title": "Another publication"})
    value["recommendations"].append({**value["recommendations"][0], "id": "R2", "source": "SRC2", "text": "Ask people."})
    value["evidence"] = [
        {"id": "E1", "verification": "verified", "source": "SRC1", "statement": "It was tried.", "grade": "tested", "certainty": "low"}
    ]
    value["secondary_drivers"][0]["rests_on"] = ["E1"]
    value["change_ideas"].append(
        {**value["change_ideas"][0], "id": "I2", "text": "Look at each decision.", "serves": ["S2"], "note": "New."}
    )
    value["principles"][0]["questions"] = [{"question": "Is racism named?", "answered_by": ["P2", "I1"]}]
    return value


@dataclass(frozen=True)
class UpgradeCase:
    """A base in two versions and an overlay on the first."""

    old: Reading
    new: Reading
    overlay: OverlayReading


def upgrade_case(random: Random, most: int = 6) -> UpgradeCase:
    """An upgrade, drawn at random."""
    new = base()
    for _ in range(random.randint(0, most)):
        new = random.choice(BASE_EDITS)(random, new)
    new["version"] = "0.2.0"
    before = old_base()
    after = read_text(canonical_text(new), "small@0.2.0.yaml")
    return UpgradeCase(before, after, an_overlay(random, before, random.randint(0, most)))


@cache
def old_base() -> Reading:
    """The base as it was."""
    return read_text(canonical_text(base()), "small@0.1.0.yaml")


def an_overlay(random: Random, on: Reading, many: int) -> OverlayReading:
    """An overlay with some operations that may all be; `many` is how many are tried."""
    operations: list[Plain] = []
    for number in range(many):
        operation = {**random.choice(OPERATIONS)(random, on.document.value, number), "reason": f"Reason {number}."}
        if not refusals(on, overlay_of(on, [*operations, operation])):
            operations.append(operation)
    accepted = [
        {"rule": "no-target", "element": element, "reason": "Known."} for element in random.sample(("S1", "I2"), random.randint(0, 1))
    ]
    return overlay_of(on, operations, accepted)


def overlay_of(on: Reading, operations: list[Plain], accepted: list[Plain] | None = None) -> OverlayReading:
    """An overlay with these operations, as a document of its own with a comment in it."""
    head = {key: on.document.value[key] for key in ("title", "status", "discipline", "setting", "licence", "summary", "provenance")}
    value = {
        "format": "levelground/overlay/1",
        "id": "mine",
        "version": "1.0.0",
        "adapts": on.pin.model_dump(),
        "reason": "Made for tests.",
        **head,
        **({"accepted": accepted} if accepted else {}),
        "operations": operations,
    }
    return read_overlay(f"# ours\n{canonical_text(value)}", "mine.yaml")


def ids(value: Plain, *names: str) -> list[str]:
    """The ids in some lists."""
    return [element["id"] for name in names for element in value.get(name) or ()]


def find(value: Plain, element_id: str) -> Plain:
    """An element by its id, to be changed in place."""
    if value["aim"]["id"] == element_id:
        return value["aim"]
    return next(element for name in LISTS for element in value.get(name) or () if element["id"] == element_id)


def new_driver(random: Random, value: Plain, element_id: str) -> Plain:
    """A secondary driver that serves a primary one of those there are."""
    serves = [random.choice(ids(value, "primary_drivers"))]
    return {"id": element_id, "verification": "unverified", "text": random.choice(WORDS[:2]), "why": WORDS[0], "serves": serves}


def new_idea(random: Random, value: Plain, element_id: str) -> Plain:
    """A change idea that serves some secondary driver, with what it rests on."""
    return {
        "id": element_id,
        "verification": "unverified",
        "text": random.choice(WORDS[:2]),
        "serves": [random.choice(ids(value, "secondary_drivers"))],
        "changes": "practice",
        "recommendations": random.sample(ids(value, "recommendations"), random.randint(0, min(1, len(ids(value, "recommendations"))))),
        "evidence": {"grade": "untested", "certainty": "low", "statement": WORDS[1], "source": random.choice(ids(value, "sources"))},
    }


def _worded(random: Random, value: Plain) -> tuple[str, str]:
    fields = {"aim": ("statement", "guardrail"), "measures": ("name", "operational_definition"), "recommendations": ("text",)}
    fields |= {"primary_drivers": ("text", "why"), "secondary_drivers": ("text", "why"), "change_ideas": ("text",), "sources": ("title",)}
    name = random.choice([name for name in fields if name == "aim" or value.get(name)])
    element = value["aim"] if name == "aim" else random.choice(value[name])
    return element["id"], random.choice(fields[name])


def _valued(random: Random, value: Plain) -> tuple[str, str, Any]:
    aim, measure = value["aim"]["id"], random.choice(("M1", "M2"))
    idea = random.choice(ids(value, "change_ideas") or [aim])
    options: list[tuple[str, str, Any]] = [
        (aim, "target.absolute.amount", random.choice((80.0, 70.0))),
        (aim, "target.relative.amount", random.choice((2.0, 1.5))),
        (aim, "target", {"group": "B", "absolute": {"starting": 1, "amount": 0.5}, "relative": {"starting": 3.0, "amount": 1.2}}),
        (aim, "target", None),
        (aim, "deadline", random.choice(("2031-03-31", "2032-03-31", None))),
        (aim, "groups", random.choice((["B", "M"], ["M"]))),
        (aim, "outcome_measure", random.choice(("M1", "M2"))),
        (measure, "numerator.where", random.choice(("a = 1", "a = 2", None))),
        (measure, "exclusions", [{"description": random.choice(WORDS), "reason": "Known."}]),
        (idea, "note", random.choice((*WORDS[:2], None))),
        (idea, "evidence.source", random.choice(ids(value, "sources"))),
        (idea, "evidence.certainty", random.choice(("low", "high"))),
        ("PR1", "questions", [{"question": random.choice(WORDS[:2]), "answered_by": random.sample(("P1", "P2", "I1"), 2)}]),
        (random.choice(ids(value, "recommendations") or [aim]), "source", random.choice(ids(value, "sources"))),
        (random.choice(ids(value, "secondary_drivers")), "serves", [random.choice(ids(value, "primary_drivers"))]),
    ]
    found = random.choice(options)
    here = {value["aim"]["id"], *ids(value, *LISTS)}
    return found if found[0] in here and not (found[0] == aim and found[1] in ("note", "source")) else (aim, "groups", ["B", "M"])


def _link(random: Random, value: Plain) -> tuple[str, str, str]:
    options = [
        (ids(value, "secondary_drivers"), "serves", ids(value, "primary_drivers")),
        (ids(value, "change_ideas"), "serves", ids(value, "secondary_drivers")),
        (ids(value, "change_ideas"), "recommendations", ids(value, "recommendations")),
        (ids(value, "change_ideas"), "measures", ids(value, "measures")),
        (ids(value, "secondary_drivers"), "rests_on", ids(value, "evidence")),
        (ids(value, *DRIVERS), "contributions", ["CB1", "CB2"]),
        (ids(value, "principles"), "met_by", ids(value, *DRIVERS)),
    ]
    elements, field, targets = random.choice([option for option in options if option[0] and option[2]])
    return random.choice(elements), field, random.choice(targets)


def _strength(random: Random, field: str) -> Plain:
    if field != "serves":
        return {}
    return random.choice(
        ({}, {}, {"strength": "weak"}, {"strength": "weak", "assumption": random.choice(WORDS[:2])}, {"assumption": WORDS[0]})
    )


# What the owner of the base does.


def _words(random: Random, value: Plain) -> Plain:
    element, field = _worded(random, value)
    find(value, element)[field] = random.choice(WORDS)
    return value


def _value(random: Random, value: Plain) -> Plain:
    element, field, new = _valued(random, value)
    if element == value["aim"]["id"] and field.startswith("target.") and "target" not in value["aim"]:
        return value
    known = {value["aim"]["id"], *ids(value, *LISTS)}
    if '"answered_by"' in json.dumps(new) and not {"P1", "P2", "I1"} <= known:
        return value
    return applied(value, {"op": "replace", "element": element, "field": field, "value": new})


def _add(random: Random, value: Plain) -> Plain:
    free = [each for each in NEW_IDS if each not in ids(value, *LISTS)]
    if not free:
        return value
    name, make = random.choice((("secondary_drivers", new_driver), ("change_ideas", new_idea)))
    new = make(random, value, random.choice(free))
    value.setdefault(name, []).insert(random.randint(0, len(value.get(name) or ())), new)
    return value


def _remove(random: Random, value: Plain) -> Plain:
    kept = {value["aim"]["outcome_measure"], *(ids(value, "sources")[:1]), *(ids(value, "primary_drivers")[:1])}
    kept |= set(ids(value, "secondary_drivers")[:1])
    free = [each for each in ids(value, *LISTS) if each not in kept]
    if not free:
        return value
    return _whole(applied(value, {"op": "remove", "element": random.choice(free)}))


def _whole(value: Plain) -> Plain:
    return copy.deepcopy(value)


def _link_or_unlink(random: Random, value: Plain) -> Plain:
    element, field, target = _link(random, value)
    linked = {entry["id"] if isinstance(entry, dict) else entry for entry in find(value, element).get(field) or ()}
    op = random.choice(("link", "unlink")) if target in linked else "link"
    more = _strength(random, field) if op == "link" else {}
    return _whole(applied(value, {"op": op, "element": element, "field": field, "target": target, **more}))


def _move(random: Random, value: Plain) -> Plain:
    if len(value["secondary_drivers"]) < 2:
        return value
    moved = value["secondary_drivers"].pop(random.randrange(1, len(value["secondary_drivers"])))
    value["primary_drivers"].append({**moved, "serves": [value["aim"]["id"]]})
    return value


def _core(random: Random, value: Plain) -> Plain:
    find(value, random.choice(ids(value, *DRIVERS, "change_ideas")))["core"] = True
    return value


def _order(random: Random, value: Plain) -> Plain:
    random.shuffle(value[random.choice(("secondary_drivers", "measures", "sources"))])
    return value


BASE_EDITS: tuple[Callable[[Random, Plain], Plain], ...] = (
    _words, _words, _value, _value, _add, _remove, _remove, _link_or_unlink, _link_or_unlink, _move, _core, _order,
)  # fmt: skip

# What an overlay does.


def _op_words(random: Random, value: Plain, number: int) -> Plain:
    element, field = _worded(random, value)
    return {"op": "reword", "element": element, "field": field, "to": random.choice(WORDS)}


def _op_value(random: Random, value: Plain, number: int) -> Plain:
    element, field, new = _valued(random, value)
    return {"op": "replace", "element": element, "field": field, **({} if new is None else {"value": new})}


def _op_add(random: Random, value: Plain, number: int) -> Plain:
    name, make = random.choice((("secondary_drivers", new_driver), ("change_ideas", new_idea)))
    chosen = random.sample((*NEW_IDS, "MY1", "MY2"), random.randint(1, 2))
    after = random.choice((None, *ids(value, name)))
    adding = {"op": "add", "to": name, "elements": [make(random, value, each) for each in chosen]}
    return adding if after is None else {**adding, "after": after}


def _op_remove(random: Random, value: Plain, number: int) -> Plain:
    return {"op": "remove", "element": random.choice(ids(value, *LISTS))}


def _op_link(random: Random, value: Plain, number: int) -> Plain:
    element, field, target = _link(random, value)
    if field == "serves" and random.random() < 0.2:
        target = random.choice(NEW_IDS)
    return {"op": "link", "element": element, "field": field, "target": target, **_strength(random, field)}


def _op_unlink(random: Random, value: Plain, number: int) -> Plain:
    element, field, target = _link(random, value)
    return {"op": "unlink", "element": element, "field": field, "target": target}


OPERATIONS: tuple[Callable[[Random, Plain, int], Plain], ...] = (
    _op_words, _op_words, _op_value, _op_value, _op_add, _op_add, _op_remove, _op_link, _op_link, _op_unlink, _op_unlink,
)  # fmt: skip
