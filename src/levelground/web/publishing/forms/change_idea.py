"""The form of a change idea."""

from __future__ import annotations

from levelground.web.publishing.forms.element import ElementFields
from levelground.web.publishing.forms.inputs import pick, pick_from_list, words

CHANGES = (
    ("policy", "The organisation's policy"),
    ("practice", "The organisation's practice"),
    ("culture", "The organisation's culture"),
    ("data", "The organisation's data"),
    ("patients", "What patients do"),
)
GRADES = (
    ("untested", "Not tested: it follows from the theory of change"),
    ("promising", "Promising: tried or asked for, not yet known to work"),
    ("tested", "Tested: it was tried, and the result was published"),
)
CERTAINTIES = (("very_low", "Very low"), ("low", "Low"), ("moderate", "Moderate"), ("high", "High"))


class ChangeIdeaFields(ElementFields):
    """Something that a team can try."""

    LONG = ("text", "first_test")
    SECTIONS = (
        ("The idea", ("text", "changes", "concept", "first_test")),
        ("What it rests on", ("evidence__grade", "evidence__certainty", "evidence__statement", "evidence__source")),
        ("What to think of", ("risks", "tested_in", "adaptation", "cost", "steps_to_avoid")),
    )

    text = words("Idea to try", "Something that a team can do.", ask="Write the idea.", rows=4)
    changes = pick(
        "What does it change?", CHANGES, "Most ideas should change the organisation, not patients.", ask="Say what the idea changes."
    )
    concept = words("Change concept", "The wider idea that it is a case of.")
    first_test = words("First test", "The smallest test that you could run next week.", rows=3)
    evidence__grade = pick("Has it been tested?", GRADES, ask="Say whether it has been tested.")
    evidence__certainty = pick("How sure can you be that it works?", CERTAINTIES, ask="Say how sure you can be.")
    evidence__statement = words("What does it rest on?", "One sentence.", ask="Say what the idea rests on.", rows=2)
    evidence__source = pick_from_list("Source of the evidence")
    risks = words("Risks", "Whom could it harm? How would you notice?", rows=3)
    tested_in = words("Tried where", "Where, and with whom.", rows=2)
    adaptation = words("When others take it on", "What do they have to think of?", rows=2)
    cost = words("What it takes", "Money, people and time.", rows=2)
    steps_to_avoid = words("Steps to avoid", "What did others try, and would not do again?", rows=2)

    def prepare(self) -> None:
        """The evidence of an idea may name a source too."""
        super().prepare()
        sources = [(source.id, source.title) for source in self.reading.change_package.sources]
        self.offer("evidence__source", [("", "None"), *sources])
