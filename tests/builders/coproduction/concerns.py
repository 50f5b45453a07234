"""What tests of all addresses need of concerns: who may open each; and a desk, and a concern, for tests."""

from __future__ import annotations

from typing import Any

from tests.builders.web import organisation, person

from levelground.web.coproduction.actions import concerns
from levelground.web.coproduction.concern_links import secret_of
from levelground.web.coproduction.models import Concern, ConcernDesk

WHO: dict[str, str] = {
    **dict.fromkeys(("concerns", "raise_concern", "concern_mine", "concern_take_back"), "everybody"),
    **dict.fromkeys(("concern_desk", "concern"), "concerns: see"),
    **dict.fromkeys(
        ("concern_settings", "concern_enter", "concern_reply", "concern_take_up", "concern_close", "concern_let_through"),
        "concerns: answer",
    ),
    **dict.fromkeys(("languages", "language", "language_sample"), "coproduction: see"),
}
WORDS = "Nobody told my mother what the form said before she signed it."


def parts(slug: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What stands for the parts of this subject's addresses: for every address, and by the name of one."""
    made = a_concern(slug)
    secret = {"secret": secret_of(made.form_key)}
    return {"concern": made.pk, "language": "ur"}, {"concern_mine": secret, "concern_take_back": secret}


def a_desk(slug: str = "northshire", **fields: Any) -> ConcernDesk:
    """The desk of the organisation; its facilitator answers, within two weeks."""
    by = person("facilitator", of=slug)
    said = {"answers": by, "answers_as": "Ama Mensah, facilitator", "days_to_reply": 14, "passed_on": "Danger to a child, to our lead."}
    return concerns.open_desk(organisation=organisation(slug), by=by, **{**said, **fields})


def a_concern(slug: str = "northshire", words: str = WORDS, form_key: str = "", held_because: str = "", **who: str) -> Concern:
    """A concern of somebody who may have left a name and a way to be reached."""
    desk = ConcernDesk.objects.filter(organisation=organisation(slug)).first() or a_desk(slug)
    key = form_key or f"key-of-the-tests-{slug}-{Concern.objects.count()}".ljust(40, "x")
    return concerns.raise_concern(desk=desk, form_key=key, words=words, who=who, held_because=held_because)[0]
