"""Tells the room of people what this room holds of a person: how it is given out, and how it is erased."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import DateTimeField, ForeignKey, ManyToManyField, Model

from levelground.web.coproduction.actions import privacy
from levelground.web.coproduction.queries.privacy import held
from levelground.web.people import personal_data
from levelground.web.people.models import User
from levelground.web.people.personal_data import DataHolder

NAMES_PEOPLE: dict[str, str] = {
    "Participant": "Name, pseudonym and ways to be reached are emptied; needs are deleted; the link ends; a number stays.",
    "ExpressionOfInterest": "Everything that the person gave is emptied, the voice note deleted; the link ends; a number stays.",
    "DemographicAnswers": "Deleted with the answer that they go with, or on their date.",
    "CallBack": "Deleted with the answer that it goes with.",
    "BlindReading": "Deleted with the answer that it is about.",
    "SelectionOutcome": "The reason is emptied; what was decided stays.",
    "AccessArrangement": "Deleted with the person.",
    "Concern": "Name, group and ways to be reached are emptied, and the words too where they wish it.",
    "ConcernReply": "Emptied with the words of the concern; the name of who answered is replaced.",
    "ConcernDesk": "The name of who answers is replaced when they go.",
    "IdentityHolder": "Ended, and the name is replaced, when they go.",
    "Opportunity": "The contact is replaced when they go.",
    "PaymentDesk": "How to reach finance is emptied where it names them.",
    "Contribution": "Taken back everywhere where the person wishes it; else it stays and names nobody.",
    "Quote": "Deleted unless the person had said yes; goes with the words.",
    "GroupStatement": "The person stands behind it no more; the group's words stay.",
    "DecisionPart": "The words of dissent go with the person's words; where they stood stays, with a number.",
    "MinutesCorrection": "Deleted with the person's words.",
    "Notice": "Its words are emptied; what was not told yet is deleted.",
    "Attendance": "Stays, with a number: hours add up.",
    "PaymentOffer": "Stays, with a number; one that waits for an answer is withdrawn.",
    "PaymentClaim": "The sum stays, with a number; what finance knows the person by goes once it is paid.",
    "ClaimLine": "The sum stays; receipts and what was said of them go once it is paid.",
}
"""Every table of this room that names a person who takes part, answered a call or raised a concern; and what erasure does to it."""


def speak_for_this_room() -> None:
    """Called once, when the site starts."""
    personal_data.hold(
        DataHolder(
            "co_production",
            "Your name and how to reach you are taken out, and what you said too where you wish it.",
            held,
            privacy.erase_user,
            held,
            privacy.erase_reached_by,
        )
    )
    personal_data.hold(
        DataHolder("work_on_co_production", "Stays, with “Erased person” in place of your name.", _work, lambda user, words: None)
    )


def work() -> list[tuple[type[Model], str]]:
    """Every column of this room that says who did something in their work."""
    return [
        (model, column.name)
        for model in apps.get_app_config("coproduction").get_models()
        for column in model._meta.get_fields()
        if isinstance(column, ForeignKey | ManyToManyField) and column.related_model is User
    ]


def _work(user: User) -> list[dict[str, Any]]:
    return [
        {"what": f"{model._meta.verbose_name}, {column.replace('_', ' ')}", **row}
        for model, column in work()
        for row in model._default_manager.filter(**{column: user}).order_by("pk").values("pk", *_when(model))
    ]


def _when(model: type[Model]) -> list[str]:
    """Its first moment, where it has one."""
    return [column.name for column in model._meta.get_fields() if isinstance(column, DateTimeField)][:1]
