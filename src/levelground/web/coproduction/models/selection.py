"""Who was chosen, by what, and what everybody else was offered."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from levelground.web.coproduction.models.expression import ExpressionOfInterest
from levelground.web.coproduction.models.opportunity import Opportunity


class BlindReading(models.Model):
    """What one reader made of one expression of interest, of which they saw no name. A declared conflict says nothing else."""

    expression = models.ForeignKey(ExpressionOfInterest, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    met = models.JSONField(default=dict, help_text="Criterion by number: yes, partly, no, not_said.")
    words = models.TextField(blank=True)
    conflict = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("expression", "reader"), name="one_reading_a_reader"),)

    def __str__(self) -> str:
        return f"reading of {self.expression_id} by {self.reader_id}"


class SelectionResult(models.TextChoices):
    """What came of an expression of interest. Nobody gets a bare refusal: `other_way` is a paid way to be heard."""

    SELECTED = "selected", "Invited to the workshops"
    RESERVE = "reserve", "On the reserve list"
    OTHER_WAY = "other_way", "Offered another paid way to take part"


class SelectionOutcome(models.Model):
    """The outcome for one person, with the reason; told by the promised day."""

    expression = models.OneToOneField(ExpressionOfInterest, on_delete=models.CASCADE, related_name="outcome")
    result = models.CharField(max_length=20, choices=SelectionResult.choices)
    reason = models.TextField()
    place_in_reserve = models.PositiveIntegerField(null=True, blank=True)
    other_way = models.CharField(max_length=20, blank=True, help_text="written or phone")
    other_way_answer = models.CharField(max_length=20, blank=True, help_text="accepted or declined")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"outcome of {self.expression_id}"


class MissingPeopleCount(models.Model):
    """Who is missing, as somebody had it counted once: `table` holds bands, never the counts themselves.

    `everybody` and `chosen` are the ids of the expressions of interest that were counted: two counts that differ by a few people would
    give those away, so a second count waits until enough has changed.
    """

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="missing_people_counts")
    everybody = models.JSONField(default=list)
    chosen = models.JSONField(default=list)
    table = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"count {self.pk} of {self.opportunity_id}"


class DemographicCount(models.Model):
    """How many said what of themselves, counted once after a call has closed: `tables` holds bands and words, never a count or an id.

    It is never counted again: two counts with one person between them would give that person away. Words of somebody's own go from it
    once anybody takes theirs back.
    """

    opportunity = models.OneToOneField(Opportunity, on_delete=models.CASCADE, related_name="demographic_count")
    answered = models.PositiveIntegerField()
    tables = models.JSONField(default=list)
    own_words_gone_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"count of what was said in call {self.opportunity_id}"
