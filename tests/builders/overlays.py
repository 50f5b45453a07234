"""Overlays on the small change package, as text: a head that is complete, and operations one by one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from tests.builders.change_packages import SMALL

from levelground.change_package.adaptation.adapt import resolve
from levelground.change_package.adaptation.overlay_reading import read_overlay
from levelground.change_package.read import read_text
from levelground.change_package.reading import Reading

HEAD = """\
format: levelground/overlay/1
id: {id}
version: {version}
adapts: {{id: {base_id}, version: {base_version}, digest: {digest}}}
reason: The trust works in its own way.
title: A local change package
status: in_co_production
discipline: mental health
setting: one trust
licence: CC-BY-4.0
summary: Made for tests.
provenance: {{statement: Adapted for tests., not_claimed: Nothing here is advice.}}
"""

FIRST_OPERATION = HEAD.count("\n") + 2
"""The line of the first operation; each further one is a line further down."""

DRIVER = {"id": "L-S3", "verification": "unverified", "text": "Interpreters at night.", "why": "Words matter.", "serves": ["P1"]}
RECOMMENDATION = {"id": "L-R2", "verification": "unverified", "text": "Pay advocates.", "addressees": ["Trusts"]}


def digest(text: str) -> str:
    """What `adapts` of an overlay on a document with this text says."""
    return hashlib.sha256(text.encode()).hexdigest()


def overlay_text(
    *operations: Mapping[str, Any] | str,
    on: str = SMALL,
    base_id: str = "small",
    base_version: str = "0.1.0",
    id_: str = "local",
    version: str = "1.0.0",
    digest_: str | None = None,
) -> str:
    """An overlay on a document; each operation is one line, with a reason unless it brings one."""
    lines = [
        one if isinstance(one, str) else json.dumps({**one, "reason": one.get("reason", f"Because of {number}.")})
        for number, one in enumerate(operations, 1)
    ]
    head = HEAD.format(id=id_, version=version, base_id=base_id, base_version=base_version, digest=digest_ or digest(on))
    return head + ("operations:\n" + "".join(f"  - {line}\n" for line in lines) if lines else "operations: []\n")


def adapted(*operations: Mapping[str, Any] | str, on: str = SMALL) -> Reading:
    """The small change package with operations applied; `small.yaml` and `local.yaml` are the names in places."""
    return resolve(read_text(on, "small.yaml"), read_overlay(overlay_text(*operations, on=on), "local.yaml"))


def line(number: int) -> int:
    """The line of an operation, the first being 1."""
    return FIRST_OPERATION + number - 1


def add(list_name: str, *elements: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """An operation that adds elements."""
    return {"op": "add", "to": list_name, "elements": list(elements), **more}


def replace(element: str, field: str, *value: Any) -> dict[str, Any]:
    """An operation that gives a field another value, or takes it away."""
    return {"op": "replace", "element": element, "field": field, **({"value": value[0]} if value else {})}


def reword(element: str, field: str, to: str) -> dict[str, Any]:
    """An operation that says the same in other words."""
    return {"op": "reword", "element": element, "field": field, "to": to}


def remove(element: str) -> dict[str, Any]:
    """An operation that takes an element away."""
    return {"op": "remove", "element": element}


def link(element: str, field: str, target: str, **more: Any) -> dict[str, Any]:
    """An operation that adds an id to a list of ids."""
    return {"op": "link", "element": element, "field": field, "target": target, **more}


def unlink(element: str, field: str, target: str) -> dict[str, Any]:
    """An operation that takes an id out of a list of ids."""
    return {"op": "unlink", "element": element, "field": field, "target": target}
