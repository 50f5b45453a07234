"""Keep the catalogues of translations in step with the words of the pages.

Usage: python tools/translations.py            add what is new to every catalogue, take out what is gone
       python tools/translations.py --check    say whether that was done (0) or not (1); changes nothing
       python tools/translations.py --new pa   begin the catalogue of another language (its code in ISO 639-1)

Words are found in templates (`{% trans %}`, `_("...")`, `"..." | translated`, `"..." | untagged`; and the names of buttons in templates
that have any of these) and in Python: `to_translate("...")`, `Phrase("...")`, and every sentence and label of the modules in `WHOLE`.

A translation that no human has checked stays marked `fuzzy`, and the public does not see it. Who has checked one takes the mark away
and writes a comment above it: `# Checked by a native speaker, community interpreter, 2027-01-31`. No names.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src/levelground/web"
CATALOGUES = WEB / "design_system/languages"
FILTERS = {"translated", "untagged", "ours"}
BUTTONS = {"button", "button_link", "act", "expander"}
"""Macros whose first argument is shown through `translated`."""
FORMS = {"whole_form"}
"""Macros whose second argument is."""

WHOLE = (
    "coproduction/account_details.py",
    "coproduction/consents.py",
    "coproduction/forms/interest.py",
    "coproduction/interest_questions.py",
    "coproduction/offered.py",
    "coproduction/payment_words.py",
    "coproduction/promises.py",
    "coproduction/ways.py",
)
"""Modules whose words are all shown, through `translated`, to people who take part."""
MARKS = {"to_translate", "Phrase"}
"""What marks a text in Python."""
PUT_IN = re.compile(r"%\(\w+\)s")
LABEL = re.compile(r"[A-Z“].*[a-z].*", re.DOTALL)


def found() -> dict[str, list[str]]:
    """Every text to translate -> the files that say it, both in order."""
    places: dict[str, list[str]] = {}
    for path in sorted(WEB.rglob("*.jinja")):
        for text in in_template(path.read_text(encoding="utf-8")) if "vendor" not in path.parts else ():
            _add(places, text, path)
    for path in sorted(WEB.rglob("*.py")):
        for text in in_module(path.read_text(encoding="utf-8"), whole=path.relative_to(WEB).as_posix() in WHOLE):
            _add(places, text, path)
    return dict(sorted(places.items(), key=lambda item: (item[1][0], item[0])))


def _add(places: dict[str, list[str]], text: str, path: Path) -> None:
    files = places.setdefault(text, [])
    name = path.relative_to(WEB).as_posix()
    if name not in files:
        files.append(name)


def in_template(source: str) -> list[str]:
    """The texts to translate in one template."""
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    tree = environment.parse(source)
    said = [text for node in tree.find_all(nodes.Call) if _name(node) in {"gettext", "_"} for text in _first(node.args)]
    said += [text for node in tree.find_all(nodes.Filter) if node.name in FILTERS for text in _consts(node.node)]
    if said:
        said += [text for node in tree.find_all(nodes.Call) if _name(node) in BUTTONS for text in _first(node.args)]
        said += [text for node in tree.find_all(nodes.Call) if _name(node) in FORMS for text in _first(node.args[1:])]
    return list(dict.fromkeys(said))


def _consts(node: nodes.Node | None) -> list[str]:
    """The text that a filter is given; both of them in `("one" if this else "other") | translated`."""
    if isinstance(node, nodes.CondExpr):
        return [*_consts(node.expr1), *_consts(node.expr2)]
    return [node.value] if isinstance(node, nodes.Const) and isinstance(node.value, str) and node.value else []


def _name(node: nodes.Call) -> str:
    return node.node.name if isinstance(node.node, nodes.Name) else ""


def _first(arguments: list[nodes.Expr]) -> Iterator[str]:
    if arguments and isinstance(arguments[0], nodes.Const) and isinstance(arguments[0].value, str):
        yield arguments[0].value


def in_module(source: str, *, whole: bool = False) -> list[str]:
    """The texts to translate in one module."""
    if whole:
        return _all_words(ast.parse(source))
    if not any(f"{name}(" in source for name in MARKS):
        return []
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    marked = (node.args[0] for node in calls if isinstance(node.func, ast.Name) and node.func.id in MARKS and node.args)
    texts = (node.value for node in marked if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [text for text in texts if any(character.isalpha() for character in PUT_IN.sub("", text))]


def _all_words(tree: ast.Module) -> list[str]:
    """Every label and sentence of a module, but its docstrings, and texts into which something is put."""
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    silent |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    words = [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent
    ]
    return list(dict.fromkeys(text for text in words if LABEL.fullmatch(text)))


def catalogue(code: str, texts: dict[str, list[str]]) -> str:
    """The catalogue of a language as it should be: what it has for these texts, and nothing for those that are new."""
    path = CATALOGUES / f"{code}.po"
    old = read_po(io.BytesIO(path.read_bytes() if path.is_file() else b""), locale=code.replace("-", "_"))
    new = Catalog(locale=code.replace("-", "_"), fuzzy=False)
    for text, files in texts.items():
        kept = old.get(text)
        flags = {"fuzzy"} if kept and kept.fuzzy and kept.string else set()
        comments = kept.user_comments if kept else []
        new.add(text, kept.string if kept else "", [(name, None) for name in files], flags, user_comments=comments)
    written = io.BytesIO()
    write_po(written, new, width=120, omit_header=True)
    return written.getvalue().decode()


def texts_of(catalogue: str) -> set[str]:
    """The texts that a catalogue has, whether or not they are translated."""
    return {str(message.id) for message in read_po(io.BytesIO(catalogue.encode())) if message.id}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument("--new", metavar="CODE", help="begin the catalogue of another language")
    given = parser.parse_args()
    texts = found()
    behind = 0
    for code in sorted({path.stem for path in CATALOGUES.glob("*.po")} | ({given.new} if given.new else set())):
        path, right = CATALOGUES / f"{code}.po", catalogue(code, texts)
        has = path.read_text(encoding="utf-8") if path.is_file() else ""
        if has == right or (given.check and texts_of(has) == set(texts)):
            continue
        if given.check:
            print(f"translations: {path.name} is behind the pages. Next step: make translations", file=sys.stderr)
            behind = 1
        else:
            path.write_text(right, encoding="utf-8")
            print(f"translations: {path.name}: {len(texts)} texts")
    return behind


if __name__ == "__main__":
    sys.exit(main())
