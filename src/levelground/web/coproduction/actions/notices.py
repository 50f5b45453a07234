"""Everybody is told: by the site where it can, else by somebody of the organisation, who says when they did."""

from __future__ import annotations

import datetime
import re
from functools import partial

from django.db import transaction
from django.utils import timezone

from levelground.web import notifications
from levelground.web.coproduction import notice_ways
from levelground.web.coproduction.models import Concern, ExpressionOfInterest, Notice, NoticeKind, Participant
from levelground.web.design_system.translations import named
from levelground.web.notifications import Message, Recipient, twins, written
from levelground.web.people.actions import audit
from levelground.web.people.models import Organisation, User

PRIVATE_LINK = re.compile(r"\S*/(?:mine|outcome|interest|concern)/\S+")
"""An address that opens somebody's own page; kept in the words of a notice only until it is given."""
KEPT = datetime.timedelta(days=90)
"""How long the words of a notice are kept after it was made."""


@transaction.atomic
def give(
    *,
    organisation: Organisation,
    to: ExpressionOfInterest | Participant | Concern,
    kind: NoticeKind,
    message: Message,
    due: datetime.date | None = None,
    by: User | None,
) -> Notice:
    """Tell somebody something.

    By email it goes when the transaction ends. So does a text to a mobile phone, and a letter, where this site has somebody who
    delivers them and the person reads the language of the message. Else it waits for `done`; so does what was not taken.

    The message goes in the person's own language where humans have checked all of it (`notifications.written`), else in English.
    """
    message = written(message, named(to.language))
    notice = Notice.objects.create(
        organisation=organisation,
        **{_column(to): to},
        kind=kind,
        channel=to.contact_by,
        subject=message.subject[:200],
        words=twins.letter_body(message),
        language=message.language,
        due=due,
        purge_on=timezone.localdate() + KEPT,
    )
    audit.record(by=by, action="coproduction.give_notice", subject=f"notice:{notice.pk}", organisation=organisation, kind=str(kind))
    recipient = notice_ways.recipient(to, message.language)
    if recipient is not None:
        transaction.on_commit(partial(_send, notice.pk, recipient, message))
    return notice


@transaction.atomic
def done(*, notice: Notice, by: User) -> Notice:
    """Somebody told the person by phone or post. The private link in the words goes: nobody has to say it again."""
    row = Notice.objects.select_for_update().get(pk=notice.pk)
    if row.told_at is None:
        row.told_at, row.told_by, row.words = timezone.now(), by, _without_private_links(row.words)
        row.save(update_fields=["told_at", "told_by", "words"])
        audit.record(by=by, action="coproduction.notice_done", subject=f"notice:{row.pk}", organisation=row.organisation)
    return row


@transaction.atomic
def send_again(*, notice: Notice, by: User) -> Notice:
    """Send it once more, by the way that they chose: it could not be sent, or nothing was heard of it.

    Where the site cannot reach them by itself nothing changes: it goes on waiting for somebody to call or to write.
    """
    rows = Notice.objects.select_for_update(of=("self",)).select_related("organisation", "participant", "expression", "concern")
    row = rows.get(pk=notice.pk)
    found = notice_ways.again(row)
    if found is None:
        return row
    row.failed_at, row.channel = None, notice_ways.CHANNELS[found[0].way]
    row.save(update_fields=["failed_at", "channel"])
    audit.record(by=by, action="coproduction.send_notice_again", subject=f"notice:{row.pk}", organisation=row.organisation)
    transaction.on_commit(partial(_send, row.pk, *found))
    return row


def _send(pk: int, recipient: Recipient, message: Message) -> None:
    if not notifications.deliver(recipient, message):
        Notice.objects.filter(pk=pk).update(failed_at=timezone.now())
        return
    for row in Notice.objects.filter(pk=pk):
        row.told_at, row.words = timezone.now(), _without_private_links(row.words)
        row.save(update_fields=["told_at", "words"])


def _without_private_links(words: str) -> str:
    """The words, with nothing in them that opens somebody's own page."""
    return PRIVATE_LINK.sub("[private link]", words)


def _column(to: ExpressionOfInterest | Participant | Concern) -> str:
    return {ExpressionOfInterest: "expression", Participant: "participant", Concern: "concern"}[type(to)]
