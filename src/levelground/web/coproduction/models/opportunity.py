"""An open call: what it is for, what is offered, and what everybody is promised who answers it."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from levelground.web.coproduction.models.series import InfluenceLevel, Series


class OpportunityState(models.TextChoices):
    """Where an open call is in its life. A published one closes by the clock."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Opportunity(models.Model):
    """One open call. Texts that promise something (`promises`) are printed only where the host has confirmed each."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="opportunities")
    code = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=20, choices=OpportunityState.choices, default=OpportunityState.DRAFT)
    title = models.CharField(max_length=200)
    purpose = models.TextField()
    influence = models.CharField(max_length=20, choices=InfluenceLevel.choices)
    looking_for = models.TextField(help_text="Whom we want to hear from.")
    rate_table = models.CharField(max_length=64, blank=True, help_text="Id of the dated table of rates.")
    rate_step = models.CharField(max_length=64, blank=True)
    unpaid_because = models.TextField(blank=True, help_text="Where there is no rate: why those who come chose to have none.")
    session_minutes = models.PositiveIntegerField(default=60)
    sessions = models.PositiveIntegerField(default=1)
    preparation_minutes = models.PositiveIntegerField(default=0, help_text="Paid time to prepare, for each session.")
    expenses = models.JSONField(default=list, help_text="Kinds that are paid: travel, carer, childcare, data, interpreter ...")
    benefits_warning = models.TextField(blank=True)
    access_formats = models.JSONField(default=list)
    group_size = models.PositiveIntegerField(default=12)
    closes_on = models.DateField(null=True, blank=True)
    closes_time = models.TimeField(default=datetime.time(17, 0))
    timezone = models.CharField(max_length=64, default="Europe/London")
    told_by = models.DateField(null=True, blank=True, help_text="The day by which everybody hears.")
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_post = models.TextField(blank=True)
    passed_on = models.TextField(blank=True, help_text="What must be passed on, to whom (safeguarding).")
    complaints = models.TextField(blank=True, help_text="This is not a complaint: how to make one.")
    staff_named = models.TextField(blank=True, help_text="What happens if a member of staff is named.")
    support = models.TextField(blank=True, help_text="Who can be called for support.")
    promises = models.JSONField(default=dict, help_text="Promise by name: when, and by whom (id), the host confirmed it.")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"opportunity {self.code}"

    @property
    def closes_at(self) -> datetime.datetime | None:
        """The moment at which it closes, on the organiser's clock.

        An hour that the clocks have twice counts as the later one; an hour that they skip, as the moment to which they jump: nobody
        loses time to it.
        """
        if self.closes_on is None:
            return None
        zone = ZoneInfo(self.timezone)
        said = datetime.datetime.combine(self.closes_on, self.closes_time)
        both = (said.replace(tzinfo=zone, fold=fold).astimezone(datetime.UTC) for fold in (0, 1))
        return max(both).astimezone(zone)


class SelectionCriterion(models.Model):
    """What people are chosen by: on the call before anybody answers, and beside each reading."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="criteria")
    number = models.PositiveIntegerField()
    words = models.CharField(max_length=300)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("opportunity", "number"), name="criteria_are_counted"),)

    def __str__(self) -> str:
        return f"criterion {self.number} of {self.opportunity_id}"
