"""What people are paid for taking part: dated tables of rates. A new rate is a new table; what was offered stays at its own."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from levelground import library
from levelground.change_package.elements import ElementId, Text, Value, Verification
from levelground.registers.documents import document_at, value_of


class RateStep(Value):
    """One amount of a table, and what it is for."""

    id: ElementId
    pence: int = Field(gt=0, description="Whole pence.")
    minutes: int | None = Field(
        default=None,
        gt=0,
        description="The time that the amount is for: others are paid in proportion. Without it, the amount is for the whole of the work.",
    )
    words: Text
    verification: Verification
    note: Text | None = None

    def pence_for(self, minutes: int) -> int:
        """What this time is paid: in proportion where the step has a time, a part of a penny counting as a whole one."""
        if self.minutes is None:
            return self.pence
        return -(-self.pence * minutes // self.minutes)


class RateTable(Value):
    """The rates that one payer set, from one day on."""

    format: Literal["levelground/payment-rates/1"]
    id: ElementId
    title: Text
    from_date: datetime.date = Field(description="The first day on which something may be offered at these rates.")
    source: Text = Field(description="Where they come from, in our own words.")
    edition: Text
    verification: Verification
    note: Text | None = None
    steps: tuple[RateStep, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _steps_rise(self) -> Self:
        if len({step.id for step in self.steps}) != len(self.steps):
            raise ValueError("two steps have the same id")
        amounts = [step.pence for step in self.steps]
        if amounts != sorted(amounts):
            raise ValueError("the steps do not stand from the lowest amount to the highest")
        return self

    def step(self, step_id: str) -> RateStep:
        """The step with this id; `KeyError` where there is none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)


@cache
def rate_tables() -> dict[str, RateTable]:
    """Every table of this installation by id, the earliest first.

    Raises
    ------
    RegisterInvalid
        With every finding of the first document that breaks rules.
    """
    found = (read_rate_table(path) for path in library.shelf("payment_rates").glob("*.yaml"))
    return {table.id: table for table in sorted(found, key=lambda table: (table.from_date, table.id))}


def read_rate_table(path: Path) -> RateTable:
    """The table in a file. Raises as `rate_tables` does."""
    return value_of(document_at(path), RateTable)


def latest(on: datetime.date) -> RateTable:
    """The table that holds on a day: the newest that has begun.

    Raises
    ------
    LookupError
        None had begun by then.
    """
    begun = [table for table in rate_tables().values() if table.from_date <= on]
    if not begun:
        raise LookupError(f"no table of rates had begun by {on.isoformat()}")
    return begun[-1]
