"""The small tables that a measure's statement joins: what labels mean, which categories there are, where codes go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pyarrow as pa

from levelground.ethnicity.classification import Classification
from levelground.ethnicity.crosswalk import Crosswalk
from levelground.ethnicity.unknown import UnknownKind
from levelground.measurement.plan import AGGREGATE, GROUP, UNKNOWN
from levelground.measurement.results import Group
from levelground.measurement.sources import DataSource

KNOWN_ONLY = "known_only"
"""The aggregate of all known ethnic groups: never the total."""


def labels_table(source: DataSource, classification: Classification) -> pa.Table:
    """Columns label, kind, breakdown, code, part, parts: what each declared label means.

    Where a source has detailed groups only, each of its labels also counts towards its broad group: as one `part` of its `parts`, so
    that a sum with a part missing can be told from a whole one.
    """
    meanings = source.ethnicity.meanings
    rows: list[tuple[str | int, ...]] = [(label, m.kind, m.breakdown or "", m.key, m.key, 1) for label, m in meanings.items()]
    if source.adds_up_to_broad:
        detailed = {m.key for m in meanings.values() if m.breakdown == "detailed"}
        parts = Counter(classification.parent(code) for code in detailed)
        of_broad = [(label, m.key, classification.parent(m.key)) for label, m in meanings.items() if m.key in detailed]
        rows += [(label, GROUP, "broad", parent, code, parts[parent]) for label, code, parent in of_broad]
    return _table(rows, ("label", "kind", "breakdown", "code", "part", "parts"))


def categories_table(classification: Classification) -> pa.Table:
    """Columns kind, breakdown, code, position: every group, kind of unknown and aggregate that a result can have."""
    rows: list[tuple[str | int, ...]] = [(GROUP, group.breakdown, group.code, group.position) for group in groups_of(classification)]
    rows += [(UNKNOWN, "", kind.value, position) for position, kind in enumerate(UnknownKind, start=1)]
    rows.append((AGGREGATE, "", KNOWN_ONLY, 1))
    return _table(rows, ("kind", "breakdown", "code", "position"))


def crosswalk_table(crosswalk: Crosswalk) -> pa.Table:
    """Columns breakdown, from_code, to_code, parts: only codes that go into a group; the others are in its loss report."""
    rows: list[tuple[str | int, ...]] = []
    for breakdown in ("broad", "detailed"):
        becomes = crosswalk.codes(breakdown)
        parts = Counter(becomes.values())
        rows += [(breakdown, code, to, parts[to]) for code, to in becomes.items() if to is not None]
    return _table(rows, ("breakdown", "from_code", "to_code", "parts"))


def groups_of(classification: Classification) -> tuple[Group, ...]:
    """Every group of a classification, broad ones first, in published order."""
    broad = [Group("broad", group.code, group.label, group.position) for group in classification.groups("broad")]
    detailed = [
        Group("detailed", category.code, category.label, category.position, category.parent)
        for category in sorted(classification.detailed, key=lambda category: category.position)
    ]
    return (*broad, *detailed)


def _table(rows: Iterable[tuple[str | int, ...]], names: tuple[str, ...]) -> pa.Table:
    columns = list(zip(*rows, strict=True))
    return pa.table(dict(zip(names, map(list, columns), strict=True)))
