"""A measure's `where:`: one SQL boolean expression over declared columns, every node denied unless it is allowed.

The text is measured before it is parsed (length, nesting, number of operators), so that a hostile condition cannot make the
parser work or recurse without end. Then each node of the tree must be on a short list: comparisons of columns with
literals, joined by AND, OR, NOT, and in that order only: a comparison never compares another. Functions, placeholders,
`COLUMNS`, subqueries, casts and anything new in the language are refused because they are not on it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from levelground.errors import ConditionRefused, Finding, Place, Severity, nearest_names

MOST_CHARACTERS = 2_000
DEEPEST_NESTING = 20
MOST_OPERATORS = 200
HOW_TO = "A condition compares declared columns with values, joined by AND, OR and NOT."
UNKNOWN_COLUMN = "condition-unknown-column"
MOST_REASONS = 20
"""A condition with more that is wrong is said to have more."""

_CONNECTORS = (exp.And, exp.Or, exp.Not, exp.Paren)
_COMPARISONS = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.In, exp.Between, exp.Is, exp.Like)
_PREDICATES = (*_CONNECTORS, *_COMPARISONS)
_VALUES = (exp.Column, exp.Literal, exp.Boolean, exp.Null, exp.Neg)
ALLOWED_NODES: frozenset[type[exp.Expr]] = frozenset((*_PREDICATES, *_VALUES, exp.Identifier))
"""The only kinds of node that a condition may have."""

_ALLOWED_ARGS: dict[type[exp.Expr], set[str]] = {
    exp.Column: {"this"},
    exp.In: {"this", "expressions"},
    exp.Identifier: {"this", "quoted"},
    exp.Literal: {"this", "is_string"},
    exp.Between: {"this", "low", "high"},
}
_OPENING = {TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE, TokenType.CASE}
_CLOSING = {TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE, TokenType.END}
_PREFIXES = {TokenType.NOT, TokenType.DASH, TokenType.PLUS, TokenType.TILDE}
_NO_OPERATORS = {
    TokenType.VAR, TokenType.IDENTIFIER, TokenType.STRING, TokenType.NUMBER, TokenType.NULL, TokenType.TRUE, TokenType.FALSE,
    TokenType.COMMA, TokenType.L_PAREN, TokenType.R_PAREN,
}  # fmt: skip
_NOT_TEXT = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Categories of characters that nobody can see: a condition must be what its reader sees."""


def parse_condition(text: str, columns: Iterable[str], *, element: str | None = None, place: Place | None = None) -> exp.Expr:
    """The tree of a condition over `columns`.

    Parameters
    ----------
    text
        One SQL boolean expression, at most 2,000 characters, nested at most 20 deep.
    columns
        The names that it may use; matched to the letter.

    Raises
    ------
    ConditionRefused
        with every reason at once.
    """

    names = tuple(columns)

    def refused(problems: Iterable[tuple[str, str, tuple[str, ...]]]) -> ConditionRefused:
        findings = [
            Finding(
                Severity.ERROR,
                rule,
                message,
                place=place,
                element=element,
                did_you_mean=near,
                next_step=f"The columns are: {', '.join(names)}." if rule == UNKNOWN_COLUMN and not near else HOW_TO,
            )
            for rule, message, near in problems
        ]
        return ConditionRefused(f"The condition of {element or 'this measure'} was refused.", findings)

    too_large = _measured(text)
    if too_large:
        raise refused(too_large)
    try:
        tree = sqlglot.parse_one(text, dialect="duckdb", into=exp.Condition)
        problems = list(islice(_denied(tree, names), MOST_REASONS))
    except (SqlglotError, RecursionError) as problem:
        raise refused([("condition-not-sql", f"the condition is not a SQL expression: {_plain(problem)}.", ())]) from None
    if not problems and not isinstance(tree, _PREDICATES):
        problems.append(("condition-not-boolean", f"a condition must be true or false for each row; found `{_shown(tree)}`.", ()))
    if problems:
        raise refused(problems)
    for node in tree.walk():
        node.comments = None
    return tree


def literals_by_column(tree: exp.Expr) -> dict[str, set[str]]:
    """The text values that each column is compared with by `=` or `IN`: to be looked for in the data."""
    found: dict[str, set[str]] = {}
    for node in tree.find_all(exp.EQ, exp.In):
        sides = [node.this, *(node.expressions if isinstance(node, exp.In) else [node.expression])]
        columns = [side.name for side in sides if isinstance(side, exp.Column)]
        texts = {side.this for side in sides if isinstance(side, exp.Literal) and side.is_string}
        if len(columns) == 1:
            found.setdefault(columns[0], set()).update(texts)
    return found


