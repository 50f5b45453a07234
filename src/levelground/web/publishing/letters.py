"""The letters that this room sends. Each is sent once what it tells of is stored."""

from __future__ import annotations

from django.urls import reverse

from levelground.web import notifications
from levelground.web.publishing.models import ConsultationInvitation


def send_invitation(invitation: ConsultationInvitation, token: str) -> None:
    """The link with which somebody takes part in a consultation."""
    consultation = invitation.consultation
    organisation = consultation.version.package.organisation.name
    question = " ".join(consultation.question.split())
    notifications.send(
        invitation.email,
        notifications.Message(
            subject=f"{organisation} asks what you think",
            paragraphs=(
                f"{organisation} has written a plan for change. They ask: {question}",
                f"You can say what you think until the end of {consultation.last_day:%A} {consultation.last_day.day} "
                f"{consultation.last_day:%B %Y}.",
                "You need no account. You do not have to give your name. You do not have to take part.",
                "The link is yours alone. With it you can see what you said, and take it back.",
            ),
            links=(("Say what you think", reverse("invited", kwargs={"token": token})),),
        ),
    )
