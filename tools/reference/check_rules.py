"""The page on the rules of `check`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from levelground.change_package import check as package_check
from levelground.change_package.checks.rule import CheckRule
from reference.words import GENERATED


def check_rules_page() -> str:
    """Every rule that a change package is held to: its name, how much it matters, what must hold."""
    parts = [
        GENERATED.format(source="the rules in `src/levelground/change_package/checks/`"),
        "# The rules of `levelground check`\n",
        "The name of a rule stands in square brackets behind each of its findings. An error stops the work. A warning is kept beside\n"
        "the results; one that is known and stays is named in the package's `accepted`, with the reason, and is a note from then on.\n"
        "What the registers and the measures' data sources ask for is found by the same command, and is not in this list.\n",
    ]
    for room in package_check.ROOMS:
        parts += [f"## {_title_of_rules(room.__doc__ or '')}\n", "| name | it is | what must hold |", "|---|---|---|"]
        parts += [row for rule in room.RULES for row in _rows_of_rule(rule)]
        parts.append("")
    return "\n".join(parts)


def _rows_of_rule(rule: CheckRule) -> Iterator[str]:
    """A row for each severity of a rule's findings."""
    for severity in dict.fromkeys(rule.names.values()):
        names = ", ".join(f"`{name}`" for name, how_much in rule.names.items() if how_much is severity)
        yield f"| {names} | {severity} | {rule.holds} |"


def _title_of_rules(doc: str) -> str:
    """The first line of a module of rules, without what every one of them begins with."""
    title = re.sub(r"^(Rules|A rule) about ", "", doc.strip().split("\n", 1)[0]).rstrip(".")
    return title[:1].upper() + title[1:]
