"""The forms of a recommendation, and of the publication that it comes from."""

from __future__ import annotations

from levelground.web.publishing.forms.element import KNOWN, ElementFields
from levelground.web.publishing.forms.inputs import day, lines, pick, words


class RecommendationFields(ElementFields):
    """What others have asked for, in words of one's own."""

    LONG = ("text",)
    SECTIONS = (("The recommendation", ("text", "addressees")),)

    text = words(
        "What is asked for",
        "Use your own words. Never copy a sentence of the source.",
        ask="Say what is asked for, in your own words.",
        rows=4,
    )
    addressees = lines("Who it is asked of", ask="Name at least one body that it is asked of.")


class SourceFields(ElementFields):
    """A publication or a data set that elements rest on."""

    TOGETHER = ()
    SECTIONS = (
        ("The publication", ("title", "publisher", "edition", "address", "licence")),
        ("How well it is known", ("verification", "read_on", "review_by")),
    )
    LAST = ()
    source = note = accountable__organisation = accountable__role = accountable__due = None  # type: ignore[assignment]

    title = words("Title", ask="Write the title.")
    publisher = words("Publisher", ask="Name the publisher.")
    edition = words("Edition or date", "A number is true of its edition only.", ask="Write the edition or the date.")
    address = words("Web address", "Where it can be found.")
    licence = words("Licence", "For example, Open Government Licence v3.0.")
    verification = pick("How well is it known?", KNOWN, ask="Say how well it is known.")
    read_on = day("When it was last read")
    review_by = day("When to look at it again")

    def prepare(self) -> None:
        """A source rests on no other."""
