"""The language of a document as tables, from the JSON Schema of the model that reads it."""

from __future__ import annotations

import ast
import inspect
import itertools
import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

from levelground.documents.value import Identifier
from reference.meanings import MEANINGS
from reference.words import one_line, subclasses

IDENTIFIER_PATTERN = Identifier.__metadata__[0].pattern


def sections(schema: dict[str, Any]) -> list[str]:
    """The document, then each part of it in the order in which a reader meets them, then the words that it may use."""
    definitions = schema["$defs"]
    in_order = list(dict.fromkeys(names_met(schema, definitions)))
    return [
        model_section("The document", schema, definitions),
        *(model_section(name, definitions[name], definitions) for name in in_order if "properties" in definitions[name]),
        *(words_section(name, definitions[name]) for name in in_order if "enum" in definitions[name]),
    ]


def names_met(node: Any, definitions: dict[str, Any]) -> Iterator[str]:
    """The names of definitions in the order in which a reader of the document meets them."""
    if isinstance(node, dict):
        if "$ref" in node:
            name = node["$ref"].rpartition("/")[2]
            yield name
            yield from names_met(definitions[name], definitions)
        for key, inner in node.items():
            yield from () if key == "$defs" else names_met(inner, definitions)
    elif isinstance(node, list):
        for inner in node:
            yield from names_met(inner, definitions)


def model_section(title: str, definition: dict[str, Any], definitions: dict[str, Any]) -> str:
    required = set(definition.get("required", ()))
    lines = [
        f"## {title}\n",
        f"{one_line(definition.get('description', ''))}\n",
        "| key | must be given | what it is | meaning |",
        "|---|---|---|---|",
    ]
    for key, about in definition["properties"].items():
        meaning = one_line(about.get("description", ""))
        must = "yes" if key in required else "no"
        lines.append(f"| `{key}` | {must} | {_kind(about, definitions)}{_default(about)} | {meaning} |")
    return "\n".join(lines) + "\n"


def _kind(about: dict[str, Any], definitions: dict[str, Any]) -> str:
    """What a value is, in words."""
    if "$ref" in about:
        name = about["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})" if definitions[name].keys() & {"properties", "enum"} else "any value"
    if "oneOf" in about or "anyOf" in about:
        return _choice(about, definitions)
    if about.get("type") in ("array", "object"):
        return _container(about, definitions)
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    kind = {"date": "date (YYYY-MM-DD)"}.get(about.get("format", ""), words.get(about.get("type", ""), "anything"))
    return f"`{about['const']}`" if "const" in about else _shape(about["pattern"]) if "pattern" in about else kind


def _choice(about: dict[str, Any], definitions: dict[str, Any]) -> str:
    """One of several: a choice within a choice is one of them all."""
    choices = [choice for choice in (*about.get("oneOf", ()), *about.get("anyOf", ())) if choice.get("type") != "null"]
    return " or ".join(_kind(choice, definitions) for choice in choices)


def _container(about: dict[str, Any], definitions: dict[str, Any]) -> str:
    if about["type"] == "array":
        return f"list of {_kind(about.get('items', {}), definitions)}"
    inner = about.get("additionalProperties")
    return f"names, each with {_kind(inner, definitions)}" if isinstance(inner, dict) else "names and values"


def _shape(pattern: str) -> str:
    if pattern == IDENTIFIER_PATTERN:
        return "id"
    if choice := re.fullmatch(r"\^\(([\w|]+)\)\$", pattern):
        return "one of " + ", ".join(f"`{word}`" for word in choice[1].split("|"))
    if word := re.fullmatch(r"\^(\w+)\$", pattern):
        return f"`{word[1]}`"
    return "text, as `" + pattern.replace("|", "&#124;") + "`"


def _default(about: dict[str, Any]) -> str:
    default = about.get("default")
    return f" (otherwise `{default}`)" if default not in (None, [], {}, "") else ""


def words_section(name: str, definition: dict[str, Any]) -> str:
    meanings = MEANINGS.get(name, {}) | _meanings_of_words(name)
    about = one_line(definition.get("description", ""))
    if not meanings:
        return f"## {name}\n\n{about} One of: {', '.join(f'`{word}`' for word in definition['enum'])}.\n"
    lines = [f"## {name}\n", f"{about}\n", "| word | meaning |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{word}` | {meanings.get(word, '')} |" for word in definition["enum"])]) + "\n"


def _meanings_of_words(name: str) -> dict[str, str]:
    """The line of words under each member of an enumeration, read from the source: Python keeps none of them."""
    enumeration = next(found for found in subclasses(Enum) if found.__name__ == name and found.__module__.startswith("levelground."))
    [class_body] = [node.body for node in ast.parse(inspect.getsource(enumeration)).body if isinstance(node, ast.ClassDef)]
    meanings = {}
    for member, words in itertools.pairwise(class_body):
        if isinstance(member, ast.Assign) and isinstance(words, ast.Expr) and isinstance(words.value, ast.Constant):
            meanings[ast.literal_eval(member.value)] = one_line(str(words.value.value))
    return meanings


def pointing(page: str, shared: set[str]) -> str:
    """Links to what the change package's page describes lead there."""
    return re.sub(r"\]\(#(\w+)\)", lambda link: f"](change_package.md#{link[1]})" if link[1] in shared else link[0], page)
