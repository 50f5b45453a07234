"""Words of the program as sentences of a page."""

from __future__ import annotations


def in_plain_words(text: str) -> str:
    """Words of `check` as a sentence of a page: no marks of code, a capital first."""
    plain = text.replace("`", "").strip()
    return f"{plain[:1].upper()}{plain[1:]}"
