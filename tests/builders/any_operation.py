"""Any operation that may be done to a change package, as a Hypothesis strategy over its plain value."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from hypothesis import strategies as st

from levelground.change_package.adaptation.operations import link_target

TEXT = st.sampled_from(["New words.", "no", "a: b # c", "Two\nlines", "Long words that go on " * 12, "é😀 'x' \"y\""])


@st.composite
def operations(draw: st.DrawFn, value: Any) -> dict[str, Any]:
    """One of the operations that may be done to a package's plain value."""
    names = ("primary_drivers", "secondary_drivers", "change_ideas", "measures", "recommendations")
    lists = {name: value[name] for name in names if value.get(name)}
    elements = [value["aim"], *(item for items in lists.values() for item in items)]
    taken = {item["id"] for item in (*elements, *value.get("evidence", ()), *value.get("principles", ()), *value.get("sources", ()))}
    able: list[dict[str, Any]] = []
    words = draw(TEXT)
    for item in elements:
        fields = [field for field in ("text", "note") if field in item]
        able += [{"op": "reword", "element": item["id"], "field": field, "to": words} for field in fields]
        able += [{"op": "replace", "element": item["id"], "field": "note"}] * ("note" in item)
        able += [{"op": "unlink", "element": item["id"], "field": "serves", "target": link_target(it)} for it in item.get("serves", ())]
        if item is not value["aim"] and not item.get("core") and item["id"] != value["aim"]["outcome_measure"]:
            able += [{"op": "remove", "element": item["id"]}]
    able += list(new_links(lists))
    for name, items in lists.items():
        first = {key: inner for key, inner in copy.deepcopy(items[0]).items() if key != "origin"}
        new_one = {**first, "id": next(new_id for new_id in map("N{}".format, count()) if new_id not in taken), "note": words}
        able += [{"op": "add", "to": name, "elements": [new_one], "after": item["id"]} for item in items]
        able += [{"op": "add", "to": name, "elements": [new_one]}]
    kind = draw(st.sampled_from(sorted({operation["op"] for operation in able})))
    return draw(st.sampled_from([operation for operation in able if operation["op"] == kind]))


def new_links(lists: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Links from change ideas to the drivers that they do not serve."""
    for item in lists.get("change_ideas", ()):
        for driver in lists.get("secondary_drivers", ()):
            if driver["id"] not in map(link_target, item["serves"]):
                plain = {"op": "link", "element": item["id"], "field": "serves", "target": driver["id"]}
                yield from (plain, {**plain, "strength": "weak", "assumption": "It is paid for."})
