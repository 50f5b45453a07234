"""Writes what people read before a session, and tells them that it is there."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from levelground.web.coproduction import session_letters
from levelground.web.coproduction.actions import notices
from levelground.web.coproduction.models import NoticeKind, PreparationPack, Workshop
from levelground.web.coproduction.queries import packs as found
from levelground.web.coproduction.queries import series as series_found
from levelground.web.coproduction.queries import workshops
from levelground.web.coproduction.session_refusals import SessionRefused
from levelground.web.people.actions import audit
from levelground.web.people.models import User

OURS = "en-GB"


@transaction.atomic
def write(*, workshop: Workshop, kind: str, title: str, words: str, language: str = OURS, by: User) -> PreparationPack:
    """Write a pack; nobody sees it before it is sent."""
    made = PreparationPack.objects.create(workshop=workshop, kind=kind, title=title, words=words, language=language, written_by=by)
    _told("write_pack", workshop, by, pack=made.pk, kind=kind)
    return made


@transaction.atomic
def change(*, pack: PreparationPack, title: str, words: str, language: str, by: User) -> PreparationPack:
    """Change a pack. One that was sent is read in its new words from now on, and says that it is a new version."""
    row = PreparationPack.objects.select_for_update(of=("self",)).select_related("workshop__series__organisation").get(pk=pack.pk)
    if (row.title, row.words, row.language) == (title, words, language):
        return row
    row.title, row.words, row.language = title, words, language
    row.version += 1 if row.sent_at else 0
    row.save(update_fields=["title", "words", "language", "version"])
    _told("change_pack", row.workshop, by, pack=row.pk, version=row.version)
    return row


@transaction.atomic
def send(*, workshop: Workshop, by: User) -> list[PreparationPack]:
    """Tell everybody who was invited, and has not said no, that there is something to read: one letter for all that is new.

    Raises
    ------
    SessionRefused
        There is nothing new, or nobody is invited yet; or the session is over or cancelled.
    """
    row = Workshop.objects.select_for_update(of=("self",)).select_related("series__organisation", "series__identities_held_by")
    locked = row.get(pk=workshop.pk)
    if not workshops.is_planned(locked):
        raise SessionRefused("This session is over or cancelled. There is nothing to prepare for.")
    new = found.not_sent(locked)
    if not new:
        raise SessionRefused("There is nothing new to send. Write something first.")
    people = [each.participant for each in workshops.told(locked).exclude(answer="no")]
    if not people:
        raise SessionRefused("Nobody is invited yet. Invite people, then send it.")
    PreparationPack.objects.filter(pk__in=[pack.pk for pack in new]).update(sent_at=timezone.now())
    paid = workshops.is_paid(locked.series)
    for participant in people:
        message = session_letters.packs(locked, participant, new, is_paid=paid)
        notices.give(organisation=series_found.holding(locked.series), to=participant, kind=NoticeKind.PACK, message=message, by=by)
    _told("send_packs", locked, by, packs=[pack.pk for pack in new], people=len(people))
    return new


def _told(verb: str, workshop: Workshop, by: User, **details: object) -> None:
    audit.record(
        by=by, action=f"coproduction.{verb}", subject=f"workshop:{workshop.pk}", organisation=workshop.series.organisation, **details
    )
