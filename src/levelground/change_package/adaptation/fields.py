"""Which fields an element of a change package has, as an operation names them: `text`, `target.absolute.amount`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from levelground.change_package.aim import Aim
from levelground.change_package.change_ideas import ChangeIdea
from levelground.change_package.drivers import PrimaryDriver, SecondaryDriver
from levelground.change_package.elements import Text
from levelground.change_package.evidence import EvidenceEntry
from levelground.change_package.measures import Measure
from levelground.change_package.principles import Principle
from levelground.change_package.recommendations import Recommendation, Source

MODELS: Mapping[str, type[BaseModel]] = {
    "aim": Aim,
    "primary_drivers": PrimaryDriver,
    "secondary_drivers": SecondaryDriver,
    "change_ideas": ChangeIdea,
    "measures": Measure,
    "recommendations": Recommendation,
    "evidence": EvidenceEntry,
    "principles": Principle,
    "sources": Source,
}
"""The key of the document that elements stand under -> what they are."""


@dataclass(frozen=True)
class Field:
    """A field that is there: whether it must be given, and whether it holds words for people."""

    required: bool
    is_text: bool


@dataclass(frozen=True)
class NoField:
    """A field that is not there: the name that is unknown, those that are known in its place, or a list that was stepped into."""

    name: str
    known: tuple[str, ...] = ()
    inside_list: str | None = None


@lru_cache(maxsize=1024)
def find_field(list_name: str, field: str) -> Field | NoField:
    """What a kind of element has under the name of a field."""
    options: tuple[Any, ...] = (MODELS[list_name],)
    required = False
    earlier = ""
    for step in field.split("."):
        known: dict[str, None] = {}
        inner: list[Any] = []
        for option in options:
            if isinstance(option, type) and issubclass(option, BaseModel):
                known.update(dict.fromkeys(option.model_fields))
                if step in option.model_fields:
                    inner.extend(_options(_hints(option)[step]))
                    required = option.model_fields[step].is_required()
            elif get_origin(option) is dict:
                inner.extend(_options(get_args(option)[1]))
                required = False
        if not inner:
            lists = any(get_origin(option) is tuple for option in options)
            return NoField(step, tuple(known), inside_list=earlier if lists else None)
        options, earlier = tuple(inner), step
    return Field(required, any(option is Text for option in options))


@cache
def _hints(model: type[BaseModel]) -> dict[str, Any]:
    return get_type_hints(model, include_extras=True)


def _options(hint: Any) -> Iterator[Any]:
    """What a value may be: unions opened, annotations taken off; words for people stay marked as such."""
    if hint is Text:
        yield hint
    elif get_origin(hint) in (Union, UnionType):
        for inner in get_args(hint):
            yield from _options(inner)
    elif get_origin(hint) is Annotated:
        yield from _options(get_args(hint)[0])
    elif hint is not NoneType:
        yield hint
