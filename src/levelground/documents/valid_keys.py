"""Which keys a model takes at a place of a document: what a misspelt key may have been meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from levelground.documents.document import Document, Path


def valid_keys(model: type[BaseModel], path: Path, document: Document | None = None) -> dict[str, FieldInfo]:
    """The keys that may stand in the block at `path`, with their fields; empty where no model decides.

    With the document, blocks that say by a word what they are (`op: add`) have the keys of that kind only.
    """
    found: dict[str, FieldInfo] = {}
    for candidate in models_at(model, path, document):
        for name, info in candidate.model_fields.items():
            found.setdefault(info.alias or name, info)
    return found


def models_at(model: type[BaseModel], path: Path, document: Document | None = None) -> tuple[type[BaseModel], ...]:
    """The models that the block at `path` may be read into; more than one where the types allow a choice."""
    types: tuple[Any, ...] = (model,)
    for length, step in enumerate(path):
        types = tuple(inner for outer in _said_to_be(types, path[:length], document) for inner in _step(outer, step))
    return tuple(candidate for candidate in _said_to_be(types, path, document) if _is_model(candidate))


def _said_to_be(types: Iterable[Any], path: Path, document: Document | None) -> tuple[Any, ...]:
    """The types without those models that the block's own words rule out; all of them where its words fit none."""
    candidates = tuple(_spread(types))
    if document is None or len(candidates) == 1 or not document.has(path):
        return candidates
    block = document.at(path)
    fitting = tuple(candidate for candidate in candidates if not _is_model(candidate) or _fits(candidate, block))
    return fitting or candidates


def _fits(model: type[BaseModel], block: Any) -> bool:
    """Whether each key of the block whose word the model fixes has that word."""
    if not isinstance(block, dict):
        return True
    fixed = {name: get_args(info.annotation) for name, info in model.model_fields.items() if get_origin(info.annotation) is Literal}
    return all(block[name] in words for name, words in fixed.items() if isinstance(block.get(name), str))


def _step(outer: Any, step: str | int) -> Iterable[Any]:
    for candidate in _spread((outer,)):
        if _is_model(candidate):
            fields = {info.alias or name: info for name, info in candidate.model_fields.items()}
            if step in fields:
                yield fields[str(step)].annotation
        elif get_origin(candidate) in (list, tuple, set, frozenset) and isinstance(step, int):
            yield from (argument for argument in get_args(candidate) if argument is not Ellipsis)
        elif get_origin(candidate) is dict and isinstance(step, str):
            yield get_args(candidate)[1]


def _spread(types: Iterable[Any]) -> Iterable[Any]:
    """Unions and annotated types opened up to the plain types within."""
    for candidate in types:
        origin = get_origin(candidate)
        if origin in (list, tuple, set, frozenset, dict) or not get_args(candidate):
            yield candidate
        elif hasattr(candidate, "__metadata__"):
            yield from _spread((get_args(candidate)[0],))
        else:
            yield from _spread(get_args(candidate))


def _is_model(candidate: Any) -> bool:
    return isinstance(candidate, type) and issubclass(candidate, BaseModel)
