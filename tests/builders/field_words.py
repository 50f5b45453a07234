"""The field's own words, which a text in plain words may use as they are: those of the glossary, and names. Not the site's own words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from levelground.web.design_system.reading_age import grade, sentences

GLOSSARY = Path(__file__).resolve().parents[2] / "GLOSSARY.md"

NAMES = (
    "England",
    "Levelground",
    "Mental Health Act",
    "National Institute for Health and Care Excellence",
    "NHS England",
    "NHS Race and Health Observatory",
    "Office for National Statistics",
    "Open Government Licence",
    "Workforce Race Equality Standard",
    "South Asian",
    "White British",
)
"""Names of organisations, laws, standards and groups: nobody may shorten them."""

WORDS_OF_THE_SITE = "## Writing, asking and publishing"
"""From this heading of the glossary on, terms are the site's own: nobody would know them, so they get no allowance."""

OURS = ("inequality", "inequalities")
"""Words of the glossary's terms that stand alone too: page titles say `inequality`."""


@cache
def field_words() -> tuple[str, ...]:
    """The terms of the glossary, each as it stands in its first column, and the names."""
    field, heading, _ = GLOSSARY.read_text(encoding="utf-8").partition(WORDS_OF_THE_SITE)
    assert heading
    rows = [line.split("|")[1] for line in field.splitlines() if line.startswith("| ")]
    terms = [term.strip() for row in rows for term in row.split(",") if term.strip() != "term"]
    return (*terms, *NAMES, *OURS)


def hardest(text: str, leave_out: tuple[str, ...], most: int = 3) -> list[str]:
    """The hardest sentences of a text with their grades, for the message of a test that fails."""
    graded = sorted(((grade(sentence, leave_out=leave_out), sentence) for sentence in sentences(text)), reverse=True)
    return [f"{found:.1f}: {' '.join(sentence.split())}" for found, sentence in graded[:most]]
