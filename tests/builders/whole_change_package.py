"""The small change package with sources, owners and answers everywhere: nothing for `check` to say, until one thing is broken."""

from __future__ import annotations

import datetime
import re

from tests.builders.change_packages import small

from levelground.change_package.check import check
from levelground.change_package.read import Reading, read_text
from levelground.errors import Finding

TODAY = datetime.date(2026, 1, 1)
OWNER = "    accountable: {organisation: A trust, role: Medical director}\n"


def whole(*changes: tuple[str, str]) -> str:
    """The small change package, changed, then made whole; what is to be replaced must stand exactly once."""
    text = re.sub(r"(    verification: verified\n)(?!    source)(?=    \w)", r"\1    source: SRC1\n", small(*changes))
    text = re.sub(r"(  - id: [PIM]\d.*\n    verification: \w+\n)", rf"\1{OWNER}", text)
    text = re.sub(
        r"(  - \{id: [PIM]\d, verification: verified)", r"\1, source: SRC1, accountable: {organisation: A trust, role: Chair}", text
    )
    text = text.replace("    text: Peer", "    first_test: One advocate joins one shift.\n    text: Peer")
    return text.replace("[Is racism named?]", "[{question: Is racism named?, answered_by: [P2]}]")


def reading_of_whole(*changes: tuple[str, str]) -> Reading:
    """The whole small change package, changed and read."""
    return read_text(whole(*changes), "small.yaml")


def found(*changes: tuple[str, str]) -> tuple[Finding, ...]:
    """What `check` says of it."""
    return check(reading_of_whole(*changes), today=TODAY)


def named(rule: str, *changes: tuple[str, str]) -> list[Finding]:
    """The findings of one rule."""
    return [finding for finding in found(*changes) if finding.rule == rule]
