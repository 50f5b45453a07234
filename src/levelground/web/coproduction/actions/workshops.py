"""Plans sessions, changes and cancels them, invites people, and writes down who came."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone as clocks

from levelground.web.coproduction import session_letters, session_times
from levelground.web.coproduction.actions import arrangements, notices
from levelground.web.coproduction.codes import short_code
from levelground.web.coproduction.models import Attendance, NoticeKind, Participant, Series, Workshop, WorkshopState
from levelground.web.coproduction.queries import arrangements as needs
from levelground.web.coproduction.queries import series as series_found
from levelground.web.coproduction.queries import workshops as found
from levelground.web.coproduction.session_refusals import SessionRefused
from levelground.web.coproduction.session_times import LONGEST_MINUTES, MOST_PREPARATION, PlannedSession
from levelground.web.notifications import Message
from levelground.web.people.actions import audit
from levelground.web.people.models import User

TOLD_OF = ("title", "starts_at", "minutes", "timezone", "place", "link")
"""What people are told of when it changes."""
ANOTHER_TIME = {"starts_at", "minutes"}
ANSWERS = ("yes", "maybe", "no")
TRIES = 5


@transaction.atomic
def plan(
    *,
    series: Series,
    title: str,
    starts_at: datetime.datetime,
    minutes: int = 60,
    timezone: str = session_times.HERE,
    place: str = "",
    link: str = "",
    by: User,
    **prepared: str,
) -> Workshop:
    """Plan one session; `prepared` may have its agenda, power note and distress route."""
    Series.objects.select_for_update().get(pk=series.pk)  # sessions are counted one after the other
    last = Workshop.objects.filter(series=series).aggregate(last=Max("number"))["last"] or 0
    made = Workshop.objects.create(
        series=series,
        number=last + 1,
        title=title,
        starts_at=starts_at.astimezone(datetime.UTC),
        minutes=minutes,
        timezone=timezone,
        place=place,
        link=link,
        code=_free_code(),
        created_by=by,
        **prepared,
    )
    _told("plan_workshop", made, by, number=made.number, starts_at=made.starts_at.isoformat())
    return made


@transaction.atomic
def plan_all(*, series: Series, sessions: Sequence[PlannedSession], timezone: str, by: User) -> list[Workshop]:
    """Plan several at once, in the order of their times: all of them, or none."""
    in_order = sorted(sessions, key=lambda one: one.starts_at)
    return [
        plan(
            series=series,
            title=one.title,
            starts_at=one.starts_at,
            minutes=one.minutes,
            timezone=timezone,
            place=one.place,
            link=one.link,
            by=by,
        )
        for one in in_order
    ]


@transaction.atomic
def change(*, workshop: Workshop, fields: Mapping[str, Any], by: User, seen: int | None = None) -> Workshop:
    """Change when, where or under which title it takes place. Everybody who was invited is told; at a new time they are asked again.

    Parameters
    ----------
    seen
        The number of changes that the person had before them; None where nobody looked.

    Raises
    ------
    SessionRefused
        It is over or cancelled, or somebody else changed it since.
    """
    row = _planned(workshop)
    if seen is not None and seen != row.sequence:
        raise SessionRefused("Somebody else changed this session while you wrote. Look at it again, then make your change.")
    changed = [name for name in TOLD_OF if name in fields and fields[name] != getattr(row, name)]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, fields[name])
    row.starts_at = row.starts_at.astimezone(datetime.UTC)
    row.sequence += 1
    row.ready_at, row.ready_despite = None, ""
    row.save(update_fields=[*changed, "starts_at", "sequence", "ready_at", "ready_despite"])
    asked_again = bool(ANOTHER_TIME & set(changed))
    if asked_again:
        Attendance.objects.filter(workshop=row).update(answer="", answered_at=None)
    contact = found.contact(row.series).email
    for each in found.told(row):
        message = session_letters.change(row, each.participant, contact, asked_again=asked_again)
        _give(each.participant, NoticeKind.CHANGE, message, row, by)
    _told("change_workshop", row, by, fields=changed, sequence=row.sequence)
    return row


@transaction.atomic
def prepare(*, workshop: Workshop, agenda: str, power_note: str, distress_route: str, facilitators: Iterable[User], by: User) -> Workshop:
    """Say what will happen in it, who brings people together, who holds which power, and who is there when it becomes too much.

    Raises
    ------
    SessionRefused
        People have been invited, and nobody would be there for them.
    """
    row = _locked(workshop)
    if not distress_route.strip() and row.attendances.exists():
        raise SessionRefused("People are invited already. Say who is there for them when it becomes too much.")
    row.agenda, row.power_note, row.distress_route = agenda, power_note, distress_route
    row.save(update_fields=["agenda", "power_note", "distress_route"])
    chosen = list(facilitators)
    row.facilitators.set(chosen)
    _told("prepare_workshop", row, by, facilitators=[user.pk for user in chosen])
    return row


@transaction.atomic
def cancel(*, workshop: Workshop, by: User, because: str = "") -> Workshop:
    """It does not take place. Everybody who was invited is told; cancelled late, it is paid all the same.

    Raises
    ------
    SessionRefused
        It was held, or is cancelled already.
    """
    row = _planned(workshop)
    now = clocks.now()
    row.state, row.cancelled_at, row.cancelled_late = WorkshopState.CANCELLED, now, session_times.is_late(row, now)
    row.sequence += 1
    row.capturing = False
    row.save(update_fields=["state", "cancelled_at", "cancelled_late", "sequence", "capturing"])
    contact, paid = found.contact(row.series).email, found.is_paid(row.series)
    for each in found.told(row):
        message = session_letters.cancelled(row, each.participant, contact, because, is_paid=paid)
        _give(each.participant, NoticeKind.CHANGE, message, row, by)
    _told("cancel_workshop", row, by, late=row.cancelled_late)
    return row


@transaction.atomic
def invite(*, workshop: Workshop, participants: Iterable[Participant], by: User) -> list[Attendance]:
    """Ask people to come. What each needs to take part is carried over; who was asked already is not asked twice.

    Raises
    ------
    SessionRefused
        It is over or cancelled; nobody is there yet when it becomes too much; or somebody is of another series.
    """
    row = _planned(workshop)
    if not row.distress_route.strip():
        raise SessionRefused("Say first who is there for people when it becomes too much. Then invite them.")
    contact = found.contact(row.series).email
    made = []
    for participant in participants:
        if participant.series_id != row.series_id or participant.left_at is not None:
            raise SessionRefused("You can invite people who take part in this series. Choose again.")
        attendance, new = Attendance.objects.get_or_create(workshop=row, participant=participant)
        if new:
            arrangements.carry_over(participant=participant, by=by)
            _give(participant, NoticeKind.INVITATION, session_letters.invitation(row, participant, contact), row, by)
            made.append(attendance)
    _told("invite_to_workshop", row, by, participants=[each.participant_id for each in made])
    return made


@transaction.atomic
def answer_invitation(*, attendance: Attendance, answer: str, by: User | None = None) -> Attendance:
    """Somebody says yes, maybe or no; or a member writes down what they said.

    Raises
    ------
    SessionRefused
        It is over or cancelled: there is nothing to answer.
    """
    if answer not in ANSWERS:
        raise ValueError(f"an answer is one of {ANSWERS}")
    _planned(attendance.workshop)
    row = Attendance.objects.select_for_update(of=("self",)).select_related("workshop__series__organisation").get(pk=attendance.pk)
    if row.answer != answer:
        row.answer, row.answered_at = answer, clocks.now()
        row.save(update_fields=["answer", "answered_at"])
        _told("answer_invitation", row.workshop, by, attendance=row.pk, answer=answer)
    return row


@transaction.atomic
def record_attendance(
    *, workshop: Workshop, participant: Participant, came: bool | None, minutes: int = 0, preparation_minutes: int = 0, by: User
) -> Attendance:
    """Write down whether somebody came and for how long, and how long they prepared: both are paid.

    Raises
    ------
    SessionRefused
        It has not begun, was cancelled, or the person takes part in another series.
    """
    row = _locked(workshop)
    if participant.series_id != row.series_id:
        raise SessionRefused("This person takes part in another series.")
    if came and row.state == WorkshopState.CANCELLED:
        raise SessionRefused("This session was cancelled, so nobody came. You can write down how long people prepared.")
    if came and row.starts_at > clocks.now():
        raise SessionRefused("This session has not begun. Write down who came once it has.")
    if not 0 <= minutes <= LONGEST_MINUTES or not 0 <= preparation_minutes <= LONGEST_MINUTES:
        raise SessionRefused("Minutes go from 0 to 1,440, which is a day. Write what one person spent.")
    made, _ = Attendance.objects.select_for_update().get_or_create(workshop=row, participant=participant)
    now = (came, minutes if came else 0, preparation_minutes)
    if (made.came, made.minutes, made.preparation_minutes) != now:
        made.came, made.minutes, made.preparation_minutes = now
        made.recorded_by = by
        made.save(update_fields=["came", "minutes", "preparation_minutes", "recorded_by"])
        _told("record_attendance", row, by, attendance=made.pk, came=came, minutes=now[1], preparation_minutes=preparation_minutes)
    return made


@transaction.atomic
def tell_preparation(*, attendance: Attendance, minutes: int) -> Attendance:
    """Somebody says themselves how long they took to prepare. It is paid once a second person has approved the claim.

    Raises
    ------
    SessionRefused
        It is longer than anybody may say by themselves: a member writes down more.
    """
    if not 0 <= minutes <= MOST_PREPARATION:
        raise SessionRefused(f"You can write at most {MOST_PREPARATION} minutes here. If it took longer, tell us, and we write it down.")
    row = Attendance.objects.select_for_update(of=("self",)).select_related("workshop__series__organisation").get(pk=attendance.pk)
    if row.preparation_minutes != minutes:
        row.preparation_minutes = minutes
        row.save(update_fields=["preparation_minutes"])
        _told("tell_preparation", row.workshop, None, attendance=row.pk, preparation_minutes=minutes)
    return row


@transaction.atomic
def mark_ready(*, workshop: Workshop, by: User, despite: str = "") -> Workshop:
    """Say that all is arranged. With something that nobody has arranged it takes a reason, which is kept.

    Raises
    ------
    SessionRefused
        It is over or cancelled, something that somebody needs is not arranged and no reason is given, or nobody is there when it
        becomes too much.
    """
    row = _planned(workshop)
    if not row.distress_route.strip():
        raise SessionRefused("Say first who is there for people when it becomes too much.")
    waiting = needs.not_arranged(row)
    if waiting and not despite.strip():
        raise SessionRefused(f"Not arranged yet: {len(waiting)}. Arrange it, or say why the session goes ahead without it.")
    row.ready_at, row.ready_despite = clocks.now(), despite.strip() if waiting else ""
    row.save(update_fields=["ready_at", "ready_despite"])
    _told("mark_workshop_ready", row, by, not_arranged=[need.pk for need in waiting])
    return row


@transaction.atomic
def hold(*, workshop: Workshop, by: User) -> Workshop:
    """Say that it took place.

    Raises
    ------
    SessionRefused
        It has not begun, was cancelled, or is marked so already.
    """
    row = _planned(workshop)
    if row.starts_at > clocks.now():
        raise SessionRefused("This session has not begun. Mark it as held once it has.")
    row.state = WorkshopState.HELD
    row.save(update_fields=["state"])
    _told("hold_workshop", row, by)
    return row


def _give(participant: Participant, kind: NoticeKind, message: Message, workshop: Workshop, by: User) -> None:
    notices.give(
        organisation=series_found.holding(workshop.series),
        to=participant,
        kind=kind,
        message=message,
        due=min(clocks.localdate() + datetime.timedelta(days=1), session_times.starts(workshop).date()),
        by=by,
    )


def _locked(workshop: Workshop) -> Workshop:
    rows = Workshop.objects.select_for_update(of=("self",)).select_related("series__organisation", "series__identities_held_by")
    return rows.get(pk=workshop.pk)


def _planned(workshop: Workshop) -> Workshop:
    row = _locked(workshop)
    if row.state == WorkshopState.CANCELLED:
        raise SessionRefused("This session is cancelled. Plan another one.")
    if row.state == WorkshopState.HELD:
        raise SessionRefused("This session has taken place already.")
    return row


def _free_code() -> str:
    for _ in range(TRIES):
        code = short_code()
        if not Workshop.objects.filter(code=code).exists():
            return code
    raise IntegrityError("no free code was found")


def _told(verb: str, workshop: Workshop, by: User | None, **details: object) -> None:
    audit.record(
        by=by, action=f"coproduction.{verb}", subject=f"workshop:{workshop.pk}", organisation=workshop.series.organisation, **details
    )
