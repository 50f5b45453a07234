"""Where the base of an overlay is found: among the files that are given, beside the overlay, in the library.

A file with the very digest that the overlay names is the base, wherever it is. Otherwise the first that has the id and the
version is taken, then the first that has the id: `adapt.resolve` then says how it differs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from levelground import library
from levelground.change_package.provenance import Ancestor
from levelground.documents.document import Document, DocumentUnreadable
from levelground.documents.reading import read_file, shown
from levelground.errors import ChangePackageUnreadable, Finding, Severity, nearest_names

SHELF = "change_packages"
MOST_OVERLAYS = 10
"""How many overlays may stand on one another."""
MOST_FILES = 500
"""How many files of a folder are looked at."""

_ID = re.compile(rb"^id:[ \t]*[\"']?([A-Za-z][A-Za-z0-9_-]*)", re.MULTILINE)
_VERSION = re.compile(rb"^version:[ \t]*[\"']?([0-9.]+)", re.MULTILINE)


@dataclass(frozen=True)
class BaseFile:
    """A file that may hold a base; `folder` is where its own base is looked for."""

    name: str
    data: bytes
    folder: Path | None = None

    @property
    def id(self) -> str:
        """The id that stands at the beginning of a line; empty where there is none."""
        return _first(_ID, self.data)

    @property
    def version(self) -> str:
        """The version that stands at the beginning of a line; empty where there is none."""
        return _first(_VERSION, self.data)


def find_base(document: Document, pinned: Ancestor, given: Sequence[Path | BaseFile], folder: Path | None) -> BaseFile | Finding:
    """The file of the base that an overlay's document names, or the finding that there is none.

    Raises
    ------
    ChangePackageUnreadable
        Where one of the files that were given cannot be read.
    """
    near: dict[bool, BaseFile] = {}
    ids: dict[str, None] = {}
    for file in chain(_given(given), _beside(folder, pinned), _shipped(pinned)):
        if hashlib.sha256(file.data).hexdigest() == pinned.digest:
            return file
        ids.setdefault(file.id)
        if file.id == pinned.id:
            near.setdefault(file.version == pinned.version, file)
    if near:
        return near.get(True) or near[False]
    names = (one.name if isinstance(one, BaseFile) else shown(one) for one in given)
    looked = [*names, *([f"the folder {shown(folder)}"] if folder else []), "the library"]
    return Finding(
        Severity.ERROR,
        "missing-base",
        f"the base {pinned} was found nowhere; looked through: {', '.join(looked)}.",
        document.place(("adapts", "id")),
        did_you_mean=nearest_names(pinned.id, (*filter(None, ids), *library.names(SHELF))),
        next_step="Put its file beside this one, or name it with --base FILE.",
    )


def circle(overlay_id: str, document: Document, pinned: Ancestor, above: Sequence[str]) -> Finding | None:
    """The finding where an overlay adapts itself, or one of those that adapt it; or where too many stand on one another."""
    chain = (*above, overlay_id)
    if pinned.id in chain:
        names = " adapts ".join(f"`{name}`" for name in (*chain[chain.index(pinned.id) :], pinned.id))
        message = f"{names}: an overlay stands on something else than itself."
        step = "Give the adaptation an id of its own." if pinned.id == overlay_id else "Name under `adapts` what it was made from."
        return Finding(Severity.ERROR, "circle-of-overlays", message, document.place(("adapts", "id")), next_step=step)
    if len(chain) > MOST_OVERLAYS:
        message = f"more than {MOST_OVERLAYS} overlays stand on one another."
        step = "Write one of them out as a whole change package: levelground resolve."
        return Finding(Severity.ERROR, "too-many-overlays", message, document.place(("adapts",)), next_step=step)
    return None


def shipped_file(name: str) -> BaseFile | None:
    """The shipped document with an id (`core`) or with an id and a version (`core@1.0.0`), earlier versions among them."""
    wanted, _, version = name.partition("@")
    current = library.shelf(SHELF) / f"{wanted}.yaml"
    if wanted in library.names(SHELF) and (not version or BaseFile("", read_file(current)).version == version):
        return BaseFile(current.name, read_file(current))
    if version and name in library.names(library.earlier(SHELF)):
        path = library.shelf(library.earlier(SHELF)) / f"{name}.yaml"
        return BaseFile(path.name, read_file(path))
    return None


def shipped_names() -> tuple[str, ...]:
    """The ids of the shipped change packages, then the earlier versions as `id@version`."""
    return (*library.names(SHELF), *library.names(library.earlier(SHELF)))


def as_argument(name: str) -> str:
    """The name of a reading as one may give it to a command: a shipped one by its id (`core`), any other by its path."""
    without = name.removesuffix(".yaml")
    return without if without in shipped_names() else name


def _given(paths: Sequence[Path | BaseFile]) -> Iterator[BaseFile]:
    for path in paths:
        if isinstance(path, BaseFile):
            yield path
            continue
        if path.is_dir():
            yield from _in_folder(path, ())
            continue
        try:
            yield BaseFile(shown(path), read_file(path), path.parent)
        except DocumentUnreadable as refusal:
            raise ChangePackageUnreadable(refusal.message, refusal.findings) from None


def _beside(folder: Path | None, pinned: Ancestor) -> Iterator[BaseFile]:
    if folder is not None:
        yield from _in_folder(folder, (f"{pinned.id}.yaml", f"{pinned.id}@{pinned.version}.yaml", f"{pinned.id}-{pinned.version}.yaml"))


def _in_folder(folder: Path, first: Sequence[str]) -> Iterator[BaseFile]:
    """The YAML files of a folder, those with one of some names first; what cannot be read is passed over."""
    others = sorted(path.name for _, path in zip(range(MOST_FILES), folder.glob("*.yaml"), strict=False))
    for name in dict.fromkeys((*first, *others)):
        with suppress(DocumentUnreadable):
            yield BaseFile(shown(folder / name), read_file(folder / name), folder)


def _shipped(pinned: Ancestor) -> Iterator[BaseFile]:
    current = shipped_file(pinned.id)
    if current is not None:
        yield current
    for name in library.names(library.earlier(SHELF)):
        if name.startswith(f"{pinned.id}@") and (file := shipped_file(name)) is not None:
            yield file


def _first(pattern: re.Pattern[bytes], data: bytes) -> str:
    found = pattern.search(data)
    return found.group(1).decode() if found else ""
