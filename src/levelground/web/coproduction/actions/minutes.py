"""Writes down what was said in a session, sends it to those who came, and answers what they say is not right."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from levelground.web.coproduction import session_letters
from levelground.web.coproduction.actions import notices
from levelground.web.coproduction.models import Minutes, MinutesCorrection, NoticeKind, Participant, Workshop
from levelground.web.coproduction.queries import minutes as found
from levelground.web.coproduction.queries import series as series_found
from levelground.web.coproduction.queries import workshops
from levelground.web.coproduction.session_refusals import SessionRefused
from levelground.web.design_system.phrases import Phrase
from levelground.web.notifications import Message
from levelground.web.people.actions import audit
from levelground.web.people.models import User


@transaction.atomic
def write(*, workshop: Workshop, words: str, by: User, seen: str | None = None) -> Minutes:
    """Write the minutes, or change them. What was sent round stays as it is: after that, what is written is the next version.

    Parameters
    ----------
    seen
        `queries.minutes.digest_of` the words that the writer had before them; None where nobody looked.

    Raises
    ------
    SessionRefused
        Somebody else changed them since.
    """
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    last = found.latest(workshop)
    if seen is not None and seen != found.digest_of(last):
        raise SessionRefused(Phrase("Somebody else changed the minutes while you wrote. Yours are not kept yet. Theirs stand below."))
    if last is not None and last.words == words:
        return last
    if last is not None and last.sent_at is None:
        last.words, last.written_by = words, by
        last.save(update_fields=["words", "written_by"])
        made = last
    else:
        made = Minutes.objects.create(workshop=workshop, version=(last.version if last else 0) + 1, words=words, written_by=by)
    _told("write_minutes", workshop, by, version=made.version)
    return made


@transaction.atomic
def send(*, minutes: Minutes, by: User) -> Minutes:
    """Send a version round to those who came.

    Raises
    ------
    SessionRefused
        It was sent already, or nobody has written down who came.
    """
    rows = Minutes.objects.select_for_update(of=("self",))
    row = rows.select_related("workshop__series__organisation", "workshop__series__identities_held_by").get(pk=minutes.pk)
    if row.sent_at is not None:
        raise SessionRefused(Phrase("This version was sent already. Change the minutes first: that makes a new version."))
    people = [each.participant for each in workshops.came(row.workshop)]
    if not people:
        raise SessionRefused(Phrase("Write down first who came. The minutes go to them."))
    row.sent_at = timezone.now()
    row.save(update_fields=["sent_at"])
    for participant in people:
        _give(row, participant, session_letters.minutes(row, participant), by)
    _told("send_minutes", row.workshop, by, version=row.version, people=len(people))
    return row


@transaction.atomic
def correct(*, minutes: Minutes, participant: Participant, words: str) -> MinutesCorrection:
    """Somebody who was there says what is not right. The same words sent twice are one.

    Raises
    ------
    SessionRefused
        They were not there, or the minutes were not sent round.
    """
    row = Minutes.objects.select_related("workshop__series__organisation").get(pk=minutes.pk)
    if row.sent_at is None or not workshops.came(row.workshop).filter(participant=participant).exists():
        raise SessionRefused(Phrase("Only people who came can correct the minutes."))
    same = MinutesCorrection.objects.filter(minutes=row, participant=participant, words=words).first()
    if same is not None:
        return same
    made = MinutesCorrection.objects.create(minutes=row, participant=participant, words=words)
    _told("correct_minutes", row.workshop, None, correction=made.pk)
    return made


@transaction.atomic
def answer(*, correction: MinutesCorrection, words: str, by: User) -> MinutesCorrection:
    """Answer what somebody said is not right; they are told."""
    rows = MinutesCorrection.objects.select_for_update(of=("self",)).select_related(
        "participant", "minutes__workshop__series__organisation"
    )
    row = rows.get(pk=correction.pk)
    first = row.answered_at is None
    row.answer, row.answered_at, row.answered_by = words, timezone.now(), by
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    if first and row.participant.left_at is None:
        _give(row.minutes, row.participant, session_letters.correction_answered(row.minutes, row.participant), by)
    _told("answer_correction", row.minutes.workshop, by, correction=row.pk)
    return row


def _give(minutes: Minutes, participant: Participant, message: Message, by: User) -> None:
    organisation = series_found.holding(minutes.workshop.series)
    notices.give(organisation=organisation, to=participant, kind=NoticeKind.MINUTES, message=message, by=by)


def _told(verb: str, workshop: Workshop, by: User | None, **details: object) -> None:
    audit.record(
        by=by, action=f"coproduction.{verb}", subject=f"workshop:{workshop.pk}", organisation=workshop.series.organisation, **details
    )
