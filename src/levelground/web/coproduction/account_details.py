"""Finds what looks like the details of an account, so that it is never kept: finance has a form of its own for these."""

from __future__ import annotations

import re

REFUSED = "This looks like bank details. We do not keep them. Please take them out. Finance has its own form for them."
"""What somebody is told who types them."""

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_SORT_CODE = re.compile(r"(?<!\d)\d{2}[ ./-]?\d{2}[ ./-]?\d{2}(?!\d)")
_ACCOUNT = re.compile(r"(?<!\d)(?:\d{7,8}|\d{4} \d{4})(?!\d)")
_TOGETHER = re.compile(r"(?<!\d)\d{14}(?!\d)")
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}")
_CARD = re.compile(r"(?<!\d)\d{4}(?:[ -]?\d){9,15}(?!\d)")
_IBAN_LENGTHS = {
    **{"AD": 24, "AE": 23, "AL": 28, "AT": 20, "BA": 20, "BE": 16, "BG": 22, "BR": 29, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18},
    **{"EE": 20, "EG": 29, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23},
    **{"IS": 26, "IT": 27, "JO": 30, "KW": 30, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22},
    **{"MK": 19, "MT": 31, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SD": 18, "SE": 24},
    **{"SI": 19, "SK": 24, "SM": 27, "SO": 23, "TN": 24, "TR": 26, "UA": 29, "XK": 20},
}
"""How many signs one has, by country."""


def looks_like_account(*texts: str) -> bool:
    """Whether any of the texts, or all of them together, hold a sort code with an account number, an IBAN, or the number of a card."""
    return _in_one("\n".join(texts))


def _in_one(text: str) -> bool:
    text = _DASHES.sub("-", text.replace("\u00a0", " "))
    if _TOGETHER.search(text) or any(_is_iban(match[0]) for match in _IBAN.finditer(text.upper())):
        return True
    return _has_both(text) or any(_is_card(match[0]) for match in _CARD.finditer(text))


def _has_both(text: str) -> bool:
    """A sort code and, somewhere beside it, an account number."""
    codes = [match.span() for match in _SORT_CODE.finditer(text)]
    accounts = [match.span() for match in _ACCOUNT.finditer(text)]
    return any(end <= start or stop <= begin for begin, end in codes for start, stop in accounts)


def _is_iban(found: str) -> bool:
    """Whether it is as long as those of its country, and its check digits agree. What follows it may be words."""
    signs = re.sub(r"[ -]", "", found)
    length = _IBAN_LENGTHS.get(signs[:2], 0)
    if not length or len(signs) < length:
        return False
    return int("".join(str(int(sign, 36)) for sign in signs[4:length] + signs[:4])) % 97 == 1


def _is_card(found: str) -> bool:
    digits = [int(sign) for sign in found if sign.isdigit()][::-1]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
