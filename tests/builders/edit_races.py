"""People who edit one draft at the same time, and an account of it that shares nothing with the code that keeps the edits.

Every writer notes what it saw before it wrote and what it was told. Afterwards the notes are put in the order of the numbers that
were given out and played back on plain dictionaries: what then stands there has to stand in the text, read by a plain YAML reader.
"""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import Any

import yaml
from django.db import close_old_connections, connection
from tests.builders.web import organisation, person

from levelground.web.people.models import AuditEvent, User
from levelground.web.publishing.actions import drafts, edits
from levelground.web.publishing.conflicts import EditConflict, NothingChanged
from levelground.web.publishing.models import Edit, PackageVersion
from levelground.web.publishing.queries import drafts as found

PLACES = ("P1", "P2", "S1", "S2", "C1")
TITLE = "title"
ROLES = ("qi_lead", "analyst", "curator")
State = dict[str, str]
"""What stands where: the text of each driver and idea, the title, and the ids that were added."""


@dataclass(frozen=True)
class Note:
    """What one writer was told was kept: the number, what was done where, and what had stood there when they looked."""

    number: int
    what: str
    where: str
    wrote: str
    saw: str | None
    seen: int


@dataclass
class Race:
    """One draft and what its writers noted."""

    version: PackageVersion
    begun: State
    notes: list[Note] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def race(random: Random, *, writers: int, edits_each: int, package_id: str) -> Race:
    """Let writers loose on a draft of their own; each has so many edits kept."""
    people = [person(ROLES[number % len(ROLES)]) for number in range(writers)]
    version = drafts.start(organisation=organisation(), package_id=package_id, title="At the start", by=people[0])
    run = Race(version, state_in(version.text.content))
    seeds = [random.random() for _ in people]
    threads = [
        threading.Thread(target=_writer, args=(run, f"w{number}", by, edits_each, Random(seed)))  # noqa: S311 - of a test
        for number, (by, seed) in enumerate(zip(people, seeds, strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return run


def problems(run: Race) -> list[str]:
    """Everything in which the history and the text differ from what the writers were told; empty when nothing was lost."""
    faults = list(run.faults)
    notes = sorted(run.notes, key=lambda note: note.number)
    if [note.number for note in notes] != list(range(1, len(notes) + 1)):
        faults.append(f"numbers are not 1 to {len(notes)}: {[note.number for note in notes]}")
        return faults
    states = [run.begun]
    for note in notes:
        before = states[-1]
        faults += _unseen(note, before)
        states.append(_after(note, states))
    rows = dict(Edit.objects.filter(version=run.version).values_list("number", "after__content"))
    if sorted(rows) != list(range(len(states))):
        faults.append(f"the history has {sorted(rows)}")
    faults += [f"the text after edit {number} is not what it should be" for number in rows if state_in(rows[number]) != states[number]]
    now = PackageVersion.objects.select_related("text").get(pk=run.version.pk)
    if now.edits != len(notes) or state_in(now.text.content) != states[-1]:
        faults.append("the draft does not say what its last edit says")
    told = AuditEvent.objects.filter(action="publishing.edit", subject=f"version:{run.version.pk}").count()
    if told != len(notes):
        faults.append(f"the audit trail tells of {told} of {len(notes)} edits")
    return faults


def state_in(content: str) -> State:
    """What stands in a text, read without any code of the product."""
    value = yaml.load(content, yaml.CSafeLoader)
    by_id = {item["id"]: item for name in ("primary_drivers", "secondary_drivers", "change_ideas") for item in value[name]}
    return {TITLE: value["title"], **{element_id: item["text"] for element_id, item in by_id.items()}}


def _unseen(note: Note, before: State) -> list[str]:
    """An edit may only go over what its writer had been shown."""
    if note.what in ("change", "head") and before.get(note.where) != note.saw:
        return [f"edit {note.number} went over {before.get(note.where)!r} at {note.where}, and its writer had seen {note.saw!r}"]
    if note.what == "undo" and note.seen != note.number - 1:
        return [f"edit {note.number} undid what its writer had not seen"]
    return []


def _after(note: Note, states: list[State]) -> State:
    if note.what == "undo":
        return states[-2]
    return {**states[-1], note.where: note.wrote}


def _writer(run: Race, name: str, by: User, wanted: int, random: Random) -> None:
    kept = 0
    try:
        for attempt in range(20 * wanted):
            if kept == wanted:
                return
            kept += _once(run, by, f"{name}-{attempt}", random)
        run.faults.append(f"{name} had {kept} of {wanted} edits kept")
    except Exception as error:  # a thread's error is told by the test
        run.faults.append(f"{name}: {type(error).__name__}: {error}")
    finally:
        close_old_connections()
        connection.close()


def _once(run: Race, by: User, token: str, random: Random) -> int:
    """Open a form, look, write, send; when somebody was faster, look at both and choose. 1 where an edit was kept."""
    opened = PackageVersion.objects.select_related("text").get(pk=run.version.pk)
    shown = state_in(opened.text.content)
    what = random.choices(("change", "head", "add", "undo"), (70, 10, 10, 10))[0]
    where = {"change": random.choice(PLACES), "head": TITLE, "add": f"X-{token}", "undo": ""}[what]
    seen, saw = opened.edits, shown.get(where)
    for turn in range(6):
        try:
            number = _send(run, (what, where, token), seen=seen, by=by, again=turn > 0)
        except EditConflict as conflict:
            run.counts["shown both sides"] += 1
            if what == "undo" or random.random() < 0.3:
                run.counts["gave way"] += 1
                return 0
            seen, saw = conflict.now, (conflict.theirs.get("title" if what == "head" else "text"))
            continue
        except NothingChanged:
            return 0
        run.counts[f"kept: {what}"] += 1
        run.notes.append(Note(number, what, where, token, saw, seen))
        return 1
    return 0


def _send(run: Race, wish: tuple[str, str, str], *, seen: int, by: User, again: bool) -> int:
    what, where, token = wish
    given: dict[str, Any] = {"draft": run.version, "seen": seen, "by": by}
    if what == "undo":
        return edits.undo(**given).number
    given["reason"] = f"Because of {token}."
    if what == "head":
        return edits.change_head(fields={"title": token}, take_mine=again, **given).number
    if what == "add":
        element = {
            "id": where,
            "verification": "unverified",
            "text": token,
            "serves": ["S1"],
            "changes": "practice",
            "first_test": "Try it.",
            "measures": ["M2"],
            "evidence": {"grade": "untested", "certainty": "very_low", "statement": "None yet."},
        }
        return edits.add_element(kind="change_ideas", element=element, **given).number
    return edits.change_element(element_id=where, fields={"text": token}, take_mine=again, **given).number


def history_is_whole(version: PackageVersion) -> bool:
    """Whether each edit begins where the one before it ended."""
    rows = list(reversed(found.history(version)))
    return all(after.before_id == before.after_id for before, after in pairwise(rows))
