"""Reading a document of the library's `ethnicity` shelf: by id, in full, and with every finding at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, ClassVar, Final, Literal, TypeVar, get_args

from pydantic import BaseModel, StringConstraints

from levelground import library
from levelground.documents.document import Path
from levelground.documents.reading import read_file, validated
from levelground.documents.value import Text, Value
from levelground.documents.yaml_reader import Document, read_yaml
from levelground.errors import Finding, Severity, UnknownElement, UserFacingError, nearest_names

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_]{0,63}$")]
"""A code of a classification: letters, digits and `_`."""

Breakdown = Literal["broad", "detailed"]
"""How fine a set of groups is."""

BREAKDOWNS: Final[tuple[Breakdown, ...]] = get_args(Breakdown)

VerificationMark = Literal["verified", "secondary", "unverified"]
"""How well the content is known: read at its owner's, read at second hand, or neither."""

Model = TypeVar("Model", bound=BaseModel)


class EthnicityDocumentInvalid(UserFacingError):  # noqa: N818 - the house's errors are named for what they say
    """A classification or a crosswalk that breaks rules; `findings` has every one of them."""

    exit_code: ClassVar[int] = 25


class DocumentSource(Value):
    """Where a classification or a crosswalk comes from."""

    title: Text
    publisher: Text
    address: Text | None = None


def library_document(shelf_name: str, document_id: str) -> Document:
    """The document with this id on `ethnicity/<shelf_name>`.

    Raises
    ------
    UnknownElement
        When there is none; names the nearest ids.
    """
    shelf = f"ethnicity/{shelf_name}"
    valid = library.names(shelf)
    if document_id not in valid:
        message = f"`{document_id}` is not in the library's {shelf_name}: {', '.join(valid)}."
        finding = Finding(
            Severity.ERROR,
            "unknown-library-document",
            message,
            did_you_mean=nearest_names(document_id, valid),
            next_step="Use one of these ids.",
        )
        raise UnknownElement(message, [finding])
    path = library.shelf(shelf) / f"{document_id}.yaml"
    return read_yaml(read_file(path), path.name)


def read_valid(document: Document, model: type[Model], check: Callable[[Model, Document], Iterable[Finding]]) -> Model:
    """The document as a value that obeys its model and `check`.

    Raises
    ------
    EthnicityDocumentInvalid
        With every finding: those of the model, and when it holds, those of `check`.
    """
    value, found = validated(document, model)
    findings = list(found)
    if value is not None:
        findings += check(value, document)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if value is None or errors:
        raise EthnicityDocumentInvalid(f"{document.name} breaks {len(errors)} rule(s).", findings)
    return value


def error(rule: str, message: str, document: Document, path: Path, *, valid: Iterable[str] = (), name: str = "") -> Finding:
    """A finding of severity error at a place of the document, with the valid names nearest to `name`."""
    return Finding(Severity.ERROR, rule, message, place=document.place(path), did_you_mean=nearest_names(name, valid) if name else ())
