"""Rules of the code that an import contract cannot say. Each takes the folder of the package and gives its violations, in words."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

VENDORED = "vendor"
FORBIDDEN_NAMES = {"core", "common", "commons", "util", "utils", "helper", "helpers", "service", "services", "misc"}
READERS = {"views", "queries", "presenters", "urls"}
WRITING_CALLS = {
    "save", "create", "delete", "update", "acreate", "asave", "adelete", "aupdate",
    "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "write_text", "write_bytes", "writelines", "unlink", "mkdir", "makedirs", "rmdir", "rmtree", "touch", "symlink_to",
}  # fmt: skip
FRAMEWORK_NAMES = {"Meta", "Media", "Command", "Migration"}
"""Names that Django gives a class of every file of a kind."""
WHERE_RESULTS_ARE_SHOWN = {"charts", "reports", "web"}
WHERE_RELEASES_ARE_MADE = {"measurement/disclosure.py", "measurement/bundle.py"}
LONGEST_MODULE = 400


def modules(package: Path) -> Iterator[tuple[str, ast.Module]]:
    """Every module of the house: its path inside the package, and its syntax tree. Vendored files are not ours."""
    for path in sorted(package.rglob("*.py")):
        inside = path.relative_to(package)
        if VENDORED not in inside.parts:
            yield inside.as_posix(), ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def class_names_with_two_homes(package: Path) -> list[str]:
    """One concept, one home: a public class name is defined in one file."""
    homes: dict[str, set[str]] = defaultdict(set)
    for path, tree in modules(package):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and node.name not in FRAMEWORK_NAMES:
                homes[node.name].add(path)
    return [f"class {name} is defined in {' and '.join(sorted(paths))}" for name, paths in sorted(homes.items()) if len(paths) > 1]


def names_that_say_nothing(package: Path) -> list[str]:
    """Rooms and modules are named by concept, never by layer."""
    places = (path.relative_to(package) for path in sorted(package.rglob("*")) if path.is_dir() or path.suffix == ".py")
    return [
        f"{place.as_posix()}: name it by its concept, not {place.stem!r}"
        for place in places
        if VENDORED not in place.parts and place.stem in FORBIDDEN_NAMES
    ]


def modules_too_long(package: Path, justified: dict[str, str]) -> list[str]:
    """A module over 400 lines has a reason written down, and a reason without such a module is struck out."""
    found = {path: len((package / path).read_text(encoding="utf-8").splitlines()) for path, _ in modules(package)}
    long = {path for path, lines in found.items() if lines > LONGEST_MODULE}
    faults = [f"{path} has {found[path]} lines: split it, or say why not" for path in sorted(long - justified.keys())]
    return faults + [f"{path} is listed as long and is not" for path in sorted(justified.keys() - long)]


def readers_that_write(package: Path) -> list[str]:
    """In the web, what reads (views, queries, presenters, addresses) writes nothing: only actions do."""
    faults = []
    for path, tree in modules(package):
        parts = Path(path).with_suffix("").parts
        if parts[0] == "web" and READERS & set(parts[1:]):
            faults += [f"{path}:{node.lineno} writes ({ast.unparse(node.func)})" for node in ast.walk(tree) if _is_a_write(node)]
    return faults


def _is_a_write(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = _last_name(node.func)
    return name in WRITING_CALLS or (name == "open" and _opens_to_write(node))


def _opens_to_write(call: ast.Call) -> bool:
    position = 1 if isinstance(call.func, ast.Name) else 0
    given = [keyword.value for keyword in call.keywords if keyword.arg == "mode"] or call.args[position : position + 1]
    return any(not isinstance(mode, ast.Constant) or set(str(mode.value)) & set("wax+") for mode in given)


def _last_name(node: ast.AST) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def unreleased_where_results_are_shown(package: Path) -> list[str]:
    """Charts, reports and web name `UnreleasedResults` in one form only: `if isinstance(x, UnreleasedResults): raise`."""
    faults = []
    for path, tree in modules(package):
        if Path(path).parts[0] in WHERE_RESULTS_ARE_SHOWN:
            refused = {id(name) for test in _tests_that_refuse(tree) for name in ast.walk(test)}
            named = [node for node in ast.walk(tree) if _names_unreleased(node) and id(node) not in refused]
            faults += [f"{path}:{node.lineno} names UnreleasedResults" for node in named]
    return faults


def _tests_that_refuse(tree: ast.Module) -> list[ast.expr]:
    """The conditions of each `if ...: raise ...`."""
    return [node.test for node in ast.walk(tree) if isinstance(node, ast.If) and isinstance(node.body[-1], ast.Raise)]


def _names_unreleased(node: ast.AST) -> bool:
    if isinstance(node, ast.alias):
        return node.name == "UnreleasedResults" and node.asname is not None
    in_quotes = isinstance(node, ast.Constant) and node.value == "UnreleasedResults"
    return in_quotes or (isinstance(node, ast.Name | ast.Attribute) and _last_name(node) == "UnreleasedResults")


def releases_made_elsewhere(package: Path) -> list[str]:
    """`ReleasedResults` is made by disclosure control and by reading a release; nobody else makes, renames or extends it."""
    faults = []
    for path, tree in modules(package):
        if path not in WHERE_RELEASES_ARE_MADE:
            faults += [f"{path}:{node.lineno} makes ReleasedResults" for node in ast.walk(tree) if _makes_a_release(node)]
    return faults


def _makes_a_release(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        made_by_new = _last_name(node.func) == "__new__" and any(_last_name(given) == "ReleasedResults" for given in node.args)
        return made_by_new or _last_name(node.func) == "ReleasedResults"
    if isinstance(node, ast.ClassDef):
        return any(_last_name(base) == "ReleasedResults" for base in node.bases)
    return isinstance(node, ast.alias) and node.name == "ReleasedResults" and node.asname is not None
