"""The page on disclosure control."""

from __future__ import annotations

import inspect
import re
from typing import Any

from levelground.measurement import disclosure, protection
from reference.words import GENERATED, one_line


def disclosure_page() -> str:
    """Each policy with its statement, and what the modules that keep it say of themselves."""
    counts = (0, 1, 7, 8, 12, 13, 100)
    shown = [
        f"| {count} | {'withheld' if str(disclosure.hes_count(count)) == 'suppressed' else disclosure.hes_count(count)} |"
        for count in counts
    ]
    lines = [
        GENERATED.format(source="`src/levelground/measurement/disclosure.py` and `protection.py`"),
        "# Disclosure policies\n",
        "`levelground release BUNDLE --policy NAME --out RELEASE` decides what may leave. There is no policy by default. The certificate\n"
        "of a release says which policy was used, and how many counts the sources and the policy withhold.\n",
        "| policy | what it does |",
        "|---|---|",
        *(f"| `{policy.name}` | {one_line(policy.statement)} |" for policy in disclosure.POLICIES.values()),
        "\n## How it is done\n",
        *(f"{paragraph}\n" for paragraph in paragraphs(disclosure)),
        f"Counts under `{disclosure.HES}`:\n",
        "| counted | shown |",
        "|---|---|",
        *shown,
        "\nPopulations that are published already are not rounded. What the run log holds of data that are not published (digests,\n"
        "numbers of rows and lines) and the words of findings that hold counts stay with the bundle; so does the bundle's own digest.\n",
        "## Why totals are withheld too\n",
        *(f"{paragraph}\n" for paragraph in paragraphs(protection)),
        "A release is not held against earlier releases: two releases of nearly the same people can give away what neither does alone.\n",
    ]
    return "\n".join(lines)


def paragraphs(module: Any) -> list[str]:
    """The words of a module on itself, without the names of other modules in brackets."""
    return [re.sub(r" \(`\w+`\)", "", " ".join(part.split())) for part in (inspect.getdoc(module) or "").split("\n\n")]
