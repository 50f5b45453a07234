"""The base of everything that is read from a document: frozen, and closed to keys it does not know."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
"""Words for people: not empty."""

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,63}$")]
"""A stable id: a letter, then letters, digits, `_` or `-`; at most 64 characters. It never changes once published."""


class Value(BaseModel):
    """A frozen value read from a document; a key that the model does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
