"""The forms of an entry of evidence, and of a principle."""

from __future__ import annotations

from levelground.web.publishing.forms.change_idea import CERTAINTIES, GRADES
from levelground.web.publishing.forms.element import ElementFields
from levelground.web.publishing.forms.inputs import pick, words


class EvidenceFields(ElementFields):
    """One finding of one source."""

    LONG = ("statement",)
    SECTIONS = (
        ("What was found", ("statement", "grade", "certainty")),
        ("How it was found", ("design", "population", "outcomes", "bias", "generalisability")),
    )

    statement = words("What was found", "Use your own words.", ask="Say what was found, in your own words.", rows=4)
    grade = pick("Has it been tested?", GRADES, ask="Say whether it has been tested.")
    certainty = pick("How sure can you be?", CERTAINTIES, ask="Say how sure you can be.")
    design = words("How it was found out", "For example, a review, a trial, or interviews.")
    population = words("Among whom", "Who, where and when.", rows=2)
    outcomes = words("What was looked at", rows=2)
    bias = words("What may have distorted it", rows=2)
    generalisability = words("Where it may hold", "And where not.", rows=2)


class PrincipleFields(ElementFields):
    """A principle of anti-racism. Its questions stay as they are."""

    SECTIONS = (("The principle", ("name",)),)

    name = words("Name of the principle", "Only if you found its wording.")
