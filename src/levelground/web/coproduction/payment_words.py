"""Kinds of work and of pay: what is kept is the name; people read the words."""

from __future__ import annotations

WORK: dict[str, str] = {
    "session": "Coming to a session",
    "preparation": "Getting ready for a session",
    "written": "Writing to us",
    "phone": "Talking to us by phone",
    "review": "Reading something and telling us what you think",
}
"""Kinds of work by name."""

PAYMENT, VOUCHER = "payment", "voucher"
METHODS: dict[str, str] = {PAYMENT: "Money", VOUCHER: "A voucher"}
"""Ways to be paid by name."""

WORK_LINE = "work"
"""The kind of a line of a claim that is no expense."""

ADVICE = (
    "Citizens Advice tells you for free if pay would change your benefits. Nobody there tells us that you asked. "
    "Ask them before you say yes."
)
"""Where to ask about benefits, until the organisation says it in words of its own."""

PUBLIC_SECTOR = (
    "Do you work full time in the public sector, for example for the NHS or a council? "
    "Then we can pay you only if this has nothing to do with your job, and you do it in your own time."
)
"""The rule for those who are paid by the public already."""
