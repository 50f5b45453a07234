"""Calls in somebody's own language: asked for, the interpreter found or not, each try counted, done."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from levelground.web.coproduction.models import CallBack, ExpressionOfInterest
from levelground.web.people.actions import audit
from levelground.web.people.models import User

SIGN_LANGUAGE = "British Sign Language"


@transaction.atomic
def ask(*, expression: ExpressionOfInterest, wanted: bool, when: str = "", phone: str = "") -> CallBack | None:
    """Ask to be called, in the language of the expression of interest, or in British Sign Language; or ask no more."""
    open_ones = CallBack.objects.filter(expression=expression, done_at__isnull=True)
    if not wanted:
        open_ones.delete()
        return None
    expression.phone = phone or expression.phone
    language = SIGN_LANGUAGE if expression.sign_language else expression.language or "English"
    found, _ = CallBack.objects.update_or_create(
        expression=expression,
        done_at__isnull=True,
        defaults={"language": language, "when": when},
        create_defaults={
            "expression": expression,
            "language": language,
            "when": when,
            "interpreter": "not_needed" if language.casefold() == "english" else "needed",
        },
    )
    return found


@transaction.atomic
def keep(*, call_back: CallBack, interpreter: str, tried: bool, done: bool, by: User) -> CallBack:
    """Write down how it stands: the interpreter, that somebody tried once more, that the call has been made."""
    row = CallBack.objects.select_for_update().get(pk=call_back.pk)
    now = timezone.now()
    if interpreter != row.interpreter:
        row.interpreter, row.interpreter_at = interpreter, now
    row.tried += int(tried or done)
    if done and row.done_at is None:
        row.done_at, row.done_by = now, by
    row.save()
    audit.record(
        by=by,
        action="coproduction.call_back",
        subject=f"call_back:{row.pk}",
        organisation=row.expression.opportunity.series.organisation,
        interpreter=interpreter,
        tried=row.tried,
        done=done,
    )
    return row
