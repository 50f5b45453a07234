"""Decisions: those of a series, who had a part in one, who spoke and has no answer yet, what stands between one and its end."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from levelground.web.coproduction import exact_words
from levelground.web.coproduction.models import (
    Contribution,
    ContributionResponse,
    Decision,
    DecisionOutcome,
    DecisionPart,
    Participant,
    ParticipantRole,
    Series,
    Stance,
)
from levelground.web.coproduction.queries import series as series_found
from levelground.web.coproduction.queries import unallowed
from levelground.web.coproduction.queries.contributions import MAY_BE_QUOTED
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.models import Edit, PackageVersion, VersionState
from levelground.web.publishing.queries import readings

LONGEST_NUMBER = 9
_WITH = ("series__organisation", "series__package", "workshop", "version__package")


@dataclass(frozen=True)
class WaitsForAnswer:
    """Somebody who spoke and has no answer: by a contribution (`C-...`) or by a dissent."""

    contribution: Contribution | None = None
    part: DecisionPart | None = None

    @property
    def sentence(self) -> str:
        """What is missing, without a name."""
        if self.part is not None:
            return f"{self.part.participant.label} disagreed, and has no answer yet."
        return f"Contribution {self.contribution.public_id if self.contribution else ''} has no answer yet."


def of_series(series: Series) -> QuerySet[Decision]:
    """The decisions of a series: open ones first, then the newest."""
    rows = Decision.objects.filter(series=series).select_related(*_WITH)
    return rows.order_by("closed_at", "-opened_at").annotate(many=Count("parts", distinct=True))


def one(viewer: Viewer, pk: int) -> Decision:
    """A decision of a series that the viewer may see; Http404 for any other, as for one that never was."""
    found = Decision.objects.filter(series__in=series_found.of(viewer), pk=pk).select_related(*_WITH).first()
    if found is None:
        raise Http404("no such decision in this organisation")
    return found


def run_by(viewer: Viewer, pk: int) -> Decision:
    """One of the viewer's own organisation, to be changed; Http404 as `one`."""
    found = one(viewer, pk)
    if found.series.organisation_id != viewer.organisation.pk:
        raise Http404("no such decision in this organisation")
    return found


def for_participant(participant: Participant, pk: int) -> Decision:
    """A decision of the series in which somebody takes part; Http404 for any other."""
    found = Decision.objects.filter(series_id=participant.series_id, pk=pk).select_related(*_WITH).first()
    if found is None:
        raise Http404("no such decision in this series")
    return found


def awaiting(participant: Participant) -> QuerySet[Decision]:
    """The decisions that are open for somebody and to which they have not said anything yet."""
    if participant.left_at is not None:
        return Decision.objects.none()
    rows = Decision.objects.filter(series_id=participant.series_id, decided_at__isnull=True, closed_at__isnull=True)
    return rows.exclude(parts__participant=participant)


def part_of(decision: Decision, participant: Participant) -> DecisionPart | None:
    """The part of one person in a decision."""
    return DecisionPart.objects.filter(decision=decision, participant=participant).first()


def parts_with_people(decision: Decision) -> QuerySet[DecisionPart]:
    """The parts of everybody, with the person, in the order in which they joined the series."""
    return DecisionPart.objects.filter(decision=decision).select_related("participant").order_by("participant__number")


def dissents(decision: Decision) -> QuerySet[DecisionPart]:
    """The parts of those who were against it, or said in words that they disagree (also where they took the words back)."""
    spoke = Q(stance=Stance.AGAINST) | ~Q(dissent="") | Q(dissent_withdrawn_at__isnull=False)
    return parts_with_people(decision).filter(spoke)


def resting_on(decision: Decision) -> list[tuple[str, Contribution, list[ContributionResponse]]]:
    """What a decision rests on: which way it speaks, the contribution, the answers to it for this decision."""
    rows = decision.rests_on.select_related("contribution__participant").order_by("contribution__at", "pk")
    answers: dict[int, list[ContributionResponse]] = {}
    for answer in ContributionResponse.objects.filter(decision=decision):
        answers.setdefault(answer.contribution_id, []).append(answer)
    return [(row.side, row.contribution, answers.get(row.contribution_id, [])) for row in rows]


def could_rest_on(decision: Decision) -> QuerySet[Contribution]:
    """What was said in the series and not taken back: what a decision may rest on, newest first."""
    rows = Contribution.objects.filter(series_id=decision.series_id, withdrawn_at__isnull=True)
    return rows.select_related("participant").order_by("-at", "-pk")


def waiting_for_answer(decision: Decision) -> list[WaitsForAnswer]:
    """Everybody who spoke and has no answer for this decision; who took their words back is not waited for."""
    spoke = Contribution.objects.filter(decided_in__decision=decision, withdrawn_at__isnull=True).order_by("at", "pk")
    answered = ContributionResponse.objects.filter(decision=decision).values("contribution")
    against = dissents(decision).filter(answer="", dissent_withdrawn_at__isnull=True)
    return [
        *(WaitsForAnswer(contribution=each) for each in spoke.exclude(pk__in=answered)),
        *(WaitsForAnswer(part=each) for each in against),
    ]


