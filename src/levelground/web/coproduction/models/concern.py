"""A concern that somebody raises at any time: no open call, no data, no account."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from levelground.web.coproduction.models.expression import ContactBy
from levelground.web.people.models import Organisation


class ConcernDesk(models.Model):
    """An organisation says that it takes concerns: who answers, by name, and within how many days."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="concern_desk")
    answers = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answers_as = models.CharField(max_length=200, help_text="Name and role, as everybody reads them.")
    days_to_reply = models.PositiveIntegerField(default=14)
    passed_on = models.TextField(blank=True, help_text="What must be passed on, to whom (safeguarding), as everybody reads it.")
    complaints = models.TextField(blank=True, help_text="This is not a complaint: how to make one.")
    open = models.BooleanField(default=True)
    opened_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"desk of {self.organisation_id}"


class Concern(models.Model):
    """What somebody, or a community group, wants to be looked at. `sponsor`: who has taken it up; those without one stand first."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="concerns")
    reference = models.CharField(max_length=12, unique=True)
    form_key = models.CharField(
        max_length=64, unique=True, help_text="A digest: whoever sent the key itself again would be led to the private page."
    )
    token_digest = models.CharField(max_length=64, unique=True)
    words = models.TextField()
    group_name = models.CharField(max_length=200, blank=True, help_text="The group that raises it; empty: a person for themselves.")
    name = models.CharField(max_length=200, blank=True)
    contact_by = models.CharField(max_length=10, choices=ContactBy.choices, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    language = models.CharField(max_length=60, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)
    reply_by = models.DateField()
    sponsor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    sponsored_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.TextField(blank=True)
    held_because = models.CharField(max_length=40, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("raised_at", "pk")

    def __str__(self) -> str:
        return f"concern {self.reference}"


class ConcernReply(models.Model):
    """What a named person answered; or, with nobody in `by`, what whoever raised it added under their private link."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="replies")
    words = models.TextField()
    signed_as = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"reply to concern {self.concern_id}"
