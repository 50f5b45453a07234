"""The sessions of a series: when, where, who came, what was prepared, and the minutes."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models

from levelground.web.coproduction.models.participant import Participant
from levelground.web.coproduction.models.series import Series
from levelground.web.design_system.phrases import Phrase


class WorkshopState(models.TextChoices):
    """Where a session is in its life."""

    PLANNED = "planned", Phrase("Planned")
    HELD = "held", Phrase("Held")
    CANCELLED = "cancelled", Phrase("Cancelled")


class Workshop(models.Model):
    """One session. `code` is what people type on their phones to take part in the room; `sequence` counts the changes of its invitation."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="workshops")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    minutes = models.PositiveIntegerField(default=60)
    timezone = models.CharField(max_length=64, default="Europe/London")
    place = models.TextField(blank=True)
    link = models.URLField(blank=True)
    agenda = models.TextField(blank=True)
    power_note = models.TextField(blank=True, help_text="Who holds which power in the room, and what is done about it.")
    distress_route = models.TextField(blank=True, help_text="Who is there when it becomes too much, during and after.")
    facilitators = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    code = models.CharField(max_length=12, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=20, choices=WorkshopState.choices, default=WorkshopState.PLANNED)
    ready_at = models.DateTimeField(null=True, blank=True, help_text="When somebody said that all is arranged.")
    ready_despite = models.TextField(blank=True, help_text="Why it goes ahead although something that somebody needs is not there.")
    capturing = models.BooleanField(default=False, help_text="Whether notes may be sent with the code now.")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_late = models.BooleanField(default=False, help_text="Too late to be fair: it is paid all the same.")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("series", "number")
        constraints = (models.UniqueConstraint(fields=("series", "number"), name="workshops_are_counted"),)

    def __str__(self) -> str:
        return f"workshop {self.number} of series {self.series_id}"

    @property
    def ends_at(self) -> datetime.datetime:
        """The moment at which it ends."""
        return self.starts_at + datetime.timedelta(minutes=self.minutes)


class Attendance(models.Model):
    """One person and one session: asked, answered, came, and for how long. Time to prepare is time."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="attendances")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="attendances")
    invited_at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(max_length=10, blank=True, help_text="yes, no, maybe")
    answered_at = models.DateTimeField(null=True, blank=True)
    came = models.BooleanField(null=True)
    minutes = models.PositiveIntegerField(default=0)
    preparation_minutes = models.PositiveIntegerField(default=0)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workshop", "participant"), name="one_attendance_a_session"),)

    def __str__(self) -> str:
        return f"attendance {self.pk}"


class PreparationPack(models.Model):
    """What people read before a session. Easy-read is a text of its own, written by somebody, not a summary by a machine."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="packs")
    kind = models.CharField(max_length=20, help_text="what_and_why, glossary, draft, easy_read, other")
    title = models.CharField(max_length=200)
    words = models.TextField()
    language = models.CharField(max_length=10, default="en-GB")
    version = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("workshop", "pk")

    def __str__(self) -> str:
        return f"pack {self.pk}"


class Minutes(models.Model):
    """What was said and decided in a session; sent round, corrected, and sent round again."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="minutes_versions")
    version = models.PositiveIntegerField()
    words = models.TextField()
    written_at = models.DateTimeField(auto_now_add=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("workshop", "version")
        constraints = (models.UniqueConstraint(fields=("workshop", "version"), name="minutes_are_counted"),)

    def __str__(self) -> str:
        return f"minutes {self.version} of workshop {self.workshop_id}"


class MinutesCorrection(models.Model):
    """What somebody who was there says is not right in the minutes, and what was done with it."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="corrections")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="corrections")
    words = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"correction {self.pk}"
