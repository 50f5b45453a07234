"""What a call can offer: kinds of expenses, and ways to take part. What is kept is the name; people read the words."""

from __future__ import annotations

EXPENSES: dict[str, str] = {
    "travel": "Travel",
    "carer": "Somebody to care for a person you look after",
    "childcare": "Childcare",
    "support_worker": "Somebody who comes with you",
    "interpreter": "An interpreter",
    "data": "Mobile data or phone calls",
    "meals": "Food and drink",
    "overnight": "A place to stay",
}
"""Kinds of expenses by name."""

ACCESS_FORMATS: dict[str, str] = {
    "video": "By video call",
    "phone": "By phone",
    "in_person": "In person, in a place without steps",
    "written": "In writing, in your own time",
    "interpreter": "With an interpreter in your language",
    "sign_language": "In British Sign Language",
    "captions": "With captions",
    "easy_read": "With easy-read papers",
    "large_print": "With papers in large print",
    "breaks": "With breaks, and the camera off if you like",
}
"""Ways to take part by name."""


def words_of(names: list[str], known: dict[str, str]) -> list[str]:
    """The words of what was kept, in the order of the list; a name that is not known stands as it is."""
    return [*(words for name, words in known.items() if name in names), *(name for name in names if name not in known)]


def pounds(pence: int) -> str:
    """Whole pence as people write money: £27.50, £1,330.00."""
    return f"£{pence // 100:,}.{pence % 100:02d}"
