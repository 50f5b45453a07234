"""What a session asks, and from when to when notes may be sent with its code."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from levelground.web.coproduction.contribution_refusals import ContributionRefused
from levelground.web.coproduction.models import Prompt, Workshop, WorkshopState
from levelground.web.people.actions import audit
from levelground.web.people.models import User


@transaction.atomic
def start_capture(*, workshop: Workshop, by: User) -> Workshop:
    """From now on everybody with the code can send notes."""
    return _capture(workshop, True, by)


@transaction.atomic
def stop_capture(*, workshop: Workshop, by: User) -> Workshop:
    """Nobody begins a note with the code any more. What was being written, or waits on a phone, still arrives."""
    return _capture(workshop, False, by)


@transaction.atomic
def ask(*, workshop: Workshop, words: str, element: str = "", by: User) -> Prompt:
    """Ask one more question in this session; it is open at once."""
    Workshop.objects.select_for_update().get(pk=workshop.pk)  # two at once would take the same number
    last = workshop.prompts.aggregate(last=Max("number"))["last"] or 0
    made = Prompt.objects.create(workshop=workshop, number=last + 1, words=words, element=element)
    _told("ask_prompt", workshop, by, prompt=made.pk, element=element)
    return made


@transaction.atomic
def open_prompt(*, prompt: Prompt, by: User) -> Prompt:
    """People see this question again."""
    return _opened(prompt, True, by)


@transaction.atomic
def close_prompt(*, prompt: Prompt, by: User) -> Prompt:
    """People do not see this question any more; what they answered stays."""
    return _opened(prompt, False, by)


def _capture(workshop: Workshop, on: bool, by: User) -> Workshop:
    row = Workshop.objects.select_for_update(of=("self",)).select_related("series__organisation").get(pk=workshop.pk)
    if on and row.state == WorkshopState.CANCELLED:
        raise ContributionRefused("This session was cancelled, so no notes can be sent to it. Plan a new one.")
    if row.capturing is not on:
        row.capturing = on
        row.save(update_fields=["capturing"])
        _told("start_capture" if on else "stop_capture", row, by)
    return row


def _opened(prompt: Prompt, on: bool, by: User) -> Prompt:
    prompt.open = on
    prompt.save(update_fields=["open"])
    _told("open_prompt" if on else "close_prompt", prompt.workshop, by, prompt=prompt.pk)
    return prompt


def _told(verb: str, workshop: Workshop, by: User, **details: object) -> None:
    audit.record(
        by=by,
        action=f"coproduction.{verb}",
        subject=f"workshop:{workshop.pk}",
        organisation=workshop.series.organisation,
        **details,
    )
