"""When two spellings of a label are the same."""

from __future__ import annotations


def folded(label: str) -> str:
    """The label without differences of case and of spaces: how two spellings are compared.

    >>> folded("  Any Other\\u00a0White  background ")
    'any other white background'
    """
    return " ".join(label.split()).casefold()
