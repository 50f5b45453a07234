"""What was decided, by whom, with which words for and against, and what each who spoke was told."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from levelground.web.coproduction.models.contribution import Contribution
from levelground.web.coproduction.models.participant import Participant
from levelground.web.coproduction.models.series import Series
from levelground.web.coproduction.models.workshop import Workshop
from levelground.web.design_system.phrases import Phrase
from levelground.web.publishing.models import Edit, PackageVersion


class DecisionSubject(models.TextChoices):
    """What a decision is about. The aim, the comparison group, the target and the guardrail are decisions, not settings."""

    AIM = "aim", "The aim"
    COMPARATOR = "comparator", "Whom we compare with"
    TARGET = "target", "The target"
    GUARDRAIL = "guardrail", "What must not get worse"
    DRIVER = "driver", "What needs to be different"
    IDEA = "idea", "An idea to try"
    MEASURE = "measure", "How we will know"
    OTHER = "other", "Something else"


class DecisionMethod(models.TextChoices):
    """How it was decided."""

    CONSENT = "consent", Phrase("Nobody had a reason strong enough to stop it")
    CONSENSUS = "consensus", Phrase("Everybody agreed")
    VOTE = "vote", Phrase("By vote")
    HOST = "host", Phrase("The host decided")


class DecisionOutcome(models.TextChoices):
    """What came of it."""

    WE_DID = "we_did", Phrase("We did")
    WE_COULD_NOT = "we_could_not", Phrase("We could not, because")
    NOT_YET = "not_yet", Phrase("Not yet, by")


class Decision(models.Model):
    """One decision. It closes only once everybody whose words it rests on has a response. `public_id` is what a change package holds."""

    public_id = models.CharField(max_length=16, unique=True)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="decisions")
    workshop = models.ForeignKey(Workshop, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions")
    subject = models.CharField(max_length=20, choices=DecisionSubject.choices)
    question = models.CharField(max_length=300)
    options = models.JSONField(default=list, help_text="Each option in words.")
    chosen = models.PositiveIntegerField(null=True, blank=True, help_text="The place of the chosen option in `options`.")
    method = models.CharField(max_length=20, choices=DecisionMethod.choices, blank=True)
    reasons = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, choices=DecisionOutcome.choices, blank=True)
    outcome_words = models.TextField(blank=True, help_text="What was done; why it could not be; what stands in the way.")
    by_date = models.DateField(null=True, blank=True)
    version = models.ForeignKey(PackageVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    elements = models.JSONField(default=list)
    edits = models.ManyToManyField(Edit, blank=True, related_name="decisions")
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        help_text="A closed decision never changes; a new one takes its place.",
    )

    class Meta:
        ordering = ("opened_at", "pk")

    def __str__(self) -> str:
        return f"decision {self.public_id}"


class Stance(models.TextChoices):
    """Where somebody stood. Standing aside is not agreeing."""

    FOR = "for", Phrase("For it")
    ACCEPTS = "accepts", Phrase("Can live with it")
    STANDS_ASIDE = "stands_aside", Phrase("Stands aside")
    AGAINST = "against", Phrase("Against it")


class DecisionPart(models.Model):
    """One person's part in a decision: their vote (`option`), where they stood, and their dissent in their own words, kept."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="parts")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="decision_parts")
    stance = models.CharField(max_length=20, choices=Stance.choices, blank=True)
    option = models.PositiveIntegerField(null=True, blank=True)
    dissent = models.TextField(blank=True)
    dissent_may_be_shown = models.BooleanField(default=False, help_text="Whether the words may be public, without a name.")
    dissent_withdrawn_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, help_text="What was said back to the dissent.")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("decision", "participant"), name="one_part_a_person"),)

    def __str__(self) -> str:
        return f"part {self.pk} in decision {self.decision_id}"


class DecisionContribution(models.Model):
    """A contribution that a decision rests on, and which way it speaks."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="rests_on")
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="decided_in")
    side = models.CharField(max_length=10, default="about", help_text="for, against or about")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("decision", "contribution"), name="a_contribution_once_a_decision"),)

    def __str__(self) -> str:
        return f"contribution {self.contribution_id} in decision {self.decision_id}"


class ContributionResponse(models.Model):
    """What was said back to one contribution: what became of it. Whoever said it sees it under their private link."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="responses")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, null=True, blank=True, related_name="responses")
    words = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"response {self.pk}"
