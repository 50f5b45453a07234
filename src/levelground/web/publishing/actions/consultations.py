"""Puts a draft out for comment, asks people to take part, and closes it."""

from __future__ import annotations

import datetime
import secrets

from django.db import transaction
from django.utils import timezone

from levelground.web.people.actions import audit
from levelground.web.people.models import User
from levelground.web.publishing import letters
from levelground.web.publishing.conflicts import NotADraft
from levelground.web.publishing.consultation_refusals import ConsultationRefused
from levelground.web.publishing.models import Consultation, ConsultationInvitation, PackageVersion, VersionState
from levelground.web.publishing.queries import consultations as found


@transaction.atomic
def open(*, draft: PackageVersion, question: str, public: bool, last_day: datetime.date, by: User) -> Consultation:
    """Put a draft out: from now to the end of the last day its text stays as it is.

    Raises
    ------
    NotADraft
        It is out already, in review, or published.
    ConsultationRefused
        The last day has passed.
    """
    rows = PackageVersion.objects.select_for_update(of=("self",)).select_related("package__organisation")
    version = rows.get(pk=draft.pk)
    settle(version)
    if version.state != VersionState.DRAFT:
        raise NotADraft(f"Only a draft can be put out. This one is {version.get_state_display().lower()}. Look at its page first.")
    if last_day < found.today():
        raise ConsultationRefused("The last day must be today or later. Choose another day.")
    made = Consultation.objects.create(
        version=version, text_id=version.text_id, question=question, public=public, last_day=last_day, opened_by=by
    )
    version.state = VersionState.CONSULTATION
    version.save(update_fields=["state"])
    _told("open", made, by, public=public, last_day=last_day.isoformat(), text=made.text_id)
    return made


@transaction.atomic
def invite(*, consultation: Consultation, email: str, by: User) -> ConsultationInvitation:
    """Send somebody a link with which they can take part, with no account."""
    if found.is_over(consultation):
        raise ConsultationRefused("This consultation is closed. Open another one to ask people.")
    token = secrets.token_urlsafe(32)
    made = ConsultationInvitation.objects.create(consultation=consultation, email=email, token_digest=found.digest_of(token), invited_by=by)
    _told("invite", consultation, by, invitation=made.pk)
    transaction.on_commit(lambda: letters.send_invitation(made, token))
    return made


@transaction.atomic
def close(*, consultation: Consultation, by: User) -> Consultation:
    """Close a consultation before its last day has passed: its draft can be changed again, and nobody can add anything."""
    PackageVersion.objects.select_for_update().get(pk=consultation.version_id)  # the order in which all take their locks
    locked = Consultation.objects.select_related("version__package__organisation").get(pk=consultation.pk)
    if found.is_over(locked):
        raise ConsultationRefused("This consultation is closed already.")
    locked.closed_at, locked.closed_by = timezone.now(), by
    locked.save(update_fields=["closed_at", "closed_by"])
    _draft_again(locked.version)
    _told("close", locked, by)
    return locked


def settle(version: PackageVersion) -> None:
    """Make a locked version whose consultation has run out a draft again: what every change of a draft begins with."""
    if version.state == VersionState.CONSULTATION and not found.is_out(version):
        _draft_again(version)
        newest = found.current(version)
        if newest is not None:
            _told("end", newest, None)


def _draft_again(version: PackageVersion) -> None:
    if version.state == VersionState.CONSULTATION:
        version.state = VersionState.DRAFT
        version.save(update_fields=["state"])


def _told(verb: str, consultation: Consultation, by: User | None, **details: object) -> None:
    audit.record(
        by=by,
        action=f"publishing.consultation_{verb}",
        subject=f"consultation:{consultation.pk}",
        organisation=consultation.version.package.organisation,
        version=consultation.version_id,
        **details,
    )
