"""What a run was made from: digests of package, data and code sets, versions, rules, engine. No time, host or person."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from levelground import __version__, library
from levelground.change_package.reading import Reading
from levelground.measurement.contract import LoadedSource
from levelground.measurement.levels import CONFIDENCE
from levelground.measurement.readiness import ReadyMeasure

LIBRARIES = ("duckdb", "sqlglot", "numpy", "scipy", "pyarrow", "pydantic")


def run_log(reading: Reading, loaded: Mapping[str, LoadedSource], ready: Sequence[ReadyMeasure], engine: str) -> dict[str, Any]:
    """The log of a run: plain JSON values, the same for the same inputs."""
    package = reading.change_package
    return {
        "change_package": {"id": package.id, "version": package.version, "sha256": reading.digest},
        "sources": [_source(source) for source in loaded.values()],
        "code_sets": {name: _digest_of(name) for name in sorted(_code_sets(ready, loaded))},
        "rules": {
            "confidence": CONFIDENCE,
            "rate_interval": "exact_poisson below 10 events, else byar",
            "rate_ratio_interval": "exact_conditional",
            "rate_difference_interval": "mover on the limits of each rate",
            "proportion_interval": "wilson",
            "proportion_ratio_interval": "koopman",
            "proportion_difference_interval": "newcombe",
            "what intervals say": "chance alone, each event taken as independent: repeat events of one person make them too narrow",
            "comparators": "as named in the package; a second one beside it",
        },
        "engine": engine,
        "versions": {"levelground": __version__, **{name: version(name) for name in LIBRARIES}},
    }


def _source(loaded: LoadedSource) -> dict[str, Any]:
    source = loaded.source
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "edition": source.edition,
        "licence": source.licence,
        "address": source.address,
        "period": source.period,
        "already_published": source.already_published,
        "verification": source.verification,
        "note": source.note,
        "file": loaded.file.path.name,
        "layout": loaded.file.layout.name,
        "sha256": loaded.file.sha256,
        "lines": loaded.file.data_lines,
        "rows": loaded.rows,
        "declaration_sha256": hashlib.sha256(source.model_dump_json().encode()).hexdigest(),
    }


def _code_sets(ready: Sequence[ReadyMeasure], loaded: Mapping[str, LoadedSource]) -> set[str]:
    named = {f"classifications/{item.measure.classification}" for item in ready}
    named |= {f"classifications/{source.source.ethnicity.classification}" for source in loaded.values()}
    walks = {item.denominator.count.crosswalk for item in ready if item.denominator is not None}
    return named | {f"crosswalks/{walk}" for walk in walks if walk}


def _digest_of(name: str) -> str:
    return hashlib.sha256((library.shelf("ethnicity") / f"{name}.yaml").read_bytes()).hexdigest()
