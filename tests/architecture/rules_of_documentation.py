"""Rules of what is said of the kernels. Each takes the folder of the kernels (and that of their pages) and gives its violations, in words.

A kernel is a public function that an analyst calls: it checks what it is given. What takes values that were checked already, and what is
listed as machinery, is for the kernels themselves.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

CHECKED_ALREADY = re.compile(
    r"(?:Float|Bool|Flag)Array|NDArray|Settings|Groups\b|RankedFit|RankModel|AdjustedData|Stretches|Segments|Hierarchy"
)
SECTIONS = ("Parameters", "Returns", "Raises", "References", "Examples")
HEADING = re.compile(r"^(\w+)\n-{3,}\n", re.MULTILINE)
AS_FOR = re.compile(r"\b[Aa]s (?:for |of |in )?((?:`\w+`(?:, | and |, and )?)+)")
ONE_BY_ONE = re.compile(r"((?:The other )?(?:Parameters|Returns|Raises|References)\b[^.:]*):\s+(as\s+for\s+[^.]*)")
ENTRY = re.compile(r"^(\w[\w, ]*?)(?: : (.+))?$")
NOT_A_NUMBER = re.compile(r"\bNaN\b|[Mm]issing|[Ww]ithheld")
NOTHING = re.compile(r"\b0\b|\b[Zz]ero\b|\b[Nn]o events\b|\b[Nn]obody\b|\b[Nn]one\b")
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
PLACE = re.compile(
    r"\d+-\d+|\d\)?: e?\d+|\b(?:page|chapter|section|equation|table|appendix|theorem|regulations?|issues?|version|manual|guide)\b|\d+ CFR"
)
WITHOUT_PAGES = re.compile(r"NHS England|NHS Digital|OpenSAFELY|Office for Health Improvement|\bissues? \d+")
"""Whose guidance is published on pages that have neither number nor lasting date: the organisation and the title are its place."""
NOT_OF_ONE_STATISTIC = {"README.md", "validation.md", "references.md", "choosing.md", "coming_from.md"}


class Kernel(NamedTuple):
    """A function as its file gives it."""

    name: str
    place: str
    takes: tuple[str, ...]
    gives: str
    says: str

    def section(self, title: str) -> str:
        """The text under a heading; without one, nothing."""
        parts = HEADING.split(self.says)
        return dict(zip(parts[1::2], parts[2::2], strict=True)).get(title, "")


def kernels(stats: Path, machinery: dict[str, str]) -> dict[str, Kernel]:
    """Every kernel by its name."""
    return {kernel.name: kernel for kernel in _kernels(stats, machinery)}


def _kernels(stats: Path, machinery: dict[str, str]) -> Iterator[Kernel]:
    for inside, tree in _modules(stats):
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or machinery.keys() & {inside, f"{inside}:{node.name}"}:
                continue
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            types = [ast.unparse(argument.annotation) for argument in arguments if argument.annotation]
            if not any(CHECKED_ALREADY.search(each) for each in types):
                names = tuple(argument.arg for argument in arguments)
                given = ast.unparse(node.returns) if node.returns else ""
                yield Kernel(node.name, f"{inside}:{node.lineno}", names, given, ast.get_docstring(node) or "")


def _modules(stats: Path) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(stats.rglob("*.py")):
        yield path.relative_to(stats).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def machinery_that_is_not_there(stats: Path, machinery: dict[str, str]) -> list[str]:
    """What is listed as machinery exists."""
    there = {inside for inside, _ in _modules(stats)}
    there |= {f"{inside}:{node.name}" for inside, tree in _modules(stats) for node in tree.body if isinstance(node, ast.FunctionDef)}
    return [f"{listed} is listed as machinery and is not there" for listed in sorted(machinery.keys() - there)]


def sections_that_are_missing(found: dict[str, Kernel]) -> list[str]:
    """Each kernel says what it takes, gives and refuses, where it is from, and shows it: in its own words, or as for a kernel that does."""
    wants: dict[str, Callable[[Kernel], bool]] = {
        "Parameters": lambda kernel: _described(kernel) >= set(kernel.takes),
        "Returns": _says_what_it_gives,
        "Raises": lambda kernel: "Error" in kernel.section("Raises"),
        "References": _says_where_it_is_from,
        "Examples": lambda kernel: ">>> " in kernel.says,
    }
    return [
        f"{kernel.place} {kernel.name}: {title} is missing or not complete"
        for kernel in found.values()
        for title in SECTIONS
        if not _holds(kernel, title, wants[title], found, ())
    ]


def _holds(kernel: Kernel, title: str, want: Callable[[Kernel], bool], found: dict[str, Kernel], seen: tuple[str, ...]) -> bool:
    if want(kernel):
        return True
    text = kernel.section(title) + _said_before_the_sections(kernel, title)
    others = [found[name] for name in _named_as_for(text) if name in found and name not in (*seen, kernel.name)]
    if title == "Parameters":
        others = [other for other in others if {*_described(kernel), *other.takes} >= set(kernel.takes)]
    if title == "Returns" and HEADING.search(kernel.says):
        others = [other for other in others if other.gives == kernel.gives]
    return any(_holds(other, title, want, found, (*seen, kernel.name)) for other in others)


def _said_before_the_sections(kernel: Kernel, title: str) -> str:
    """*Parameters and Raises: as for `x`.* stands for both; without any section, *as for `x`* stands for all."""
    before = HEADING.split(kernel.says)[0]
    if before == kernel.says and not ONE_BY_ONE.search(before):
        return before
    return " ".join(" ".join(sentence[2].split()) for sentence in ONE_BY_ONE.finditer(before) if title in sentence[1])


def _named_as_for(text: str) -> list[str]:
    return [name for group in AS_FOR.findall(text) for name in re.findall(r"`(\w+)`", group)]


def _described(kernel: Kernel) -> set[str]:
    """The arguments that have a type, or are as for another kernel's, and a description."""
    found: set[str] = set()
    names, kind = "", ""
    for line in kernel.section("Parameters").splitlines():
        if entry := ENTRY.match(line):
            names, kind = entry[1], entry[2]
        elif line.startswith("    ") and (kind or AS_FOR.search(line)):
            found |= {name.strip() for name in names.split(",")}
    return found


