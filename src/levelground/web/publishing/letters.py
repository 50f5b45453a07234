"""The letters that this room sends. Each is sent once what it tells of is stored."""

from __future__ import annotations

from django.urls import reverse

from levelground.web import notifications
from levelground.web.design_system import days
from levelground.web.publishing.models import Comment, ConsultationInvitation


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
                f"You can say what you think until the end of {consultation.last_day:%A} {days.day(consultation.last_day)}.",
                "You need no account. You do not have to give your name. You do not have to take part.",
                "The link is yours alone. With it you can see what you said, and take it back.",
            ),
            links=(("Say what you think", reverse("invited", kwargs={"token": token})),),
        ),
    )


def send_answered(comment: Comment) -> None:
    """That there is an answer, to somebody who was invited or has an account; nobody else left an address."""
    email = comment.invitation.email if comment.invitation else comment.by.email if comment.by else ""
    if not email:
        return
    organisation = comment.version.package.organisation.name
    where = "the link in your invitation" if comment.invitation else "the link that you were given when you sent it"
    notifications.send(
        email,
        notifications.Message(
            subject=f"{organisation} has answered you",
            paragraphs=(
                f"You said what you think of “{comment.version.title}”. {organisation} has read it, and has written an answer.",
                f"To read it, open {where}.",
            ),
        ),
    )
