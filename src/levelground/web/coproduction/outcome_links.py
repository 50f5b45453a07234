"""The private link with which somebody reads what came of their expression of interest, and answers it.

It is signed, not kept: letters can carry it at any time, and the link with which they filled in the form goes on working.
"""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from levelground.web.coproduction.models import ExpressionOfInterest

_SIGNER = Signer(salt="levelground.outcome-link", sep="~")


def secret_for(expression: ExpressionOfInterest) -> str:
    """What the link ends with."""
    return _SIGNER.sign(expression.reference)


def address_for(expression: ExpressionOfInterest) -> str:
    """The address of the page, on this site."""
    return reverse("my_outcome", kwargs={"secret": secret_for(expression)})


def reference_in(secret: str) -> str:
    """Whose link it is; empty where this site did not sign it."""
    try:
        return _SIGNER.unsign(secret)
    except BadSignature:
        return ""
