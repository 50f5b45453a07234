"""Rules of the links between pages of documentation. Each takes the folder of the repository and its files and says what is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

FENCE = re.compile(r"^ {0,3}(```|~~~).*?^ {0,3}\1[^\n]*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`+[^`\n]+`+")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]*)>?(?:\s+\"[^\"]*\")?\s*\)")
NAMED_LINK = re.compile(r"^ {0,3}\[[^\]]+\]:\s+<?(\S+?)>?\s*$", re.MULTILINE)
HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
PLACE = re.compile(r"<a\s[^>]*\b(?:id|name)=\"([^\"]+)\"")
ELSEWHERE = re.compile(r"^[a-z][a-z0-9+.-]*:|^//", re.IGNORECASE)


def links_that_lead_nowhere(repository: Path, files: Iterable[Path]) -> list[str]:
    """Each link of a Markdown file to a file of this repository, or to a place in one, leads there."""
    known = {path.resolve() for path in files}
    folders = {parent for path in known for parent in path.parents}
    faults = []
    for page in sorted(path for path in known if path.suffix == ".md"):
        at = page.relative_to(repository.resolve()).as_posix()
        for line, link in _links(page):
            name, _, place = link.partition("#")
            target = (page.parent / unquote(name)).resolve() if name else page
            if target not in known and target not in folders:
                faults.append(f"{at}:{line} leads to {name}, which is not there")
            elif place and target.suffix == ".md" and unquote(place) not in places(target):
                faults.append(f"{at}:{line} leads to #{place}, which {target.name} has not")
    return faults


def _links(page: Path) -> Iterator[tuple[int, str]]:
    """The links of a page to what is beside it, with their lines; code and comments are not read."""
    text = _without(_without(_without(page.read_text(encoding="utf-8"), FENCE), COMMENT), CODE)
    for pattern in (LINK, NAMED_LINK):
        for found in pattern.finditer(text):
            if not ELSEWHERE.match(found[1]):
                yield text.count("\n", 0, found.start()) + 1, found[1]


def _without(text: str, pattern: re.Pattern[str]) -> str:
    """The text with each match blank, every line where it was."""
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


@cache
def places(page: Path) -> frozenset[str]:
    """What a link to a place in this page may name: its headings as the sites that show Markdown name them, and its own anchors."""
    text = _without(_without(page.read_text(encoding="utf-8"), FENCE), COMMENT)
    seen: Counter[str] = Counter()
    names = set(PLACE.findall(text))
    for heading in HEADING.findall(text):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        names.add(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return frozenset(names)
