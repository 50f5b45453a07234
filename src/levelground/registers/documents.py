"""A document of a register to its value, with every finding at once."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, TypeVar

from pydantic import BaseModel

from levelground.documents.document import Document
from levelground.documents.reading import read_file, validated
from levelground.documents.yaml_reader import read_yaml
from levelground.errors import UserFacingError

Model = TypeVar("Model", bound=BaseModel)


class RegisterInvalid(UserFacingError):  # noqa: N818 - the house's errors are named for what they say
    """A register, a strategy or a framework that breaks rules; `findings` has every one of them."""

    exit_code: ClassVar[int] = 17


def document_at(path: Path) -> Document:
    """The document in a file; raises `DocumentUnreadable` when there is none."""
    return read_yaml(read_file(path), path.name)


def value_of(document: Document, model: type[Model]) -> Model:
    """The document as a value that obeys its model.

    Raises
    ------
    RegisterInvalid
        With a finding for everything that the model refuses.
    """
    value, findings = validated(document, model)
    if value is None:
        raise RegisterInvalid(f"{document.name} breaks {len(findings)} rule(s).", findings)
    return value
