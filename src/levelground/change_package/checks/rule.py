"""A rule of `check`: a function from a case to findings, with the names of the findings that it can give and how much each matters."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

from levelground.change_package.checks.case import Case
from levelground.errors import Finding, Severity

Look = Callable[[Case], Iterator[Finding]]


class CheckRule:
    """One rule. Its docstring says what must hold; `names` are the names that stand in brackets behind its findings."""

    def __init__(self, look: Look, names: dict[str, Severity]) -> None:
        self.look = look
        self.names = names
        functools.update_wrapper(self, look)

    def __call__(self, case: Case) -> Iterator[Finding]:
        return self.look(case)

    @property
    def holds(self) -> str:
        """What must hold, in one line."""
        return " ".join((self.__doc__ or "").split())


def errors(*names: str) -> Callable[[Look], CheckRule]:
    """A rule whose findings stop the work."""
    return functools.partial(CheckRule, names=dict.fromkeys(names, Severity.ERROR))


def warnings(*names: str) -> Callable[[Look], CheckRule]:
    """A rule whose findings are kept beside the results, unless the package accepts them with a reason."""
    return functools.partial(CheckRule, names=dict.fromkeys(names, Severity.WARNING))


def notes(*names: str) -> Callable[[Look], CheckRule]:
    """A rule whose findings are good to know."""
    return functools.partial(CheckRule, names=dict.fromkeys(names, Severity.NOTE))
