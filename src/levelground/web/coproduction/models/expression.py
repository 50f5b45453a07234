"""Somebody answers an open call: what they choose to say, how they can be reached, and what they need."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from levelground.web.coproduction.models.opportunity import Opportunity
from levelground.web.design_system.phrases import Phrase


class ContactBy(models.TextChoices):
    """How somebody wants to hear."""

    EMAIL = "email", Phrase("Email")
    PHONE = "phone", Phrase("Phone")
    POST = "post", Phrase("Post")


class Channel(models.TextChoices):
    """How an answer came."""

    ONLINE = "online", "On this site"
    PHONE = "phone", "By phone"
    PAPER = "paper", "On paper"
    CALL_BACK = "call_back", "We called them back in their language"


class ExpressionState(models.TextChoices):
    """How far an expression of interest is."""

    STARTED = "started", "Started"
    SENT = "sent", "Sent"
    WITHDRAWN = "withdrawn", "Taken back"


class ExpressionOfInterest(models.Model):
    """One answer to an open call. `form_key` is made with the first page: the same form sent twice is one expression of interest."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="expressions")
    reference = models.CharField(max_length=12, unique=True, help_text="What is read out on the phone, and all that blind readers see.")
    form_key = models.CharField(max_length=64, unique=True)
    token_digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=20, choices=ExpressionState.choices, default=ExpressionState.STARTED)
    channel = models.CharField(max_length=20, choices=Channel.choices, default=Channel.ONLINE)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered = models.JSONField(default=list, help_text="Names of the questions that were answered or passed over.")
    name = models.CharField(max_length=200, blank=True)
    contact_by = models.CharField(max_length=10, choices=ContactBy.choices, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    language = models.CharField(max_length=60, blank=True, help_text="The language in which they want to be spoken to, in any words.")
    sign_language = models.BooleanField(default=False)
    access_needs = models.TextField(blank=True)
    lived_experience = models.CharField(max_length=300, blank=True, help_text="In their own words, kept as they are.")
    why = models.CharField(max_length=300, blank=True)
    voice_note = models.CharField(max_length=100, blank=True, help_text="Name of the file in the site's own folder.")
    consent_version = models.CharField(max_length=20, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    held_because = models.CharField(
        max_length=40, blank=True, help_text="Looks as if a machine sent it: read by a person, never thrown away."
    )
    left_out_because = models.CharField(
        max_length=300, blank=True, help_text="Read by a person, and no answer to the call; `held_because` stays beside it."
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("sent_at", "pk")
        indexes = (models.Index(fields=("opportunity", "state")),)

    def __str__(self) -> str:
        return f"expression of interest {self.reference}"


class DemographicAnswers(models.Model):
    """What somebody chose to say of themselves, so that we see who is missing. Read by `queries.demographics` alone, purged on its date."""

    expression = models.OneToOneField(ExpressionOfInterest, on_delete=models.CASCADE, related_name="demographic_answers")
    answers = models.JSONField(default=dict, help_text="Question by name: the person's own words, or `prefer_not_to_say`.")
    purpose_version = models.CharField(max_length=20)
    given_at = models.DateTimeField(auto_now_add=True)
    purge_on = models.DateField()

    def __str__(self) -> str:
        return f"demographic answers {self.pk}"


class CallBack(models.Model):
    """Somebody asked to be called in their language, or to be answered in British Sign Language."""

    expression = models.ForeignKey(ExpressionOfInterest, on_delete=models.CASCADE, related_name="call_backs")
    language = models.CharField(max_length=60)
    when = models.CharField(max_length=200, blank=True, help_text="When it suits them, in their words.")
    asked_at = models.DateTimeField(auto_now_add=True)
    interpreter = models.CharField(max_length=20, default="needed", help_text="needed, booked, not_needed, not_found")
    interpreter_at = models.DateTimeField(null=True, blank=True)
    tried = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"call back {self.pk}"
