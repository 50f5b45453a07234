"""The words that the web says: of its templates, and of the Python that fills them."""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

import levelground.web

WEB = Path(levelground.web.__file__).parent

_LEFT_OUT = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<(script|style|svg|code)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_SAID_BY_ATTRIBUTES = re.compile(r"\b(?:aria-label|alt|title|placeholder|content)=\"([^\"{}]*[a-z][^\"{}]*)\"")
_WITHIN_A_SENTENCE = re.compile(r"</?(?:a|abbr|b|br|em|i|span|strong|time)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_PROSE = re.compile(r"[A-Z“‘].*\s.*[.?!:]\)?\Z", re.DOTALL)
_FOR_PEOPLE = re.compile(r"\b[a-z]+ [a-z]+")


def templates() -> list[Path]:
    """Every template of ours."""
    return [path for path in sorted(WEB.rglob("*.jinja")) if "vendor" not in path.parts]


def modules() -> list[Path]:
    """Every module of the web whose strings people may read."""
    left_out = {"migrations", "management"}  # the second says what it says in a terminal, to whoever runs the site
    return [path for path in sorted(WEB.rglob("*.py")) if not left_out & set(path.parts)]


def said_in_template(source: str) -> str:
    """The sentences of a template: what stands between its tags, and texts that its expressions give to components."""
    given = (
        node.value
        for node in Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).parse(source).find_all(nodes.Const)
        if isinstance(node.value, str)
    )
    attributes = _SAID_BY_ATTRIBUTES.findall(source)
    text = _LEFT_OUT.sub(" ", source)
    text = _TAG.sub("\n\n", _WITHIN_A_SENTENCE.sub(" ", text))
    return _prose([*html.unescape(text).split("\n\n"), *given, *attributes])


def said_in_module(source: str) -> str:
    """The sentences among a module's strings, but not its docstrings; what a value is put into is one word."""
    tree = ast.parse(source)
    silent = {id(node.body[0].value) for node in ast.walk(tree) if _has_docstring(node)}  # type: ignore[attr-defined]
    silent |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node) if part is not node}
    silent |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return _prose(text for node in ast.walk(tree) if id(node) not in silent for text in _texts(node))


def _has_docstring(node: ast.AST) -> bool:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return isinstance(node, kinds) and ast.get_docstring(node) is not None


def _texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "it" for part in node.values)


def _prose(texts: Iterator[str] | list[str]) -> str:
    """Those that are sentences, each set apart by a blank line."""
    tidy = (" ".join(text.split()) for text in texts)
    return "\n\n".join(text for text in tidy if _PROSE.match(text) and _FOR_PEOPLE.search(text))
