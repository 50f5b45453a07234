"""Pin every shipped overlay to its base as it is now: rewrite `version` and `digest` under `adapts`, those two values alone.

An overlay that stands on another overlay is pinned after it. Run it when a shipped base has changed and its overlays have been looked at:

    .venv/bin/python tools/pin_library.py            # rewrites
    .venv/bin/python tools/pin_library.py --check    # only says what it would rewrite; ends with 1 where there is something

Earlier versions (`library/change_packages/earlier/`) are kept as they were published.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from levelground import library
from levelground.change_package.adaptation.overlay_reading import is_overlay
from levelground.documents.document import Document
from levelground.documents.yaml_reader import read_yaml

Texts = dict[str, str]


def pinned(texts: Texts) -> Texts:
    """The documents (file name -> text), each overlay pinned to the version and digest of its base among them, in stack order."""
    documents = {name: read_yaml(text, name) for name, text in texts.items()}
    done = {name: text for name, text in texts.items() if not is_overlay(documents[name])}
    waiting = [name for name in texts if name not in done]
    names = {str(document.value.get("id")): name for name, document in documents.items()}
    while waiting:
        ready = [name for name in waiting if names.get(_base_id(documents[name])) not in waiting]
        if not ready:
            raise SystemExit(f"these adapt one another in a circle: {', '.join(waiting)}")
        for name in ready:
            base = names.get(_base_id(documents[name]))
            done[name] = texts[name] if base is None else _pinned(documents[name], str(documents[base].value["version"]), done[base])
        waiting = [name for name in waiting if name not in ready]
    return {name: done[name] for name in texts}


def _base_id(document: Document) -> str:
    return str(document.value["adapts"]["id"])


def _pinned(document: Document, version: str, base_text: str) -> str:
    """The overlay's text with the two values rewritten where they stand."""
    lines = document.text.split("\n")
    new = {"version": version, "digest": hashlib.sha256(base_text.encode()).hexdigest()}
    places = sorted(((document.place(("adapts", key)), key) for key in new), reverse=True)
    for place, key in places:
        assert place.line is not None and place.column is not None
        line, at = lines[place.line - 1], place.column - 1
        rest = line[at:].lstrip("'\"")
        quoted = at + len(line[at:]) - len(rest)
        if not rest.startswith(str(document.value["adapts"][key])):
            raise SystemExit(f"{place}: write `{key}` in one line, so that it can be rewritten")
        lines[place.line - 1] = line[:quoted] + new[key] + rest[len(document.value["adapts"][key]) :]
    return "\n".join(lines)


def changed(shelf: Path) -> Iterator[tuple[Path, str]]:
    """Every shipped overlay that is pinned to something else than its base as it is, with the text that it should have."""
    texts = {path.name: path.read_bytes().decode("utf-8") for path in sorted(shelf.glob("*.yaml"))}
    for name, text in pinned(texts).items():
        if text != texts[name]:
            yield shelf / name, text


def main(arguments: list[str]) -> int:
    """Rewrite, or say what would be rewritten."""
    found = list(changed(library.shelf("change_packages")))
    for path, text in found:
        print(f"{path.name}: {'to be pinned again' if '--check' in arguments else 'pinned'}")
        if "--check" not in arguments:
            path.write_bytes(text.encode("utf-8"))
    return 1 if found and "--check" in arguments else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