def _measured(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """What is wrong with the size of a condition, found without parsing it."""
    if len(text) > MOST_CHARACTERS:
        return [("condition-too-long", f"a condition has at most {MOST_CHARACTERS:,} characters; found {len(text):,}.", ())]
    unseen = next((character for character in text if unicodedata.category(character) in _NOT_TEXT and character not in "\t\r\n"), None)
    if unseen is not None:
        return [("condition-not-sql", f"a condition has no characters that cannot be seen; found U+{ord(unseen):04X}.", ())]
    try:
        tokens = sqlglot.tokenize(text, dialect="duckdb")
    except SqlglotError:
        return [("condition-not-sql", "the condition cannot be read: a quote or a comment may not be closed.", ())]
    if not tokens or any(token.token_type is TokenType.SEMICOLON for token in tokens):
        found = "several, parted by `;`" if tokens else "none"
        return [("condition-not-one", f"a condition must be one expression; found {found}.", ())]
    problems: list[tuple[str, str, tuple[str, ...]]] = []
    nesting = _nesting(tokens)
    if nesting > DEEPEST_NESTING:
        problems.append(("condition-too-deep", f"a condition nests at most {DEEPEST_NESTING} deep; found {nesting}.", ()))
    operators = sum(token.token_type not in _NO_OPERATORS for token in tokens)
    if operators > MOST_OPERATORS:
        problems.append(
            ("condition-too-long", f"a condition has at most {MOST_OPERATORS} comparisons and connectors; found {operators}.", ())
        )
    return problems


def _nesting(tokens: list[Token]) -> int:
    """How deep brackets, CASEs and runs of prefix operators nest: an upper bound of how deep a parser would recurse."""
    depth = deepest = run = 0
    for token in tokens:
        if token.token_type in _OPENING:
            depth += 1
        elif token.token_type in _CLOSING:
            depth -= 1
        run = run + 1 if token.token_type in _PREFIXES else 0
        deepest = max(deepest, depth + run)
    return deepest


def _denied(tree: exp.Expr, columns: tuple[str, ...]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for node in tree.walk():
        kind = type(node)
        if kind not in ALLOWED_NODES:
            yield "condition-not-allowed", f"`{_shown(node)}` ({kind.__name__}) is not allowed in a condition.", ()
        elif extra := {name for name, value in node.args.items() if value} - _ALLOWED_ARGS.get(kind, set(node.args)):
            yield "condition-not-allowed", f"`{_shown(node)}` uses {', '.join(sorted(extra))}, which is not allowed in a condition.", ()
        elif isinstance(node, exp.Column) and node.name not in columns:
            yield UNKNOWN_COLUMN, f"there is no column `{_short(node.name)}` in this source.", nearest_names(node.name, columns)
        elif kind in _CONNECTORS or kind in _COMPARISONS:
            yield from _misplaced(node)


def _misplaced(node: exp.Expr) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """A value where a comparison must stand, or a comparison where a value must stand."""
    joins = isinstance(node, _CONNECTORS)
    wanted: tuple[type[exp.Expr], ...] = (*_PREDICATES, exp.Boolean) if joins else _VALUES
    must = "join comparisons" if joins else "compare a column with values"
    for part in node.iter_expressions():
        if type(part) in ALLOWED_NODES and not isinstance(part, wanted):
            yield "condition-not-allowed", f"`{_shown(node)}` must {must}; found `{_shown(part)}` in it.", ()
    if isinstance(node, exp.In) and not node.expressions:
        yield "condition-not-allowed", f"`{_shown(node)}` must name at least one value.", ()


def _shown(node: exp.Expr) -> str:
    try:
        text = node.sql(dialect="duckdb")
    except (SqlglotError, RecursionError, ValueError):
        text = type(node).__name__
    return _short(text)


def _plain(problem: Exception) -> str:
    """What the parser did not like, without the whole condition in it."""
    first = problem.errors[0].get("description") if isinstance(problem, ParseError) and problem.errors else None
    return _short(first.rstrip(". ")) if first else "it cannot be parsed"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
