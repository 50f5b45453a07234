"""Who must be told what, by when, and whether they were."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from levelground.web.coproduction.models.concern import Concern
from levelground.web.coproduction.models.expression import ContactBy, ExpressionOfInterest
from levelground.web.coproduction.models.participant import Participant
from levelground.web.people.models import Organisation


class NoticeKind(models.TextChoices):
    """What somebody is told."""

    ACKNOWLEDGEMENT = "acknowledgement", "That we have what they sent"
    OUTCOME = "outcome", "Whether they were chosen"
    INVITATION = "invitation", "When and where to come"
    PACK = "pack", "What to read before"
    MINUTES = "minutes", "What was said, to correct"
    QUOTE = "quote", "That we ask to quote them"
    DECISION = "decision", "What became of what they said"
    PAYMENT = "payment", "What they are paid"
    REPLY = "reply", "The reply to their concern"
    CHANGE = "change", "That something changed"


class Notice(models.Model):
    """One message to one person. By email or text it goes at once; by phone or letter it waits until somebody has done it.

    Its words are kept only until the person has been told, and for as long as somebody may have to say them again (`purge_on`).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="notices")
    expression = models.ForeignKey(ExpressionOfInterest, on_delete=models.CASCADE, null=True, blank=True, related_name="notices")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, null=True, blank=True, related_name="notices")
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, null=True, blank=True, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    channel = models.CharField(
        max_length=10, choices=ContactBy.choices, blank=True, help_text="Empty: the person left no way to be reached."
    )
    subject = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    language = models.CharField(max_length=20, default="en-GB", help_text="In which the words are written.")
    due = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: the site sent it."
    )
    failed_at = models.DateTimeField(null=True, blank=True)
    purge_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("due", "made_at", "pk")
        indexes = (models.Index(fields=("organisation", "told_at", "due")),)

    def __str__(self) -> str:
        return f"notice {self.pk}"
