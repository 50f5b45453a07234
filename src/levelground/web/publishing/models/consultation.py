"""A draft put out for comment: what people said of which element, what was answered, what changed because of it."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils import timezone

from levelground.web.publishing.models.edit import Edit
from levelground.web.publishing.models.package_version import PackageVersion
from levelground.web.publishing.models.stored_text import StoredText

LONDON = ZoneInfo("Europe/London")


class Consultation(models.Model):
    """One round of comment on one text, open to everybody or to those with an invitation, until the end of its last day."""

    version = models.ForeignKey(PackageVersion, on_delete=models.CASCADE, related_name="consultations")
    text = models.ForeignKey(StoredText, on_delete=models.PROTECT, related_name="+")
    question = models.TextField(help_text="What people are asked, in plain words.")
    public = models.BooleanField(default=False)
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    last_day = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-opened_at",)

    def __str__(self) -> str:
        return f"consultation {self.pk}"

    @property
    def closed_on(self) -> datetime.date:
        """The day on which it closed, or closes by itself."""
        return self.last_day if self.closed_at is None else min(timezone.localdate(self.closed_at, LONDON), self.last_day)


class ConsultationInvitation(models.Model):
    """Somebody who was asked to comment: no account is needed, the link is enough."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    token_digest = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField(auto_now_add=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"invitation {self.pk} to consultation {self.consultation_id}"


class WhySetAside(models.TextChoices):
    """Why a comment is not shown. Each is counted where the others are shown; a comment that is only not liked is shown."""

    SPAM = "spam", "It advertises something, or was sent by a machine"
    NAMES_A_PERSON = "names_a_person", "Somebody could be known from it who has not agreed"
    ATTACKS_PEOPLE = "attacks_people", "It attacks or threatens people"


class Comment(models.Model):
    """What somebody said of one element of a draft (or of the whole: an empty element).

    In a consultation, or from a member at any time. A comment from outside is shown to others only once somebody of the
    organisation has read it (`shown_at`). Whoever wrote it gets a link with a secret, of which only the digest is kept; with it
    they see the answer, or take the comment back, and then its words are gone.
    """

    version = models.ForeignKey(PackageVersion, on_delete=models.CASCADE, related_name="comments")
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, null=True, blank=True, related_name="comments")
    element = models.CharField(max_length=64, blank=True)
    words = models.TextField()
    name = models.CharField(max_length=200, blank=True, help_text="How the person wants to be named; nobody has to be.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    invitation = models.ForeignKey(ConsultationInvitation, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments")
    at = models.DateTimeField(auto_now_add=True)
    token_digest = models.CharField(max_length=64, blank=True, db_index=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    set_aside = models.CharField(max_length=20, choices=WhySetAside.choices, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return f"comment {self.pk}"


class Outcome(models.TextChoices):
    """What became of a comment."""

    CHANGED = "changed", "We changed it"
    NOT_CHANGED = "not_changed", "We did not change it, because"
    NOT_YET = "not_yet", "Not yet, by a date"
    NOTED = "noted", "We read it, and it asks for no change"


class Answer(models.Model):
    """What the organisation says to one comment, and the edits that were made because of it."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="answer")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    words = models.TextField()
    by_date = models.DateField(null=True, blank=True)
    edits = models.ManyToManyField(Edit, blank=True, related_name="answers")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"answer to comment {self.comment_id}"
