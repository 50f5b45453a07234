"""The letters that this room sends. Each is sent once what it tells of is stored."""

from __future__ import annotations

from django.urls import reverse

from levelground.web import notifications
from levelground.web.design_system import days
from levelground.web.publishing.models import Comment, ConsultationInvitation, PackageVersion, Review, Verdict
from levelground.web.publishing.queries import reviews


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


def send_review_asked(review: Review) -> None:
    """That a draft waits to be reviewed, to each member who may do it; each letter names nobody but who asked."""
    version = review.version
    message = notifications.Message(
        subject="A draft waits for your review",
        paragraphs=(
            f"{_in_a_line(review.asked_by.name)} asks for a review of “{_in_a_line(version.title)}”, version {version.number}.",
            f"You can do it because you are a member of {version.package.organisation.name} and wrote no part of this draft.",
            "One person is enough. If somebody else has done it, the page says so.",
        ),
        links=(("Read it and say what you found", _page(version, "review")),),
    )
    for person in reviews.may_be_asked(version, asked_by=review.asked_by):
        notifications.send(person.email, message)


def send_review_answered(review: Review) -> None:
    """What became of a review, to who asked for it; the letter does not say who did it."""
    version, accepted = review.version, review.verdict == Verdict.ACCEPTED
    said = "They say that it can be published." if accepted else "They sent it back with what should change. It is a draft again."
    link = ("Publish it", _page(version, "publish")) if accepted else ("Read what they said", _page(version, "ask_for_review"))
    notifications.send(
        review.asked_by.email,
        notifications.Message(
            subject="Your draft has been reviewed",
            paragraphs=(f"A second person has read “{_in_a_line(version.title)}”, version {version.number}. {said}",),
            links=(link,),
        ),
    )


def _page(version: PackageVersion, name: str) -> str:
    return reverse(name, kwargs={"organisation": version.package.organisation.slug, "draft": version.pk})


def _in_a_line(words: str) -> str:
    return " ".join(words.split())
