"""Words that were taken back and that others had put into a change package or a register: what somebody has to re-word."""

from __future__ import annotations

from django.db import models

from levelground.web.coproduction.models.contribution import Contribution
from levelground.web.coproduction.models.series import Series
from levelground.web.publishing.models import HeldPackage, RegisterEntry


class TakenBackWords(models.Model):
    """Where they stood, never what they were. `runs` finds them again if somebody puts them back; emptied once it is done."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="taken_back_words")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, null=True, blank=True, related_name="taken_back_from")
    package = models.ForeignKey(HeldPackage, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    entry = models.ForeignKey(RegisterEntry, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    runs = models.JSONField(default=dict, help_text="Keyed digests of the words in a row, by how many words.")
    at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"words taken back {self.pk}"
