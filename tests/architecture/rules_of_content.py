"""Rules of the words and the content: the glossary, the library, the ids that others point to. Each gives its violations, in words."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import importlib
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from levelground.change_package.check import check
from levelground.change_package.read import read
from levelground.documents.reading import read_file, validated
from levelground.documents.yaml_reader import Document, read_yaml
from levelground.errors import Finding, Severity, UserFacingError
from levelground.ethnicity import classification, crosswalk
from levelground.measurement.sources import DataSource
from levelground.registers.consistency import check_document
from levelground.registers.payment_rates import read_rate_table

GLOSSARY_ROW = re.compile(r"^\| (?P<term>[^|]+) \| (?P<meaning>[^|]+) \| `(?P<home>levelground[\w.]+)` \|$")


def glossary_rows(text: str) -> tuple[dict[str, str], list[str]]:
    """Each term with its home; and the rows of the tables that do not say term, meaning and home."""
    rows = [line for line in text.splitlines() if line.startswith("|") and not re.match(r"^\| ?(term \||-)", line)]
    read_rows = {row: GLOSSARY_ROW.match(row) for row in rows}
    odd = [f"not `| term | meaning | home |`: {row}" for row, match in read_rows.items() if match is None]
    return {match["term"]: match["home"] for match in read_rows.values() if match}, odd


def terms_without_a_home(text: str) -> list[str]:
    """Each term of the glossary has one home in the code, and it is there."""
    homes, odd = glossary_rows(text)
    return odd + [f"{term}: there is no `{home}`" for term, home in homes.items() if not _is_there(home)]


def _is_there(home: str) -> bool:
    module_name, _, rest = home.rpartition(".")
    try:
        thing: Any = importlib.import_module(module_name)
    except ModuleNotFoundError:
        module_name, _, class_name = module_name.rpartition(".")
        try:
            thing = getattr(importlib.import_module(module_name), class_name)
        except (ModuleNotFoundError, AttributeError):
            return False
    fields = {field.name for field in dataclasses.fields(thing)} if dataclasses.is_dataclass(thing) else set()
    return hasattr(thing, rest) or rest in fields or rest in getattr(thing, "model_fields", {})


def library_files_that_do_not_load(library: Path) -> list[str]:
    """Every file of the library stands on a known shelf, loads, has no error in it, and is named by its id."""
    faults = []
    for path in sorted(library.rglob("*")):
        inside = path.relative_to(library)
        if path.is_file() and path.suffix not in {".py", ".pyc"}:
            load = SHELVES.get(inside.parent.as_posix())
            faults += [f"{inside}: on no shelf"] if load is None else [f"{inside}: {fault}" for fault in _faults_of(load, path)]
    return faults


def _faults_of(load: Callable[[Path], Iterable[str]], path: Path) -> list[str]:
    try:
        return list(load(path))
    except UserFacingError as refusal:
        return [str(finding) for finding in refusal.findings] or [refusal.message]


def _document(path: Path) -> Document:
    return read_yaml(read_file(path), path.name)


def _misnamed(path: Path, document_id: str) -> list[str]:
    return [] if document_id == path.stem else [f"its id is {document_id!r}"]


def _errors(findings: Iterable[Finding]) -> list[str]:
    return [str(finding) for finding in findings if finding.severity is Severity.ERROR]


def _change_package(path: Path) -> list[str]:
    reading = read(path)
    return _misnamed(path, reading.change_package.id) + _errors((*reading.findings, *check(reading)))


def _earlier_change_package(path: Path) -> list[str]:
    reading = read(path)
    package = reading.change_package
    return _misnamed(path, f"{package.id}@{package.version}") + _errors((*reading.findings, *check(reading)))


def _of_the_registers(path: Path) -> list[str]:
    return _errors(check_document(path))


def _data_source(path: Path) -> list[str]:
    source, findings = validated(_document(path), DataSource)
    return [str(finding) for finding in findings] if source is None else _misnamed(path, source.id) + _errors(findings)


def _rate_table(path: Path) -> list[str]:
    return _misnamed(path, read_rate_table(path).id)


def _classification(path: Path) -> list[str]:
    return _misnamed(path, classification.read(_document(path)).id)


def _crosswalk(path: Path) -> list[str]:
    return _misnamed(path, crosswalk.read(_document(path)).id)


def _figures(path: Path) -> list[str]:
    entries = {entry["file"]: entry for entry in _document(path.parent / "manifest.yaml").value["figures"]}
    if path.name == "manifest.yaml":
        return [f"{name} is not there" for name in entries if not (path.parent / name).is_file()]
    if path.name not in entries:
        return ["not in the manifest"]
    data = path.read_bytes()
    rows = len(list(csv.DictReader(data.decode("utf-8").splitlines())))
    faults = [] if hashlib.sha256(data).hexdigest() == entries[path.name]["sha256"] else ["its digest is not that of the manifest"]
    return faults if rows == entries[path.name]["rows"] else [*faults, f"it has {rows} rows, not those of the manifest"]


def _schema(path: Path) -> list[str]:
    return [] if "properties" in json.loads(path.read_text(encoding="utf-8")) else ["not a schema of a document"]


SHELVES: dict[str, Callable[[Path], Iterable[str]]] = {
    "change_packages": _change_package,
    "change_packages/earlier": _earlier_change_package,
    "data_sources": _data_source,
    "ethnicity/classifications": _classification,
    "ethnicity/crosswalks": _crosswalk,
    "figures": _figures,
    "frameworks": _of_the_registers,
    "payment_rates": _rate_table,
    "registers": _of_the_registers,
    "strategies": _of_the_registers,
    "schemas": _schema,
}


def vanished_ids(published: str, shipped: Iterable[str]) -> list[str]:
    """An id that was published is still shipped: records elsewhere point to it."""
    ids = {line for line in published.splitlines() if line and not line.startswith("#")}
    return sorted(ids - set(shipped))
