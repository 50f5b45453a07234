"""The form of the aim."""

from __future__ import annotations

from typing import Any

from levelground.change_package.measures import MeasureKind
from levelground.errors import UserFacingError
from levelground.ethnicity import classification as classifications
from levelground.web.publishing.forms.element import ElementFields
from levelground.web.publishing.forms.inputs import day, number, pick, pick_from_list, tick, words

RULES = (
    ("fixed_group", "One named group, always the same"),
    ("best", "The group with the best result"),
    ("rest", "All other people together"),
)
SHARE = "A number from 0 to 1. For example, 0.5 means that half of the gap may be left."
SCALES = ("absolute", "relative")


class AimFields(ElementFields):
    """What, for whom, compared with whom, by how much, by when; and that no group worsens."""

    TOGETHER = (*ElementFields.TOGETHER, "comparison.named", "comparison.second", "baseline", "target")
    LONG = ("statement", "population", "guardrail")
    SECTIONS = (
        ("The aim", ("statement", "population", "groups", "deadline", "guardrail")),
        ("How you will know", ("outcome_measure",)),
        (
            "Compared with whom",
            (
                "comparison__named__rule",
                "comparison__named__reference_groups__broad",
                "comparison__named__reason",
                "comparison__second__rule",
                "comparison__second__reference_groups__broad",
                "comparison__second__reason",
            ),
        ),
        ("Where you start", ("baseline__period", "baseline__value", "baseline__lower", "baseline__upper", "baseline__statement")),
        (
            "The gap to reach",
            (
                "target__group",
                *(f"target__{scale}__{part}" for scale in SCALES for part in ("starting", "amount", "share_of_starting")),
            ),
        ),
    )

    statement = words(
        "The aim in one sentence",
        "By when, which inequality, by how much, for whom, by changing what your organisation does.",
        ask="Write the aim in one sentence.",
        rows=4,
    )
    population = words("Who it is about", "Which people, where and of what ages.", ask="Say who the aim is about.", rows=3)
    groups = tick("Groups whose result is to improve", hint="Tick each group that the work is for.")
    deadline = day("By when is the aim to be reached?")
    guardrail = words(
        "What must not happen on the way", "No group worsens. Say what you will watch.", ask="Say what must not happen on the way.", rows=3
    )
    outcome_measure = pick_from_list("Measure that shows it", ask="Choose the measure that the aim is read from.")
    comparison__named__rule = pick("Compare each group with", RULES, ask="Choose whom the groups are compared with.")
    comparison__named__reference_groups__broad = pick_from_list("The named group", hint="Only if you chose one named group.")
    comparison__named__reason = words("Why this comparison?", ask="Say why you chose this comparison.", rows=3)
    comparison__second__rule = pick("Second comparison", RULES, "It is always shown beside the first.", ask="Choose a second comparison.")
    comparison__second__reference_groups__broad = pick_from_list(
        "The named group of the second comparison", hint="Only if you chose one named group."
    )
    comparison__second__reason = words("Why the second comparison?", ask="Say why you chose the second comparison.", rows=3)
    baseline__period = words("When it was measured", "For example, April 2024 to March 2025.")
    baseline__value = number("Result at the start")
    baseline__lower = number("Lowest likely value")
    baseline__upper = number("Highest likely value")
    baseline__statement = words("Where the number comes from", rows=2)
    target__group = pick_from_list("Group whose gap is to narrow")
    target__absolute__starting = number("Difference at the start", "In the unit of the measure.")
    target__absolute__amount = number("Difference to reach", "Only if you know the difference at the start.")
    target__absolute__share_of_starting = number("Or: part of the difference that may be left", SHARE, least=0, most=1)
    target__relative__starting = number("Ratio at the start", "1 means that there is no gap.")
    target__relative__amount = number("Ratio to reach", "Only if you know the ratio at the start.")
    target__relative__share_of_starting = number("Or: part of the ratio's gap that may be left", SHARE, least=0, most=1)

    def prepare(self) -> None:
        """The measures of the package, and the groups of the classification that the outcome is measured in."""
        super().prepare()
        package = self.reading.change_package
        outcomes = [measure for measure in package.measures if measure.kind is MeasureKind.OUTCOME]
        self.offer("outcome_measure", [(measure.id, f"{measure.id}: {measure.name}") for measure in outcomes])
        groups = self._groups()
        self.offer("groups", groups)
        one = [("", "None"), *groups]
        self.offer("target__group", one)
        self.offer("comparison__named__reference_groups__broad", one)
        self.offer("comparison__second__reference_groups__broad", one)

    def _groups(self) -> list[tuple[str, str]]:
        package = self.reading.change_package
        measure = next((each for each in package.measures if each.id == package.aim.outcome_measure), None)
        try:
            coded = classifications.load(measure.classification if measure else "nhs_2001")
        except UserFacingError:
            return []
        return [(group.code, group.label) for group in coded.groups("broad")]

    def mend(self, block: str, value: dict[str, Any]) -> dict[str, Any]:
        """A comparison names groups only under the rule that needs them."""
        if block.startswith("comparison.") and value.get("rule") != "fixed_group":
            value.pop("reference_groups", None)
        return value

    def clean(self) -> dict[str, Any]:
        """What stands together is filled in together."""
        cleaned = super().clean()
        for name in ("named", "second"):
            fixed = cleaned.get(f"comparison__{name}__rule") == "fixed_group"
            if fixed and not cleaned.get(f"comparison__{name}__reference_groups__broad"):
                self.add_error(f"comparison__{name}__reference_groups__broad", "Choose the group that others are compared with.")
        self._clean_baseline(cleaned)
        self._clean_target(cleaned)
        return cleaned

    def _clean_baseline(self, cleaned: dict[str, Any]) -> None:
        given = [name for name in cleaned if name.startswith("baseline__") and cleaned[name] not in (None, "")]
        asked = {"period": "Say when it was measured.", "value": "Write the result at the start.", "statement": "Say where it comes from."}
        for name, ask in asked.items():
            if given and cleaned.get(f"baseline__{name}") in (None, "") and f"baseline__{name}" not in self.errors:
                self.add_error(f"baseline__{name}", f"{ask} Or leave all that says where you start empty.")

    def _clean_target(self, cleaned: dict[str, Any]) -> None:
        given = [name for name in cleaned if name.startswith("target__") and cleaned[name] not in (None, "")]
        if given and not cleaned.get("target__group"):
            self.add_error("target__group", "Choose the group whose gap is to narrow.")
        for scale, what in (("absolute", "difference"), ("relative", "ratio")) if given else ():
            amount, share = f"target__{scale}__amount", f"target__{scale}__share_of_starting"
            if (cleaned.get(amount) is None) == (cleaned.get(share) is None):
                self.add_error(amount, f"Give either the {what} to reach or the part that may be left. Both scales are needed.")
            elif cleaned.get(amount) is not None and cleaned.get(f"target__{scale}__starting") is None:
                self.add_error(f"target__{scale}__starting", f"Give the {what} at the start too, or only the part that may be left.")
