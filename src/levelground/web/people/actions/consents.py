"""Giving consent, and taking it back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from levelground.web.people.actions.audit import record
from levelground.web.people.consents import CONSENT_TEXTS
from levelground.web.people.models import ConsentRecord, User


@transaction.atomic
def give(*, subject: str, by: User) -> ConsentRecord:
    """Agree to the version of a text that is in force; agreeing twice is agreeing once.

    Raises
    ------
    KeyError
        For a subject that there is none of.
    """
    text = CONSENT_TEXTS[subject]
    User.objects.select_for_update().get(pk=by.pk)  # two answers at once become one record
    given, is_new = ConsentRecord.objects.get_or_create(
        user=by, subject=subject, version=text.version, withdrawn_at=None, defaults={"words_digest": text.digest}
    )
    if is_new:
        record(by=by, action="people.give_consent", subject=f"consent:{given.pk}", about=subject, version=text.version)
    return given


@transaction.atomic
def withdraw(*, subject: str, by: User) -> None:
    """Take back every agreement about a subject, whatever its version; the records stay, with the time."""
    for given in ConsentRecord.objects.select_for_update().filter(user=by, subject=subject, withdrawn_at=None):
        given.withdrawn_at = timezone.now()
        given.save()
        record(by=by, action="people.withdraw_consent", subject=f"consent:{given.pk}", about=subject, version=given.version)
