"""Keeps what people say, in their words, and lets them take it back. No word of it is in the audit trail."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from levelground.web.coproduction import signals
from levelground.web.coproduction.actions import copies
from levelground.web.coproduction.codes import public_id
from levelground.web.coproduction.contribution_refusals import ContributionRefused
from levelground.web.coproduction.models import (
    Attribution,
    Concern,
    Contribution,
    Participant,
    Prompt,
    Quote,
    Series,
    Theme,
    WhenSaid,
    Workshop,
)
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.actions import audit
from levelground.web.people.actions.privacy import out_of_the_file
from levelground.web.people.digests import keyed_digest
from levelground.web.people.models import User

MAY_BE_QUOTED, NOT_QUOTED = "may_be_quoted", "not_quoted"
"""What a second reader may say."""


@transaction.atomic
def contribute(
    *,
    series: Series | None,
    words: str,
    when: WhenSaid | str,
    form_key: str,
    participant: Participant | None = None,
    workshop: Workshop | None = None,
    prompt: Prompt | None = None,
    concern: Concern | None = None,
    element: str = "",
    attribution: Attribution | str = Attribution.ANONYMOUS,
    sensitive: bool = False,
    sensitive_because: str = "",
    medium: str = "text",
    entered_by: User | None = None,
) -> Contribution:
    """Keep one thing that somebody said. The same words sent twice with the same `form_key` are one, also after they were taken back.

    Raises
    ------
    ContributionRefused
        There are no words.
    """
    said = words.replace("\r\n", "\n").strip()
    if not said:
        raise ContributionRefused(Phrase("A note needs words. Write what you want to say first."))
    given = {
        "public_id": public_id("C"),
        "series": series,
        "workshop": workshop,
        "prompt": prompt,
        "participant": participant,
        "concern": concern,
        "when": WhenSaid(when),
        "medium": medium,
        "words": said,
        "element": element or (prompt.element if prompt else ""),
        "attribution": Attribution(attribution) if participant else Attribution.ANONYMOUS,
        "sensitive": sensitive,
        "sensitive_because": sensitive_because if sensitive else "",
        "flagged_by": entered_by if sensitive else None,
        "entered_by": entered_by,
    }
    about = (form_key, *(str(each.pk) if each else "" for each in (series, workshop, participant, concern)))
    made, is_new = Contribution.objects.get_or_create(form_key=keyed_digest("|".join((*about, said))), defaults=given)
    if is_new:
        _told("contribute", made, entered_by, medium=medium, when=str(made.when), sensitive=sensitive)
    return made


@transaction.atomic
def write_down(
    *,
    series: Series,
    notes: Iterable[str],
    when: WhenSaid | str,
    form_key: str,
    participant: Participant | None = None,
    workshop: Workshop | None = None,
    prompt: Prompt | None = None,
    attribution: Attribution | str = Attribution.ANONYMOUS,
    pseudonym: str = "",
    sensitive: bool = False,
    medium: str = "text",
    by: User,
) -> list[Contribution]:
    """Write down several notes for somebody: said in the room, on the phone, or on paper. All of them, or none."""
    made = [
        contribute(
            series=series,
            words=words,
            when=when,
            form_key=f"{form_key}-{number}",
            participant=participant,
            workshop=workshop,
            prompt=prompt,
            attribution=attribution,
            sensitive=sensitive,
            medium=medium,
            entered_by=by,
        )
        for number, words in enumerate(notes)
    ]
    if made and pseudonym:
        attribute(contribution=made[0], attribution=attribution, pseudonym=pseudonym, by=by)
    return made


@transaction.atomic
def withdraw(*, contribution: Contribution, by: User | None = None, because: str = "asked") -> Contribution:
    """Take words back, for whoever said them: they are gone from here at once, with every quote and copy of them that this site holds.

    The id stays: a version that rests on it names it for ever, and its pages then say "withdrawn".
    `because`: "asked" (the person did), or "not_a_contribution" where a machine or a stranger sent it.
    """
    row = _locked(contribution)
    if row.withdrawn_at is None:
        taken_out = copies.take_out(contribution=row)
        row.words = row.sensitive_because = row.read_again_verdict = ""
        row.attribution, row.withdrawn_at = Attribution.ANONYMOUS, timezone.now()
        row.save()
        row.themes.clear()
        Quote.objects.filter(contribution=row).update(words="", approved_at=None, shown_at=None, refused_at=row.withdrawn_at)
        _told("withdraw_contribution", row, by, because=because, copies=taken_out)
        signals.contribution_withdrawn.send(sender=Contribution, contribution=row)
        transaction.on_commit(out_of_the_file)
    contribution.refresh_from_db()
    return row


@transaction.atomic
def attribute(*, contribution: Contribution, attribution: Attribution | str, pseudonym: str = "", by: User | None = None) -> Contribution:
    """How the person wants to be named with these words, from now on and wherever they stand."""
    row = _there(contribution)
    row.attribution = Attribution(attribution) if row.participant_id else Attribution.ANONYMOUS
    row.save(update_fields=["attribution"])
    if row.attribution == Attribution.PSEUDONYM and row.participant and pseudonym:
        mine = Participant.objects.filter(pk=row.participant.pk)
        (mine if by is None else mine.filter(pseudonym="")).update(pseudonym=pseudonym)  # nobody else changes a name that is chosen
    _told("attribute_contribution", row, by, attribution=str(row.attribution))
    return row


@transaction.atomic
def flag_sensitive(*, contribution: Contribution, because: str = "", by: User | None = None) -> Contribution:
    """Say that words are sensitive; `by=None`: the person themselves does. Whatever was quoted of them waits for a second reading."""
    row = _there(contribution)
    row.sensitive, row.sensitive_because, row.flagged_by = True, because, by
    row.read_again_at, row.read_again_by, row.read_again_verdict = None, None, ""
    row.save()
    Quote.objects.filter(contribution=row).update(shown_at=None)
    _told("flag_contribution", row, by)
    return row


@transaction.atomic
def read_again(*, contribution: Contribution, verdict: str, by: User) -> Contribution:
    """What a second reader says of sensitive words: somebody who neither said them, nor wrote them down, nor flagged them.

    Raises
    ------
    ContributionRefused
        Nobody flagged it, or this is the first reader once more.
    """
    row = _there(contribution)
    if not row.sensitive:
        raise ContributionRefused(Phrase("Nobody has marked this as sensitive, so it needs no second reading."))
    if by.pk in {row.flagged_by_id, row.entered_by_id, row.participant.user_id if row.participant else None}:
        raise ContributionRefused(
            Phrase("You said it, wrote it down or marked it, so somebody else must read it again. Ask another member.")
        )
    if verdict not in {MAY_BE_QUOTED, NOT_QUOTED}:
        raise ValueError(f"a second reader says {MAY_BE_QUOTED} or {NOT_QUOTED}, not {verdict}")
    row.read_again_at, row.read_again_by, row.read_again_verdict = timezone.now(), by, verdict
    row.save(update_fields=["read_again_at", "read_again_by", "read_again_verdict"])
    if verdict == NOT_QUOTED:
        Quote.objects.filter(contribution=row).update(shown_at=None)
    _told("read_contribution_again", row, by, verdict=verdict)
    return row


@transaction.atomic
def set_themes(*, contribution: Contribution, themes: Iterable[Theme], by: User) -> Contribution:
    """Put a contribution under these themes of its series, and under no other."""
    row = _there(contribution)
    chosen = [theme for theme in themes if theme.series_id == row.series_id]
    row.themes.set(chosen)
    _told("set_themes", row, by, themes=[theme.pk for theme in chosen])
    return row


def _there(contribution: Contribution) -> Contribution:
    row = _locked(contribution)
    if row.withdrawn_at is not None:
        raise ContributionRefused(Phrase("The person took these words back, so nothing can be done with them."))
    return row


def _locked(contribution: Contribution) -> Contribution:
    rows = Contribution.objects.select_for_update(of=("self",)).select_related(
        "series__organisation", "concern__organisation", "participant"
    )
    return rows.get(pk=contribution.pk)


def _told(verb: str, row: Contribution, by: User | None, **details: object) -> None:
    within = row.series or row.concern
    audit.record(
        by=by,
        action=f"coproduction.{verb}",
        subject=f"contribution:{row.pk}",
        organisation=within.organisation if within else None,
        **details,
    )
