"""Private links for letters that are written after somebody joined.

Of the link that they were given only a digest is kept, so no later letter could repeat it. A letter carries a signed one instead: the
number of the person, signed with the site's own key over the digest of the link that they have. A new link for them ends these too.
"""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

from levelground.web.coproduction.models import Participant

MARK = "~"
"""Between the number and the signature; no secret that `codes` makes has it."""
MOST_DIGITS = 18


def secret_for(participant: Participant) -> str:
    """What a link in a letter to this person ends with: goes wherever `<str:secret>` stands in an address under `mine/`."""
    return _signer(participant).sign(str(participant.pk))


def looks_signed(secret: str) -> bool:
    """Whether a secret is one of these, true or not."""
    return MARK in secret


def number_in(secret: str) -> int:
    """Whose link it says it is; 0 where it says nothing."""
    number = secret.partition(MARK)[0]
    return int(number) if number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS else 0


def is_of(participant: Participant, secret: str) -> bool:
    """Whether this site signed it for this person, and they have had no new link since."""
    try:
        return _signer(participant).unsign(secret) == str(participant.pk)
    except BadSignature:
        return False


def _signer(participant: Participant) -> Signer:
    return Signer(salt=f"levelground.private-link.{participant.token_digest}", sep=MARK)