def missing_before_closing(decision: Decision, outcome: DecisionOutcome, words: str, by_date: datetime.date | None) -> tuple[str, ...]:
    """What stands between a decision and its end, in sentences."""
    found = [] if decision.decided_at else ["It is not written down yet what was decided."]
    found += [each.sentence for each in waiting_for_answer(decision)]
    if not words.strip():
        found.append("It is not written down what came of it.")
    if _repeats_sensitive_words(decision, words):
        found.append("The reasons or the outcome repeat sensitive words that nobody has read again. Say it in your own words.")
    refused = unallowed.refusal(decision.series, words, there=(decision.question, *decision.options, decision.reasons))
    if refused:
        found.append(refused)
    if outcome == DecisionOutcome.WE_DID and not changed_elements(decision):
        found.append("“We did” needs the part of the change package that was changed. Add the change first.")
    if outcome == DecisionOutcome.NOT_YET and (by_date is None or by_date < timezone.localdate()):
        found.append("“Not yet” needs a day, today or later.")
    return tuple(found)


def _repeats_sensitive_words(decision: Decision, words: str) -> bool:
    """Whether what everybody reads of it holds a passage of something sensitive that was not found fit to be quoted."""
    kept_in = Contribution.objects.filter(series_id=decision.series_id, sensitive=True, withdrawn_at__isnull=True)
    said = f"{decision.reasons}\n{words}"
    passages = (part for row in kept_in.exclude(read_again_verdict=MAY_BE_QUOTED) for part in exact_words.passages(row.words))
    return any(exact_words.without(said, [part], "") != said for part in passages)


def changed_elements(decision: Decision) -> list[str]:
    """The elements that a decision changed and that still say so; one whose change was undone since is not among them.

    One that the decision took away is, as long as it stays away.
    """
    if decision.version is None:
        return []
    holding = {element.id: element.decisions for element in readings.reading_of(decision.version).change_package.elements()}
    taken = {
        str(operation["element"])
        for edit in decision.edits.filter(undone_by__isnull=True)
        for operation in edit.operations
        if operation.get("op") == "remove"
    }
    return [each for each in decision.elements if decision.public_id in holding.get(each, ()) or (each in taken and each not in holding)]


def who_to_tell_of_the_end(decision: Decision) -> list[Participant]:
    """Those who had a part in a decision, or whose words it rests on, and who have not left."""
    spoke = Q(decision_parts__decision=decision) | Q(contributions__decided_in__decision=decision, contributions__withdrawn_at__isnull=True)
    rows = Participant.objects.filter(spoke, series_id=decision.series_id, left_at__isnull=True, purged_at__isnull=True)
    return list(rows.distinct().order_by("number"))


def roles_in(decision: Decision) -> dict[ParticipantRole, int]:
    """How many people of each role had a part in a decision."""
    rows = DecisionPart.objects.filter(decision=decision).values_list("participant__role").annotate(many=Count("pk")).order_by()
    counted = dict(rows)
    return {role: counted[role.value] for role in ParticipantRole if counted.get(role.value)}


def stances_in(decision: Decision) -> dict[Stance, int]:
    """How many people stood where."""
    rows = DecisionPart.objects.filter(decision=decision).values_list("stance").annotate(many=Count("pk")).order_by()
    counted = dict(rows)
    return {stance: counted[stance.value] for stance in Stance if counted.get(stance.value)}


def votes_in(decision: Decision) -> list[tuple[str, int]]:
    """Each option with how many chose it."""
    rows = DecisionPart.objects.filter(decision=decision, option__isnull=False).values_list("option").annotate(many=Count("pk"))
    counted = dict(rows.order_by())
    return [(words, counted.get(place, 0)) for place, words in enumerate(decision.options)]


def draft_of(decision: Decision) -> PackageVersion | None:
    """The draft of the series' change package that can be changed now."""
    if decision.series.package_id is None:
        return None
    rows = PackageVersion.objects.select_related("package__organisation").filter(package_id=decision.series.package_id)
    return rows.filter(state=VersionState.DRAFT).first()


def edits_that_may_be_linked(decision: Decision) -> QuerySet[Edit]:
    """The edits of the draft that changed an element: what "we did" may point to, the newest first."""
    draft = draft_of(decision)
    rows = Edit.objects.filter(version=draft, number__gt=0, kind="operations", undone_by__isnull=True) if draft else Edit.objects.none()
    return rows.exclude(elements=[]).exclude(pk__in=decision.edits.values("pk")).order_by("-number")


def voice(decision: Decision, to: str) -> WaitsForAnswer | None:
    """Who spoke: by the id of a contribution (`C-...`), or by the number of a person who was against it; None for anybody else."""
    if to.isdecimal() and len(to) < LONGEST_NUMBER:
        part = dissents(decision).filter(participant__number=int(to)).first()
        return WaitsForAnswer(part=part) if part else None
    said = Contribution.objects.filter(decided_in__decision=decision, public_id=to).select_related("participant").first()
    return WaitsForAnswer(contribution=said) if said else None


def closed_in(series: int, pk: int) -> Decision | None:
    """A closed decision of a series."""
    return Decision.objects.filter(series_id=series, pk=pk, closed_at__isnull=False).first()
