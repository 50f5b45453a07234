"""What to do about a finding, for somebody at a form. `check` speaks to whoever has the file open, and names its fields."""

from __future__ import annotations

from levelground.errors import Finding
from levelground.web.publishing.plain_words import in_plain_words

ANSWERS = "`accountable: {organisation: ..., role: ...}`; never the name of a person."
SAY_WHO = "the organisation and the role that answer for it. Never write a person's name."
AT_A_FORM: dict[str, tuple[str, str]] = {
    "without-owner": (f"Give {ANSWERS}", f"Write {SAY_WHO}"),
    "unowned-elements": (f"Give {ANSWERS}", f"In each part, write {SAY_WHO}"),
    "overdue": ("Say in `note` what was done, or agree a new day.", "Write in the note what was done, or agree a new day."),
    "unverified-elements": (
        "Look them up at their sources, then change `verification`.",
        "Look them up at their sources. Then say in each part how well it is known.",
    ),
    "known-without-source": (
        "Name it in `source`, or mark the element unverified.",
        "Choose its source, or say that it is your own thinking or a proposal.",
    ),
    "verified-at-second-hand": (
        "Mark the element as its source is marked, or look the source up.",
        "Say that you read about it elsewhere, or read the source itself.",
    ),
    "source-past-review": (
        "See whether there is a newer edition, then change `edition`, `read_on` and `review_by`.",
        "See if there is a newer edition. Then write which one you read, when, and when to look at it again.",
    ),
    "measure-past-review": (
        "Review its definition, and give it a new `review_date`.",
        "Look at its definition. Then write when to look at it again.",
    ),
    "source-not-used": (
        "Name it in `source` of what was read in it, or take it away.",
        "Choose it as the source of each part that rests on it, or take it away.",
    ),
    "evidence-not-used": ("Name it in `rests_on` of what it supports, or take it away.", "Link what it supports to it, or take it away."),
    "recommendation-not-taken-up": ("Name it in `recommendations` of a driver or an idea.", "Link a driver or an idea to it."),
    "principle-not-met": (
        "Name the drivers, ideas or measures that meet it in `met_by`.",
        "Link it to the drivers, ideas or measures that meet it.",
    ),
    "idea-not-testable": ("Give `first_test`: the smallest test", "Write a first test: the smallest one"),
    "target-group-not-in-aim": ("Name one of these, or add it to `groups`.", "Choose one of these, or add the group to those of the aim."),
}
"""The name of a finding -> words of its next step that are about the file, and what to say at a form."""


def step_of(finding: Finding) -> str:
    """The next step of a finding in words for a page; as `check` says it where that is plain enough."""
    of_the_file, at_a_form = AT_A_FORM.get(finding.rule, ("", ""))
    step = finding.next_step or ""
    return in_plain_words(step.replace(of_the_file, at_a_form) if of_the_file else step)
