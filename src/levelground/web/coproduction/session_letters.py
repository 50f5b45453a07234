"""What people who take part are told of a session. A letter names nobody else who comes."""

from __future__ import annotations

from django.urls import reverse

from levelground.web.coproduction import calendars, session_times, signed_links
from levelground.web.coproduction.models import Minutes, Participant, PreparationPack, Workshop
from levelground.web.design_system.phrases import Phrase
from levelground.web.notifications import Attachment, Message

PREPARING_IS_PAID = Phrase("The time that you take to prepare is paid. You can write on your page how long it took.")
YOURS_ALONE = Phrase("The link is yours alone. You need no account.")


def invitation(workshop: Workshop, participant: Participant, contact_email: str) -> Message:
    """When and where to come."""
    return Message(
        subject=Phrase("You are invited: %(session)s", session=_line(workshop.title)),
        paragraphs=(
            Phrase(
                "%(organisation)s invites you to a session of “%(series)s”.",
                organisation=workshop.series.organisation.name,
                series=_line(workshop.series.title),
            ),
            Phrase("When: %(when)s.", when=session_times.when(workshop)),
            *_where(workshop),
            Phrase("Please tell us if you can come: yes, no or maybe. You can change your answer. You do not have to say why."),
            Phrase("Tell us what you need to take part. If you cannot come, you can still say what you think: it counts the same."),
            YOURS_ALONE,
        ),
        links=(
            (Phrase("Answer, and see all about the session"), _page("mine_session", workshop, participant)),
            _calendar(workshop, participant),
        ),
        attachments=(_file(workshop, contact_email),),
    )


def change(workshop: Workshop, participant: Participant, contact_email: str, *, asked_again: bool) -> Message:
    """That it is at another time or in another place."""
    again = (
        Phrase("The time is new, so we ask you again: please say if you can come.")
        if asked_again
        else Phrase("You can change your answer at any time.")
    )
    return Message(
        subject=Phrase("Changed: %(session)s", session=_line(workshop.title)),
        paragraphs=(
            Phrase(
                "Something has changed about a session of “%(series)s”. This is how it stands now.", series=_line(workshop.series.title)
            ),
            Phrase("When: %(when)s.", when=session_times.when(workshop)),
            *_where(workshop),
            again,
            Phrase("If you need something else because of this, tell us on the same page."),
            YOURS_ALONE,
        ),
        links=((Phrase("See the session, and answer"), _page("mine_session", workshop, participant)), _calendar(workshop, participant)),
        attachments=(_file(workshop, contact_email),),
    )


def cancelled(workshop: Workshop, participant: Participant, contact_email: str, because: str, *, is_paid: bool = True) -> Message:
    """That it does not take place, and what is paid all the same."""
    if workshop.cancelled_late:
        paid = Phrase("We tell you this late. So you are paid for the session all the same, and for the time that you took to prepare.")
    else:
        paid = Phrase("If you have prepared for it already, write on your page how long that took. That time is paid.")
    return Message(
        subject=Phrase("Cancelled: %(session)s", session=_line(workshop.title)),
        paragraphs=(
            Phrase("The session on %(when)s does not take place. We are sorry.", when=session_times.when(workshop)),
            *([Phrase("Why: %(words)s", words=_line(because))] if because.strip() else []),
            *([paid] if is_paid else []),
            Phrase("What you have said before it counts all the same."),
        ),
        links=((Phrase("See the session"), _page("mine_session", workshop, participant)),),
        attachments=(_file(workshop, contact_email),),
    )


def packs(workshop: Workshop, participant: Participant, sent: list[PreparationPack], *, is_paid: bool = True) -> Message:
    """What there is to read before."""
    titles = "; ".join(_line(pack.title) for pack in sent)
    return Message(
        subject=Phrase("To read before: %(session)s", session=_line(workshop.title)),
        paragraphs=(
            Phrase(
                "There is something to read before the session on %(when)s: %(titles)s.", when=session_times.when(workshop), titles=titles
            ),
            Phrase("Read as much of it as you like."),
            *([PREPARING_IS_PAID] if is_paid else []),
            Phrase("If you want it on paper, or read out to you, tell us."),
            YOURS_ALONE,
        ),
        links=((Phrase("Read it"), _page("mine_session", workshop, participant)),),
    )


def minutes(written: Minutes, participant: Participant) -> Message:
    """What was said in the session, to be corrected."""
    workshop = written.workshop
    day = session_times.day_of(workshop)
    again = Phrase("We have written down what was said on %(day)s again, with what people had us correct. No names are in it.", day=day)
    first = Phrase("We have written down what was said on %(day)s. No names are in it.", day=day)
    return Message(
        subject=Phrase("What was said: %(session)s", session=_line(workshop.title)),
        paragraphs=(
            again if written.version > 1 else first,
            Phrase("Please look if it is right. If it is not, write on the page what should change. We answer each of you."),
            YOURS_ALONE,
        ),
        links=((Phrase("Read it, and correct it"), _page("mine_minutes", workshop, participant)),),
    )


def correction_answered(written: Minutes, participant: Participant) -> Message:
    """That somebody answered a correction."""
    return Message(
        subject=Phrase("We have answered what you wrote about the minutes"),
        paragraphs=(
            Phrase("You wrote that something was not right in the minutes of %(day)s.", day=session_times.day_of(written.workshop)),
            Phrase("We have read it, and have written an answer."),
            YOURS_ALONE,
        ),
        links=((Phrase("Read the answer"), _page("mine_minutes", written.workshop, participant)),),
    )


def _where(workshop: Workshop) -> list[Phrase]:
    parts = []
    if workshop.place:
        parts.append(Phrase("Where: %(place)s.", place=_line(workshop.place).rstrip(".")))
    if workshop.link:
        parts.append(Phrase("Join by phone or computer: %(link)s", link=workshop.link))
    return parts or [Phrase("Where: we will tell you.")]


def _page(name: str, workshop: Workshop, participant: Participant) -> str:
    return reverse(name, kwargs={"secret": signed_links.secret_for(participant), "workshop": workshop.pk})


def _calendar(workshop: Workshop, participant: Participant) -> tuple[str, str]:
    return (Phrase("Put it in your calendar"), _page("mine_session_calendar", workshop, participant))


def _file(workshop: Workshop, contact_email: str) -> Attachment:
    return Attachment(calendars.file_name(workshop), calendars.calendar_file(workshop, contact_email=contact_email), calendars.MEDIA_TYPE)


def _line(words: str) -> str:
    return " ".join(words.split())
