"""What somebody agrees to who answers an open call, in its version. Changed words are a new version; old ones stay, as they were."""

from __future__ import annotations

from levelground.web.people.consents import ConsentText

CONSENTS: dict[str, ConsentText] = {
    text.version: text
    for text in (
        ConsentText(
            "interest",
            "2026-11-22",
            "What you agree to",
            "\n".join(
                (
                    "You may keep what I wrote here, and use it to choose who takes part.",
                    "Those who choose read what I wrote, and hear my voice note if I sent one. They do not see my name or how to reach me.",
                    "Only the people who are named on the call know my name.",
                    "If what I say means that somebody is in danger, you may have to tell others. You talk to me first where you can.",
                    "I can take all of this back at any time. Then what I wrote here is gone at once. I do not have to say why.",
                    "If I take part later, I can take back what I say there too. Copies that others saved by then cannot be called back.",
                )
            ),
        ),
    )
}
"""Every version, by its day."""

CONSENT = CONSENTS["2026-11-22"]
"""The words that are in force."""
