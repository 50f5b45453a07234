"""Somebody who can write to the database, and to the head outside it, but has not the key, changes what was done: it is found.

1,000 tampers of a trail of 200 events, with raw SQL's means: on the rows as the database gives them. What cannot be found by anyone
who has only these files is said in `docs/decisions/0021-audit-trail.md`: both taken back together to an earlier state.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
import time_machine
from django.db import connection, transaction

from levelground.web.people import audit_head
from levelground.web.people.actions import audit
from levelground.web.people.audit_key import audit_key, signature_of
from levelground.web.people.audit_trail import FIRST, AuditRow, digest_of, verify
from levelground.web.people.queries import audit_events

EVENTS = 200
TAMPERS = 1000
BEGUN = datetime(2026, 3, 1, 9, tzinfo=UTC)
COLUMNS = ("number", "at", "by", "organisation", "action", "subject", "details", "previous", "digest", "signature")
FOREIGN_KEY = bytes(range(32))


@dataclasses.dataclass
class Loot:
    """What the attacker has in hand."""

    rows: list[AuditRow]
    head: list[str]


@pytest.fixture
def loot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Loot:
    """A trail that the product wrote, read back out of the database."""
    monkeypatch.setenv("LEVELGROUND_AUDIT_HEAD", str(tmp_path / "head.jsonl"))
    for number in range(EVENTS):
        with time_machine.travel(BEGUN + timedelta(minutes=7 * number), tick=False), transaction.atomic():
            audit.record(by=None, action=f"people.deed_{number % 5}", subject=f"thing:{number % 17}", fields=["text", "name"], count=number)
    return Loot([row for row in audit_events.rows() if isinstance(row, AuditRow)], list(audit_head.read()))


def edit(random: Random, loot: Loot) -> None:
    at = random.randrange(EVENTS)
    loot.rows[at] = _edited(random, loot.rows[at])


def edit_and_mend_the_digest(random: Random, loot: Loot) -> None:
    at = random.randrange(EVENTS)
    row = _edited(random, loot.rows[at], COLUMNS[1:7])
    loot.rows[at] = dataclasses.replace(row, digest=digest_of(row))


def delete(random: Random, loot: Loot) -> None:
    for at in sorted(random.sample(range(EVENTS), random.randint(1, 5)), reverse=True):
        del loot.rows[at]


def delete_and_close_the_gap(random: Random, loot: Loot) -> None:
    del loot.rows[random.randrange(EVENTS)]
    loot.rows[:] = [dataclasses.replace(row, number=number) for number, row in enumerate(loot.rows, start=1)]


def swap(random: Random, loot: Loot) -> None:
    one, other = random.sample(range(EVENTS), 2)
    a, b = loot.rows[one], loot.rows[other]
    loot.rows[one], loot.rows[other] = dataclasses.replace(b, number=a.number), dataclasses.replace(a, number=b.number)


def insert(random: Random, loot: Loot) -> None:
    at = random.randrange(EVENTS + 1)
    like = loot.rows[min(at, EVENTS - 1)]
    made = dataclasses.replace(like, number=at + 1, previous=loot.rows[at - 1].digest if at else FIRST, subject="thing:99")
    made = dataclasses.replace(made, digest=digest_of(made))
    loot.rows[at:] = [made, *(dataclasses.replace(row, number=row.number + 1) for row in loot.rows[at:])]


def cut_the_tail(random: Random, loot: Loot) -> None:
    del loot.rows[-random.randint(1, EVENTS) :]


def hash_again(random: Random, loot: Loot) -> None:
    """From the edited event on, every digest anew: the chain is whole."""
    at = random.randrange(EVENTS)
    loot.rows[at] = _edited(random, loot.rows[at], COLUMNS[1:7])
    _hash_from(loot, at)


def hash_again_and_sign_with_another_key(random: Random, loot: Loot) -> None:
    at = random.randrange(EVENTS)
    loot.rows[at] = _edited(random, loot.rows[at], COLUMNS[1:7])
    _hash_from(loot, at)
    loot.rows[at:] = [dataclasses.replace(row, signature=signature_of(row.number, row.digest, FOREIGN_KEY)) for row in loot.rows[at:]]
    loot.head[:] = [_line(row) for row in loot.rows]


def hash_again_and_cut_the_head(random: Random, loot: Loot) -> None:
    at = random.randrange(EVENTS - 1)
    loot.rows[at] = _edited(random, loot.rows[at], COLUMNS[1:7])
    _hash_from(loot, at)
    del loot.head[at:]


def cut_the_head(random: Random, loot: Loot) -> None:
    del loot.head[-random.randint(2, EVENTS) :]


def forge_a_line_of_the_head(random: Random, loot: Loot) -> None:
    at = random.randrange(EVENTS)
    line = json.loads(loot.head[at])
    field = random.choice(["number", "digest", "signature"])
    line[field] = line["number"] + random.randint(1, 9) if field == "number" else _other(random, line[field])
    loot.head[at] = json.dumps(line)


def move_lines_of_the_head(random: Random, loot: Loot) -> None:
    one, other = random.sample(range(EVENTS), 2)
    loot.head[one], loot.head[other] = loot.head[other], loot.head[one]


def cut_the_tail_and_forge_the_head(random: Random, loot: Loot) -> None:
    keep = random.randrange(1, EVENTS)
    del loot.rows[keep:]
    loot.head[keep:] = [json.dumps({**json.loads(loot.head[keep - 1]), "number": number}) for number in range(keep + 1, EVENTS + 1)]


WAYS = (
    edit,
    edit_and_mend_the_digest,
    delete,
    delete_and_close_the_gap,
    swap,
    insert,
    cut_the_tail,
    hash_again,
    hash_again_and_sign_with_another_key,
    hash_again_and_cut_the_head,
    cut_the_head,
    forge_a_line_of_the_head,
    move_lines_of_the_head,
    cut_the_tail_and_forge_the_head,
)


def _hash_from(loot: Loot, at: int) -> None:
    before = loot.rows[at - 1].digest if at else FIRST
    for index in range(at, len(loot.rows)):
        row = dataclasses.replace(loot.rows[index], previous=before)
        loot.rows[index] = dataclasses.replace(row, digest=digest_of(row))
        before = loot.rows[index].digest


def _line(row: AuditRow) -> str:
    return json.dumps({"number": row.number, "digest": row.digest, "at": row.at.isoformat(), "signature": row.signature})


def _other(random: Random, text: str) -> str:
    at = random.randrange(len(text))
    return text[:at] + random.choice([letter for letter in "0123456789abcdef" if letter != text[at]]) + text[at + 1 :]


def _edited(random: Random, row: AuditRow, columns: tuple[str, ...] = COLUMNS) -> AuditRow:
    """The row with another value in one column."""
    column = random.choice(columns)
    held = getattr(row, column)
    if column == "at":
        new: object = held + timedelta(microseconds=random.choice([-1, 1, 3_600_000_000]))
    elif column == "details":
        new = random.choice([{}, {**held, "count": held["count"] + 1}, {**held, "fields": held["fields"][::-1]}, {**held, "more": None}])
    elif isinstance(held, str):
        new = _other(random, held)
    else:
        new = (held or 0) + random.randint(1, 9)
    return dataclasses.replace(row, **{column: new})


def test_a_clean_trail_is_found_clean(loot: Loot) -> None:
    assert verify(loot.rows, loot.head, audit_key()).findings == ()
    assert audit_events.verified().findings == ()
    assert len(loot.rows) == len(loot.head) == EVENTS


def test_every_tamper_is_found(loot: Loot) -> None:
    missed = []
    for case in range(TAMPERS):
        random, way = Random(case), WAYS[case % len(WAYS)]  # noqa: S311 - a case that can be made again
        taken = Loot(list(loot.rows), list(loot.head))
        way(random, taken)
        if verify(taken.rows, taken.head, audit_key()).holds:
            missed.append(f"case {case}: {way.__name__}")
    assert missed == []


def test_the_same_in_the_database_itself(loot: Loot) -> None:
    """The same ways, with SQL on the table: what the database gives back is not what was written."""
    for case, way in enumerate(WAYS):
        taken = Loot(list(loot.rows), list(loot.head))
        way(Random(case), taken)  # noqa: S311
        _write(taken.rows)
        audit_head.head_file().write_text("".join(f"{line}\n" for line in taken.head), encoding="utf-8")
        assert not audit_events.verified().holds, way.__name__
    _write(loot.rows)
    audit_head.head_file().write_text("".join(f"{line}\n" for line in loot.head), encoding="utf-8")
    assert audit_events.verified().findings == ()


def test_a_row_that_cannot_be_read_is_told_with_its_number(loot: Loot) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            cursor.execute("UPDATE people_auditevent SET details = 'no json' WHERE number = 17")
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        else:
            cursor.execute("UPDATE people_auditevent SET details = '[1]' WHERE number = 17")
    found = audit_events.verified()
    assert not found.holds
    assert "event 17" in " ".join(finding.message for finding in found.findings)


def _write(rows: list[AuditRow]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_auditevent")
        names = ", ".join(f'"{column}"' for column in COLUMNS)
        cursor.executemany(
            f"INSERT INTO people_auditevent ({names}) VALUES ({', '.join(['%s'] * len(COLUMNS))})",  # noqa: S608 - own names
            [tuple(_bound(getattr(row, column)) for column in COLUMNS) for row in rows],
        )


def _bound(value: object) -> object:
    if isinstance(value, dict):
        return json.dumps(value)
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value
