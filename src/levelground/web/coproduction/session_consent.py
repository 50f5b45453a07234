"""What somebody agrees to who writes on paper in a session: printed on each sheet, in its version."""

from __future__ import annotations

from levelground.web.people.consents import ConsentText

SESSION_CONSENT = ConsentText(
    "session",
    "2026-11-22",
    "What you agree to",
    "\n".join(
        (
            "I write as much or as little as I like. Nobody has to tell what happened to them.",
            "You may type in what I write here, word for word, and use it to change the plan. My name is not with it if I do not want it.",
            "You show my words outside this group only once I have seen them in their place and said yes.",
            "I can take my words back at any time. I do not have to say why. Copies that others saved by then cannot be called back.",
            "If what I write means that somebody is in danger, you may have to tell others. You talk to me first where you can.",
            "You tell me what became of what I wrote.",
        )
    ),
)
"""The words that are in force."""
