"""The private link of a concern. It is made from what is kept of its form's key, so that a letter written later can hold it too."""

from __future__ import annotations

import base64

from django.urls import reverse
from django.utils.crypto import salted_hmac

from levelground.web.coproduction.models import Concern

_SALT = "levelground.concern"


def secret_of(form_key: str) -> str:
    """What the link ends with, by the digest that is kept. Without the site's own key nobody can make it: not from the database alone."""
    digest = salted_hmac(_SALT, form_key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def address_of(concern: Concern) -> str:
    """The page of whoever raised it."""
    return reverse("concern_mine", kwargs={"secret": secret_of(concern.form_key)})
