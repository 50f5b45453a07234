"""Quotes: exact words in an exact place. Whoever said them sees them there first, and says yes or no."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from levelground.web.coproduction import signed_links
from levelground.web.coproduction.actions import notices
from levelground.web.coproduction.actions.contributions import MAY_BE_QUOTED
from levelground.web.coproduction.contribution_refusals import ContributionRefused
from levelground.web.coproduction.exact_words import occurs
from levelground.web.coproduction.models import Contribution, NoticeKind, Participant, Quote
from levelground.web.design_system.phrases import Phrase
from levelground.web.notifications import Message
from levelground.web.people.actions import audit
from levelground.web.people.models import User


@transaction.atomic
def ask(*, contribution: Contribution, words: str, place: str, by: User) -> Quote:
    """Ask somebody whether these words of theirs may stand in this place. They are told at once; nobody sees the quote until they say yes.

    Raises
    ------
    ContributionRefused
        These are not their words, nobody can be asked, or the words were taken back.
    """
    row = Contribution.objects.select_related("series__organisation", "participant").get(pk=contribution.pk)
    if row.withdrawn_at is not None:
        raise ContributionRefused("The person took these words back, so they cannot be quoted.")
    if row.participant is None or row.participant.purged_at is not None or row.series is None:
        raise ContributionRefused("Nobody knows any more who said this, so nobody can be asked. Say it in your own words instead.")
    quoted = words.replace("\r\n", "\n").strip()
    if not occurs(quoted, row.words):
        raise ContributionRefused("A quote is exact. Copy the words as they are. Where you leave some out, write … between the parts.")
    made, is_new = Quote.objects.get_or_create(contribution=row, words=quoted, place=place.strip(), defaults={"asked_by": by})
    if is_new:
        _told("ask_quote", made, by)
        _tell(made, row.participant, by)
    return made


@transaction.atomic
def approve(*, quote: Quote, by: User | None = None) -> Quote:
    """The person has seen the quote in its place and says yes; `by`: who wrote it down for somebody on the phone.

    Raises
    ------
    ContributionRefused
        The words were taken back; or a member says yes for somebody who said no, or to what they asked for themselves.
    """
    row = _there(quote)
    if by is not None and row.refused_at is not None:
        raise ContributionRefused("The person said no to this quote. Only they can change that, on their own page.")
    if by is not None and by.pk == row.asked_by_id:
        raise ContributionRefused("You asked for this quote, so another member must hear the person’s yes and write it down.")
    row.approved_at, row.refused_at = timezone.now(), None
    row.save(update_fields=["approved_at", "refused_at"])
    _told("approve_quote", row, by)
    return row


@transaction.atomic
def refuse(*, quote: Quote, by: User | None = None) -> Quote:
    """The person says no, now or after they said yes: the quote is gone from its place at once."""
    row = _locked(quote)
    row.approved_at, row.shown_at, row.refused_at = None, None, timezone.now()
    row.save(update_fields=["approved_at", "shown_at", "refused_at"])
    _told("refuse_quote", row, by)
    return row


@transaction.atomic
def show(*, quote: Quote, by: User) -> Quote:
    """Put an approved quote in its place.

    Raises
    ------
    ContributionRefused
        The person has not said yes, or it is sensitive and nobody else has read it a second time.
    """
    row = _there(quote)
    if row.approved_at is None:
        raise ContributionRefused("The person has not said yes to this quote. Wait for their answer, or ask them again.")
    if row.contribution.sensitive and row.contribution.read_again_verdict != MAY_BE_QUOTED:
        raise ContributionRefused("This is sensitive. Somebody else must read it a second time and agree before it is shown.")
    if row.contribution.sensitive and row.contribution.read_again_by_id == row.asked_by_id:
        raise ContributionRefused("Whoever asks to quote is not the second reader. Ask another member to read it again.")
    row.shown_at = row.shown_at or timezone.now()
    row.save(update_fields=["shown_at"])
    _told("show_quote", row, by)
    return row


@transaction.atomic
def take_down(*, quote: Quote, by: User) -> Quote:
    """Take a quote out of its place; the person's yes stays."""
    row = _locked(quote)
    row.shown_at = None
    row.save(update_fields=["shown_at"])
    _told("take_down_quote", row, by)
    return row


def _tell(quote: Quote, participant: Participant, by: User) -> None:
    organisation = participant.series.organisation
    message = Message(
        subject=Phrase("%(organisation)s asks to quote you", organisation=organisation.name),
        paragraphs=(
            Phrase(
                "You said something in “%(series)s”. %(organisation)s would like to quote a part of it, word for word.",
                series=participant.series.title,
                organisation=organisation.name,
            ),
            Phrase("Nobody sees the quote until you have seen it and said yes. You can say no. You do not have to say why."),
            Phrase("Your own page shows you the words, and where they would stand. You can also ask us to read them to you."),
        ),
        links=((Phrase("See the quote"), reverse("mine_quotes", kwargs={"secret": signed_links.secret_for(participant)})),),
    )
    notices.give(organisation=organisation, to=participant, kind=NoticeKind.QUOTE, message=message, by=by)


def _there(quote: Quote) -> Quote:
    row = _locked(quote)
    if row.contribution.withdrawn_at is not None or not row.words:
        raise ContributionRefused("The person took these words back, so they cannot be quoted.")
    return row


def _locked(quote: Quote) -> Quote:
    rows = Quote.objects.select_for_update(of=("self",)).select_related("contribution__series__organisation", "contribution__participant")
    return rows.get(pk=quote.pk)


def _told(verb: str, quote: Quote, by: User | None) -> None:
    series = quote.contribution.series
    audit.record(
        by=by,
        action=f"coproduction.{verb}",
        subject=f"quote:{quote.pk}",
        organisation=series.organisation if series else None,
        contribution=quote.contribution_id,
    )
