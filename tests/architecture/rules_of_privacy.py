"""Rules of what may read what people say about themselves. The rule takes the folder of the package and gives its violations, in words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.rules_of_code import modules

ROOM = "web/coproduction"
READS = f"{ROOM}/queries/demographics.py"
WRITES = f"{ROOM}/actions/demographics.py"
DEFINES = (f"{ROOM}/models/expression.py", f"{ROOM}/models/__init__.py", f"{ROOM}/migrations/")
WRITTEN_BY = {"update_or_create", "filter.delete"}
"""What the one that writes may do with the table."""
TABLE, BACKWARDS = "DemographicAnswers", "demographic_answers"


def readers_of_demographics(package: Path) -> list[str]:
    """The table of demographic answers is named by one query, that reads it, and by one action, that only writes it."""
    faults = []
    for path, tree in modules(package):
        if path == READS or path.startswith(DEFINES):
            continue
        if path == WRITES:
            faults += [f"{path}:{line} does more than write ({what})" for line, what in _uses(tree) if what not in WRITTEN_BY]
            continue
        faults += [f"{path}:{line} names the table of demographic answers" for line in _names_it(tree)]
    return faults


def _names_it(tree: ast.Module) -> Iterator[int]:
    """Lines that import, name or reach the table, also backwards from an expression of interest, or as a word of a query."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom | ast.Import):
            named = any(alias.name.rpartition(".")[2] == TABLE for alias in node.names)
        elif isinstance(node, ast.Name | ast.Attribute):
            named = (node.id if isinstance(node, ast.Name) else node.attr) in {TABLE, BACKWARDS}
        elif isinstance(node, ast.keyword):
            named = BACKWARDS in (node.arg or "").split("__")
        else:
            named = isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_a_path_to_it(node.value)
        if named:
            yield node.lineno if hasattr(node, "lineno") else 0


def _is_a_path_to_it(words: str) -> bool:
    return BACKWARDS in words.split("__") or "coproduction_demographicanswers" in words.lower() or words == f"coproduction.{TABLE}"


def _uses(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What is called on the table: `update_or_create`, `filter.delete`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects" and isinstance(node.value, ast.Name) and node.value.id == TABLE:
            yield node.lineno, _chain(tree, node)


def _chain(tree: ast.Module, begin: ast.Attribute) -> str:
    names: list[str] = []
    inner: ast.AST = begin
    above = {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    while isinstance(above.get(id(inner)), ast.Attribute | ast.Call):
        inner = above[id(inner)]
        if isinstance(inner, ast.Attribute):
            names.append(inner.attr)
    return ".".join(names)
