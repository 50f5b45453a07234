"""What the group itself says on a page or in a report. Nobody edits it, but where somebody could be known or the law forbids it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from levelground.web.coproduction.contribution_refusals import ContributionRefused
from levelground.web.coproduction.models import GroupStatement, Participant, Series
from levelground.web.coproduction.queries import unallowed
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.actions import audit
from levelground.web.people.models import User


@transaction.atomic
def write(
    *,
    series: Series,
    title: str,
    words: str,
    disagrees: bool = False,
    participant: Participant | None = None,
    by: User | None = None,
) -> GroupStatement:
    """Keep a statement: written by somebody of the group with their private link (`participant`), or for the group by a member (`by`).

    Whoever of the group writes it agrees with it. Everybody else of the group is asked on their own page.

    Raises
    ------
    ContributionRefused
        The person has left, or it repeats words of somebody else who has not said yes to that.
    """
    _require_still_there(participant)
    _require_allowed(series, title, words, but=participant)
    made = GroupStatement.objects.create(series=series, title=title, words=_tidy(words), disagrees=disagrees, entered_by=by)
    if participant is not None:
        made.agreed_by.add(participant)
    _told("write_statement", made, by)
    return made


@transaction.atomic
def take_out(*, statement: GroupStatement, words: str, because: str, by: User) -> GroupStatement:
    """Take something out because somebody could be known by it, or the law forbids it: what and why is printed with the statement.

    The words are not those that people agreed to any more: it is shown again once somebody of the group agrees to the new ones.

    Raises
    ------
    ContributionRefused
        There is no reason, the words are the same, or what is put there repeats words of somebody who has not said yes to that.
    """
    row = _there(statement)
    if not because.strip():
        raise ContributionRefused(Phrase("Say what you took out and why. It is printed with the statement."))
    if _tidy(words) == row.words:
        raise ContributionRefused(Phrase("The words are the same as before. Take out what must go, then press the button."))
    _require_allowed(row.series, words, because, there=(row.title, row.words))
    row.words, row.shown_at = _tidy(words), None
    row.edited_because = "\n".join(part for part in (row.edited_because, because.strip()) if part)
    row.save(update_fields=["words", "edited_because", "shown_at"])
    row.agreed_by.clear()
    _told("take_out_of_statement", row, by)
    return row


@transaction.atomic
def agree(*, statement: GroupStatement, participant: Participant) -> GroupStatement:
    """Somebody of the group says that they stand behind it."""
    row = _there(statement)
    if participant.series_id != row.series_id:
        raise ContributionRefused(Phrase("This statement is of another group."))
    _require_still_there(participant)
    row.agreed_by.add(participant)
    _told("agree_to_statement", row, None)
    return row


@transaction.atomic
def stop_agreeing(*, statement: GroupStatement, participant: Participant) -> GroupStatement:
    """Somebody of the group does not stand behind it any more. When nobody does, it is gone from where it was shown."""
    row = _there(statement)
    row.agreed_by.remove(participant)
    if not row.agreed_by.exists():
        row.shown_at = None
        row.save(update_fields=["shown_at"])
    _told("stop_agreeing_to_statement", row, None)
    return row


@transaction.atomic
def show(*, statement: GroupStatement, by: User) -> GroupStatement:
    """Show it on the public page of the series and in reports, with how many agreed. Whether one likes it is no reason not to.

    Raises
    ------
    ContributionRefused
        Nobody of the group has agreed to these words.
    """
    row = _there(statement)
    if not row.agreed_by.exists():
        raise ContributionRefused(Phrase("Nobody of the group has agreed to these words yet. People can agree on their own pages."))
    row.shown_at = row.shown_at or timezone.now()
    row.save(update_fields=["shown_at"])
    _told("show_statement", row, by)
    return row


@transaction.atomic
def withdraw(*, statement: GroupStatement, by: User | None = None) -> GroupStatement:
    """Take a statement back for the group: its words are gone from everywhere."""
    row = _locked(statement)
    if row.withdrawn_at is None:
        row.words = row.title = row.edited_because = ""
        row.shown_at, row.withdrawn_at = None, timezone.now()
        row.save()
        row.agreed_by.clear()
        _told("withdraw_statement", row, by)
    return row


def _require_still_there(participant: Participant | None) -> None:
    if participant is not None and participant.left_at is not None:
        raise ContributionRefused(Phrase("You have left this group, so you cannot speak for it any more. Ask us if you want to come back."))


def _require_allowed(series: Series, *said: str, there: tuple[str, ...] = (), but: Participant | None = None) -> None:
    refused = unallowed.refusal(series, *said, there=there, but=but)
    if refused:
        raise ContributionRefused(refused)


def _tidy(words: str) -> str:
    return words.replace("\r\n", "\n").strip()


def _there(statement: GroupStatement) -> GroupStatement:
    row = _locked(statement)
    if row.withdrawn_at is not None:
        raise ContributionRefused(Phrase("The group took this statement back, so nothing can be done with it."))
    return row


def _locked(statement: GroupStatement) -> GroupStatement:
    return GroupStatement.objects.select_for_update(of=("self",)).select_related("series__organisation").get(pk=statement.pk)


def _told(verb: str, statement: GroupStatement, by: User | None) -> None:
    organisation = statement.series.organisation
    audit.record(
        by=by, action=f"coproduction.{verb}", subject=f"statement:{statement.pk}", organisation=organisation, series=statement.series_id
    )
