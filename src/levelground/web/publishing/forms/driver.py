"""The form of a driver, primary or secondary."""

from __future__ import annotations

from levelground.web.publishing.forms.element import ElementFields
from levelground.web.publishing.forms.inputs import pick, words

LEVELS = (
    ("interpersonal", "Between people"),
    ("institutional", "In how the organisation works"),
    ("structural", "In how society is built"),
)


class DriverFields(ElementFields):
    """What needs to be different, and why that would help."""

    LONG = ("text", "why")
    SECTIONS = (("What needs to be different", ("text", "why", "racism_level")),)

    text = words(
        "What needs to be different", "One thing that must change for the aim to be reached.", ask="Say what needs to be different.", rows=3
    )
    why = words("Why would this help?", "Say how it would move what stands above it.", ask="Say why this would help.", rows=4)
    racism_level = pick("Level of racism that it deals with", LEVELS, empty="Not said yet")