def _says_what_it_gives(kernel: Kernel) -> bool:
    """The type, by the name of its class where it has one of ours, and then what it holds."""
    kind, _, text = kernel.section("Returns").partition("\n")
    named = re.findall(r"\b[A-Z][a-z]\w+", re.sub(r"(?<=\w)\[\w+\]$", "", kernel.gives))
    ours = [name for name in named if not name.endswith("Array")]
    return bool(text.strip()) and all(name in kind for name in ours)


def _says_where_it_is_from(kernel: Kernel) -> bool:
    """A year, and a page, chapter, section or equation."""
    text = kernel.section("References")
    return bool((YEAR.search(text) and PLACE.search(text)) or WITHOUT_PAGES.search(text))


def targets_that_are_not_there(found: dict[str, Kernel]) -> list[str]:
    """Who says *as for `x`* names a kernel."""
    return [
        f"{kernel.place} {kernel.name}: as for `{name}`, which is no kernel"
        for kernel in found.values()
        for name in _named_as_for(kernel.says)
        if name not in found and name != kernel.name
    ]


def nothing_and_missing_unsaid(stats: Path, found: dict[str, Kernel]) -> list[str]:
    """What 0 means, and what NaN, is said by the kernel, by what it gives, or by the kernel that it is as for."""
    results = {node.name: _words_of_class(node) for _, tree in _modules(stats) for node in tree.body if isinstance(node, ast.ClassDef)}
    faults = []
    for kernel in found.values():
        said = _with_those_as_for(kernel, found, set()) + " ".join(results.get(name, "") for name in re.findall(r"\w+", kernel.gives))
        faults += [
            f"{kernel.place} {kernel.name}: {what} is not said"
            for rule, what in ((NOT_A_NUMBER, "NaN"), (NOTHING, "0"))
            if not rule.search(said)
        ]
    return faults


def _with_those_as_for(kernel: Kernel, found: dict[str, Kernel], seen: set[str]) -> str:
    seen.add(kernel.name)
    others = [found[name] for name in _named_as_for(kernel.says) if name in found and name not in seen]
    own = kernel.says.partition("Examples\n---")[0]
    return "\n".join([own, *(_with_those_as_for(other, found, seen) for other in others)])


def _words_of_class(node: ast.ClassDef) -> str:
    return "\n".join(word.value for word in ast.walk(node) if isinstance(word, ast.Constant) and isinstance(word.value, str))


def fields_without_words(stats: Path, found: dict[str, Kernel]) -> list[str]:
    """Every field of what a kernel gives, and of what stands in its fields, says what it holds."""
    classes = {node.name: (inside, node) for inside, tree in _modules(stats) for node in tree.body if isinstance(node, ast.ClassDef)}
    given = {name for kernel in found.values() for name in re.findall(r"\w+", kernel.gives)} & classes.keys()
    given |= {
        name for each in given for field in _fields(classes[each][1]) for name in re.findall(r"\w+", ast.unparse(field[0].annotation))
    }
    faults = []
    for name in sorted(given & classes.keys()):
        inside, node = classes[name]
        faults += [f"{inside}:{node.lineno} {name} is not described"] if not ast.get_docstring(node) else []
        faults += [
            f"{inside}:{field.lineno} {name}.{ast.unparse(field.target)} is not described" for field, said in _fields(node) if not said
        ]
    return faults


def _fields(node: ast.ClassDef) -> list[tuple[ast.AnnAssign, bool]]:
    """Each field, and whether a text follows it."""
    following = zip(node.body, [*node.body[1:], ast.Pass()], strict=True)
    return [(field, isinstance(after, ast.Expr)) for field, after in following if isinstance(field, ast.AnnAssign)]


def kernels_without_a_page(found: dict[str, Kernel], methods: Path) -> list[str]:
    """A page names the kernel."""
    named: set[str] = set()
    for page in pages_of_statistics(methods):
        for quoted in re.findall(r"`([^`]+)`", page.read_text(encoding="utf-8")):
            named |= set(re.findall(r"\w+", quoted))
    return [f"{kernel.place} {kernel.name} is on no page of docs/methods" for kernel in found.values() if kernel.name not in named]


def ids_on_no_page(stats: Path, found: dict[str, Kernel], methods: Path) -> list[str]:
    """What a result can say of itself (``such_an_id``) is explained on a page."""
    pages = "\n".join(page.read_text(encoding="utf-8") for page in pages_of_statistics(methods))
    results = {node.name: _words_of_class(node) for _, tree in _modules(stats) for node in tree.body if isinstance(node, ast.ClassDef)}
    faults = {}
    for kernel in found.values():
        said = kernel.says + "\n".join(results.get(name, "") for name in re.findall(r"\w+", kernel.gives))
        faults |= {name: kernel for name in re.findall(r"``([a-z][a-z0-9_.]*)``", said) if name not in pages}
    return [f"{kernel.place} {kernel.name}: {name} is explained on no page" for name, kernel in sorted(faults.items())]


def pages_of_statistics(methods: Path) -> list[Path]:
    return [page for page in sorted(methods.glob("*.md")) if page.name not in NOT_OF_ONE_STATISTIC]
