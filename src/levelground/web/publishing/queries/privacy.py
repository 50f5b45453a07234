"""What this room holds of a person: what they said, the invitations that they were sent, what they answer for."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from levelground.web.people.models import User
from levelground.web.publishing.models import Comment, ConsultationInvitation, Ownership


def held(whose: User | str) -> list[dict[str, Any]]:
    """All of it, for the copy that a person may ask for; `whose` is somebody with an account, or an email address."""
    email = whose.email if isinstance(whose, User) else whose
    comments = Comment.objects.filter(_said_by(whose, email)).select_related("answer").order_by("at").distinct()
    invitations = ConsultationInvitation.objects.filter(email__iexact=email).order_by("invited_at")
    found = [*map(_of_comment, comments), *map(_of_invitation, invitations)]
    if isinstance(whose, User):
        found += map(_of_ownership, Ownership.objects.filter(owner=whose).select_related("package").order_by("named_at"))
    return found


def _said_by(whose: User | str, email: str) -> Q:
    by_link = Q(invitation__email__iexact=email)
    return by_link | Q(by=whose) if isinstance(whose, User) else by_link


def _of_comment(comment: Comment) -> dict[str, Any]:
    answer = getattr(comment, "answer", None)
    return {
        "kind": "comment",
        "at": comment.at.isoformat(),
        "element": comment.element,
        "words": comment.words,
        "name": comment.name,
        "taken_back_at": comment.withdrawn_at.isoformat() if comment.withdrawn_at else None,
        "answer": answer.words if answer else None,
    }


def _of_invitation(invitation: ConsultationInvitation) -> dict[str, Any]:
    return {
        "kind": "invitation to a consultation",
        "at": invitation.invited_at.isoformat(),
        "email": invitation.email,
        "question": invitation.consultation.question,
    }


def _of_ownership(ownership: Ownership) -> dict[str, Any]:
    return {
        "kind": "answers for an element",
        "change_package": ownership.package.package_id,
        "element": ownership.element,
        "since": ownership.named_at.isoformat(),
        "due": ownership.due.isoformat() if ownership.due else None,
        "until": ownership.ended_at.isoformat() if ownership.ended_at else None,
    }
