"""Recommendations: what others have asked for, in our own words, with source, edition and addressee."""

from __future__ import annotations

import datetime

from pydantic import Field

from levelground.change_package.elements import Element, Text, Value


class Source(Value):
    """A publication or a data set that elements rest on."""

    id: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,63}$")
    title: Text
    publisher: Text
    edition: Text = Field(description="The edition or the date of publication; a number is true of its edition only.")
    address: Text | None = Field(default=None, description="Where it can be found.")
    licence: Text | None = None
    read_on: datetime.date | None = Field(default=None, description="When it was last looked up.")
    review_by: datetime.date | None = Field(default=None, description="After this day it may be out of date.")
    verification: str = Field(pattern="^(verified|secondary|unverified)$")


class Recommendation(Element):
    """One recommendation, traced to drivers and ideas that take it up."""

    text: Text = Field(description="In our own words: a source's sentences are never copied.")
    addressees: tuple[Text, ...] = Field(min_length=1)
