"""Takes a person out of what this room holds. The caller records it: one erasure is one event, over all rooms."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from levelground.web.people.models import User
from levelground.web.publishing.models import Comment, ConsultationInvitation, Ownership


@transaction.atomic
def erase(user: User | None, email: str, words_too: bool) -> None:
    """Part a person from what they said, and from what they answer for.

    Their invitations lose the address and their links end. What they said stays without a name, or, with `words_too`, is taken
    back everywhere. What they owned is without an owner.
    """
    said = Q(invitation__email__iexact=email) | (Q(by=user) if user else Q(pk__in=()))
    comments = Comment.objects.filter(pk__in=list(Comment.objects.filter(said).values_list("pk", flat=True)))
    if words_too:
        comments.filter(withdrawn_at__isnull=True).update(words="", withdrawn_at=timezone.now())
    comments.update(by=None, invitation=None, name="")
    for invitation in ConsultationInvitation.objects.filter(email__iexact=email):
        invitation.email, invitation.token_digest = "", f"ended:{invitation.pk}"
        invitation.save(update_fields=["email", "token_digest"])
    if user is not None:
        Ownership.objects.filter(owner=user, ended_at__isnull=True).update(ended_at=timezone.now())
