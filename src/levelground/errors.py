"""What can go wrong, in words for the person who meets it.

A `Finding` is one thing to mend: what must hold, what was found, where, the nearest valid names and one next step.
A `UserFacingError` carries findings; the command line shows it without a traceback and ends with its `exit_code`,
the web shows it in an error summary. Kernels raise `ValueError` and `TypeError` only.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Severity(StrEnum):
    """How much a finding matters: an error stops the work, a warning is kept beside the result."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, order=True)
class Place:
    """Where in a file: line and column count from 1; None where the whole file (or the whole line) is meant."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True)
class Finding:
    """One thing to mend or to know.

    `rule` is the stable name of the rule that was not met (kebab-case); `element` the id of the element it is about.
    """

    severity: Severity
    rule: str
    message: str
    place: Place | None = None
    element: str | None = None
    did_you_mean: tuple[str, ...] = ()
    next_step: str | None = None

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        text = f"{where}{self.severity}: {self.message}"
        if self.did_you_mean:
            text += " Did you mean " + " or ".join(f"`{name}`" for name in self.did_you_mean) + "?"
        if self.next_step:
            text += f" {self.next_step}"
        return f"{text} [{self.rule}]"


def nearest_names(name: str, valid: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The valid names that look most like `name`, best first; empty when none is near."""
    by_fold = {candidate.casefold(): candidate for candidate in valid}
    return tuple(by_fold[match] for match in difflib.get_close_matches(name.casefold(), by_fold, n=most, cutoff=0.6))


class LevelgroundError(Exception):
    """Anything that Levelground raises on purpose."""


class UserFacingError(LevelgroundError):
    """Shown without a traceback, with all its findings at once."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.findings = tuple(findings)


class ChangePackageUnreadable(UserFacingError):
    """The file could not be read as a document at all: not there, too large, not UTF-8, not YAML."""

    exit_code = 10


class ChangePackageInvalid(UserFacingError):
    """The document was read and breaks rules; `findings` has every one of them."""

    exit_code = 11


class UnknownElement(UserFacingError):
    """An id, a measure or another name that is not there; `findings` has the nearest valid names."""

    exit_code = 12


class DataUnreadable(UserFacingError):
    """A data file is not there or cannot be read as its source says."""

    exit_code = 20


class MissingColumn(DataUnreadable):
    """A declared column is not in the data file."""

    exit_code = 21


class UnrecognisedCode(UserFacingError):
    """A code or a label that no declared code set has."""

    exit_code = 22


class SourceMismatch(UserFacingError):
    """Numerator and denominator cannot be divided: other classification, other period, other population."""

    exit_code = 23


class ConditionRefused(UserFacingError):
    """A `where:` condition that is not a plain boolean expression over the declared columns."""

    exit_code = 24


class MeasuresLeftOut(UserFacingError):
    """Some measures were counted, and others could not be until their data are mended."""

    exit_code = 26


class BundleUnreadable(UserFacingError):
    """A folder that should hold results (a bundle or a release) and does not, or whose digest does not agree."""

    exit_code = 30


class NotReleasable(UserFacingError):
    """Disclosure control says no: the policy does not fit these results."""

    exit_code = 31


class OutputUnwritable(UserFacingError):
    """A file or a folder could not be written; whatever stood there before still stands there."""

    exit_code = 32
