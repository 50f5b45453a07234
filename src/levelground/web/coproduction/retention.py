"""How long what people told us is kept, as data and in words. `actions.privacy.purge` follows these rules, every day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from levelground.web.design_system.phrases import Phrase


@dataclass(frozen=True)
class RetentionRule:
    """One rule: what it is about, how many days after what, and what becomes of it, in words for the person."""

    name: str
    days: int
    words: str

    def day_before(self, on: datetime.date) -> datetime.date:
        """What happened on this day or before it is old enough on the day `on`."""
        return on - datetime.timedelta(days=self.days)


RULES: dict[str, RetentionRule] = {
    rule.name: rule
    for rule in (
        RetentionRule(
            "unfinished",
            30,
            Phrase(
                "A form that was started and never sent is deleted after 30 days. If you asked us to call you, we keep it until we call, "
                "and for 30 days after that."
            ),
        ),
        RetentionRule(
            "voice_notes",
            30,
            Phrase("A voice note is deleted 30 days after you are told what came of your answer, or one year after the call closed."),
        ),
        RetentionRule(
            "expressions",
            180,
            Phrase("Your answer to a call, with your name and how to reach you, is deleted 180 days after you are told what came of it."),
        ),
        RetentionRule(
            "never_told",
            365,
            Phrase("If nobody told you what came of it, or nobody called you, your answer is deleted one year after the call closed."),
        ),
        RetentionRule("demographics", 0, Phrase("What you said about yourself is deleted on the day that we named when we asked.")),
        RetentionRule("notices", 0, Phrase("The words of letters and messages to you are deleted 90 days after they were written.")),
        RetentionRule(
            "participants",
            180,
            Phrase(
                "Your name and how to reach you are deleted 180 days after the work is over, or after you left. First you are paid. "
                "Where you asked to be named with your words, your name stays with them."
            ),
        ),
        RetentionRule(
            "concerns",
            365,
            Phrase("If you raised a concern, it is deleted with your name and how to reach you one year after it was closed."),
        ),
        RetentionRule(
            "receipts",
            2190,
            Phrase("Receipts are deleted with your name, and no later than six years after you were paid. The sums stay, with no name."),
        ),
        RetentionRule("links", 30, Phrase("The link to an answer that you took back ends 30 days later. What it said is gone at once.")),
    )
}
"""Every rule by name."""
