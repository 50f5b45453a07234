"""Somebody who takes part in a series, as those see them who work with what was said."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from levelground.web.coproduction.models.expression import ContactBy, ExpressionOfInterest
from levelground.web.coproduction.models.series import Series
from levelground.web.design_system.phrases import Phrase


class ParticipantRole(models.TextChoices):
    """In what capacity somebody takes part."""

    LIVED_EXPERIENCE = "lived_experience", Phrase("Expert by lived experience")
    SUBJECT_EXPERT = "subject_expert", Phrase("Subject expert")
    STAKEHOLDER = "stakeholder", Phrase("Stakeholder")
    BOARD_MEMBER = "board_member", Phrase("Board member")
    FACILITATOR = "facilitator", Phrase("Facilitator")


class Participant(models.Model):
    """One person in one series. `label` ("Person 4") is what everybody sees; name and ways to reach them, the identity holders alone.

    `token_digest`: their private link, with which they see what became of all that they said, their sessions and their pay.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="participants")
    expression = models.OneToOneField(ExpressionOfInterest, on_delete=models.SET_NULL, null=True, blank=True, related_name="participant")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=20, choices=ParticipantRole.choices, default=ParticipantRole.LIVED_EXPERIENCE)
    number = models.PositiveIntegerField()
    token_digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200, blank=True)
    pseudonym = models.CharField(max_length=100, blank=True)
    contact_by = models.CharField(max_length=10, choices=ContactBy.choices, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    language = models.CharField(max_length=60, blank=True)
    way = models.CharField(max_length=20, default="workshops", help_text="workshops, written or phone")
    consent_version = models.CharField(max_length=20, blank=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("series", "number")
        constraints = (models.UniqueConstraint(fields=("series", "number"), name="participants_are_counted"),)

    def __str__(self) -> str:
        return f"participant {self.number} of series {self.series_id}"

    @property
    def label(self) -> str:
        """What they are called where names do not belong."""
        return f"Person {self.number}"


class AccessArrangement(models.Model):
    """Something that somebody needs to take part, tracked until it is met. The interpreter too."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="arrangements")
    need = models.TextField()
    state = models.CharField(max_length=20, default="asked", help_text="asked, arranged, met, not_met")
    note = models.TextField(blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"arrangement {self.pk}"
