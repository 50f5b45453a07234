"""What the YAML library complains of, in plain words with one next step."""

from __future__ import annotations

from yaml.error import Mark, MarkedYAMLError, YAMLError

from levelground.documents.utf8_text import a_tab
from levelground.errors import Finding, Place, Severity

_QUOTES = "Put quotes around text that has `: ` or ` #` in it, or that begins with a sign such as @ ` [ { * & ! | > % or a quote."
_BRACKETS = "Look whether a bracket, a brace or a comma is missing."
_INDENT = "Look at the spaces in front of this line: keys of one block must begin in the same column."

_WORDS: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not allowed", "a colon begins a value here, where no key can stand.", _QUOTES),
    ("found character that cannot start any token", "no value can begin with this character.", _QUOTES),
    (
        "found unknown escape character",
        "a backslash in double quotes is followed by a letter that has no meaning there.",
        "Write \\\\ for one backslash, or use single quotes.",
    ),
    ("found invalid Unicode", "a backslash code names a character that does not exist.", "Write the character itself."),
    (
        "did not find expected hexdecimal number",
        "a backslash code is not complete.",
        "Write the character itself, or \\\\ for one backslash.",
    ),
    ("did not find expected ',' or", "a list in [ ] or a block in { } is not closed or lacks a comma.", _BRACKETS),
    ("did not find expected node content", "a value is missing here.", _BRACKETS),
    ("did not find expected key", "a key was expected here.", _INDENT),
    ("did not find expected '-' indicator", "a list item (`- `) was expected here.", _INDENT),
    ("did not find expected <document start>", "something follows the end of the document.", _INDENT),
    ("could not find expected ':'", "a key without a colon.", "Write `key: value`, with a space after the colon."),
    ("block sequence entries are not allowed", "a list item (`- `) cannot begin here.", "Begin the list on a line of its own."),
    ("mapping keys are not allowed", "a key cannot begin here.", _INDENT),
)


def in_plain_words(error: YAMLError, name: str, text: str) -> Finding:
    """The finding for an error of the YAML library: rule `tab`, `unterminated-quote` or `not-yaml`."""
    if not isinstance(error, MarkedYAMLError):
        return _not_yaml("the text breaks the rules of YAML.", _INDENT, Place(name))
    problem = str(error.problem or "")
    mark = error.problem_mark
    if "unexpected end of stream" in problem and "quoted scalar" in str(error.context) and error.context_mark is not None:
        return Finding(
            Severity.ERROR,
            "unterminated-quote",
            "a quote is opened here and never closed.",
            _place(name, error.context_mark),
            next_step="Close the quote where the text ends.",
        )
    place = _place(name, mark)
    if "tab" in problem.split() or (mark is not None and _character(text, mark) == "\t"):
        return a_tab(place)
    words, next_step = next(
        ((words, next_step) for beginning, words, next_step in _WORDS if problem.startswith(beginning)),
        ("the text breaks the rules of YAML here.", _INDENT),
    )
    if next_step is _BRACKETS and mark is not None and error.context_mark is not None:
        if mark.index >= len(text.rstrip()):
            words, place = "a bracket or a brace is opened here and never closed.", _place(name, error.context_mark)
        else:
            words += f" It began in line {error.context_mark.line + 1}, column {error.context_mark.column + 1}."
    return _not_yaml(words, next_step, place)


def _not_yaml(words: str, next_step: str, place: Place) -> Finding:
    return Finding(Severity.ERROR, "not-yaml", words, place, next_step=next_step)


def _place(name: str, mark: Mark | None) -> Place:
    return Place(name) if mark is None else Place(name, mark.line + 1, mark.column + 1)


def _character(text: str, mark: Mark) -> str:
    return text[mark.index : mark.index + 1]
