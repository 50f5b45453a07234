"""Whether the registers agree with themselves: ids are unique, and every id that one entry names is the id of another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from levelground.change_package.elements import Value
from levelground.documents.document import Document
from levelground.errors import Finding, Severity, nearest_names
from levelground.registers.documents import document_at, value_of
from levelground.registers.frameworks import Framework
from levelground.registers.registers import MODELS, Registers, read_registers
from levelground.registers.strategies import Strategy

NAMING = {
    "source": "sources",
    "ambitions": "ambitions",
    "shifts": "ambitions",
    "commitments": "recommendations",
    "same_as": "recommendations",
    "conflicts_with": "recommendations",
    "items": "indicators",
}
"""Under which key an entry names others, and where these are."""

_OF_A_SHELF: Mapping[str, type[Value]] = {"strategies": Strategy, "frameworks": Framework}


def check_registers(root: Path) -> tuple[Finding, ...]:
    """Everything in the documents below `root` that names what is not there, and every id that is given twice.

    Raises
    ------
    RegisterInvalid
        Where a document cannot be read into its model at all.
    """
    known = _known(read_registers(root))
    documents = [document_at(path) for path in _paths(root)]
    unknown = [finding for document in documents for finding in _unknown(document, known)]
    return (*unknown, *_given_twice(documents), *_misnamed(documents))


def check_document(path: Path) -> tuple[Finding, ...]:
    """What is wrong with one document of a shelf `registers`, `strategies` or `frameworks`; its model raises what it refuses."""
    document = document_at(path)
    value_of(document, _OF_A_SHELF.get(path.parent.name) or MODELS[path.stem])
    known = _known(read_registers(path.parent.parent))
    return (*_unknown(document, known), *_given_twice([document]), *_misnamed([document]))


def _paths(root: Path) -> Iterator[Path]:
    for shelf in ("registers", "strategies", "frameworks"):
        yield from sorted((root / shelf).glob("*.yaml"))


def _known(found: Registers) -> dict[str, Collection[str]]:
    return {
        "sources": found.sources,
        "recommendations": found.recommendations,
        "ambitions": found.aims_of_strategies,
        "indicators": found.indicators,
    }


def _unknown(document: Document, known: dict[str, Collection[str]]) -> Iterator[Finding]:
    for path in document.value_places:
        key = _key(path)
        name = _named(document, path)
        if key not in NAMING or name is None:
            continue
        register = NAMING[key]
        if name not in known[register]:
            yield Finding(
                Severity.ERROR,
                "unknown-entry",
                f"`{name}` is not in {register}.",
                document.place(path),
                did_you_mean=nearest_names(name, known[register]),
                next_step="Name an entry that is there, or add it.",
            )


def _key(path: tuple[str | int, ...]) -> str:
    """The key under which another entry is named: `same_as` for the `id` of one of its relations."""
    keys = [step for step in path if isinstance(step, str)]
    return keys[-2] if len(keys) > 2 and keys[-1] == "id" else (keys or [""])[-1]


def _named(document: Document, path: tuple[str | int, ...]) -> str | None:
    value = document.at(path)
    return value if isinstance(value, str) else None


def _given_twice(documents: list[Document]) -> Iterator[Finding]:
    places = [(name, document, path) for document in documents for path in document.value_places if (name := _id_at(document, path))]
    counts = Counter(name for name, _, _ in places)
    for name, document, path in places:
        if counts[name] > 1:
            yield Finding(
                Severity.ERROR,
                "duplicate-id",
                f"the id `{name}` is given to {counts[name]} entries.",
                document.place(path),
                name,
                next_step="Give each entry an id of its own.",
            )


def _id_at(document: Document, path: tuple[str | int, ...]) -> str | None:
    """The id of an entry of a list of the document; links to others (`same_as`) are not entries."""
    if len(path) != 3 or path[-1] != "id":
        return None
    return _named(document, path)


def _misnamed(documents: list[Document]) -> Iterator[Finding]:
    for document in documents:
        own = document.value.get("id")
        if own is not None and f"{own}.yaml" != document.name:
            yield Finding(Severity.ERROR, "misnamed", f"the file of `{own}` is named `{document.name}`.", document.place(("id",)), own)
