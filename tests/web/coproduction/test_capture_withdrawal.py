"""Words that somebody takes back are found nowhere: in no page, no file to come, no search, no feed, no row."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone
from tests.builders.consultations import a_comment, a_consultation
from tests.builders.coproduction.capture import a_note, a_quote, a_statement, a_theme, an_open_session
from tests.builders.coproduction.series import a_participant, a_series, secret_of
from tests.builders.versions import a_draft
from tests.builders.web import browser, person
from tests.journeys.addresses import entries
from tests.journeys.addresses import parts as parts_of

from levelground.web.coproduction import signals
from levelground.web.coproduction.actions import contributions
from levelground.web.coproduction.models import (
    Contribution,
    ContributionResponse,
    Decision,
    DecisionContribution,
    Minutes,
    Notice,
    PreparationPack,
    Series,
)
from levelground.web.publishing.actions import comments, edits
from levelground.web.publishing.models import PackageVersion

pytestmark = pytest.mark.django_db
CANARY = "The yellow heron waited by the locked door."
AND_MORE = f"{CANARY} Nobody came for nine hours."
PART = "yellow heron"


def repeated_everywhere(series: Series) -> Contribution:
    """Something that somebody said, quoted, themed, answered, decided on, and repeated by others wherever they can."""
    somebody, by = a_participant(series), person("facilitator")
    session = an_open_session(series)
    said = a_note(AND_MORE, by=somebody, workshop=session, prompt=session.prompts.get())
    contributions.set_themes(contribution=said, themes=[a_theme(series)], by=by)
    a_quote(said, CANARY, shown=True)
    decision = Decision.objects.create(
        public_id="D-HERON", series=series, subject="driver", question="Doors?", options=["Open them"], opened_by=by, reasons=f"“{CANARY}”"
    )
    DecisionContribution.objects.create(decision=decision, contribution=said, side="for")
    ContributionResponse.objects.create(contribution=said, decision=decision, words=f"You said: {CANARY} We opened it.", by=by)
    Minutes.objects.create(workshop=session, version=1, words=f"One said:\n{CANARY.replace(' waited', chr(10) + 'waited')}", written_by=by)
    PreparationPack.objects.create(workshop=session, kind="draft", title="Before", words=CANARY.upper(), written_by=by)
    a_statement(somebody, words=f"We say: {CANARY}", shown=True)
    in_a_draft(series)
    Notice.objects.create(
        organisation=series.organisation, participant=somebody, kind="minutes", words=f"Minutes: {CANARY}", purge_on=timezone.localdate()
    )
    return said


def in_a_draft(series: Series) -> None:
    """The words in an element, in what the draft says about itself, in a reason, in a comment and in its answer; out for comment."""
    draft = a_draft("northshire_heron", "northshire")
    Series.objects.filter(pk=series.pk).update(package=draft.package)
    by, given = person(), {"draft": draft, "reason": f"They said: {CANARY}"}
    edits.change_element(element_id="P1", fields={"text": f"People say: {CANARY}"}, seen=0, by=by, **given)  # type: ignore[arg-type]
    draft.refresh_from_db()
    edits.change_element(element_id="P1", fields={"text": CANARY, "why": "We heard it."}, seen=1, by=by, **given)  # type: ignore[arg-type]
    draft.refresh_from_db()
    edits.change_head(fields={"title": f"Fair: {CANARY}", "summary": CANARY}, seen=2, by=by, **given)  # type: ignore[arg-type]
    consultation = a_consultation(PackageVersion.objects.select_related("package__organisation").get(pk=draft.pk))
    comment = a_comment(consultation, f"They told me: {CANARY}")
    comments.answer(comment=comment, outcome="noted", words=f"We heard it too: {CANARY}", by=by)


def rows_with(word: str) -> list[str]:
    """Every column of every table that holds the word."""
    found = []
    for model in apps.get_models():
        for row in model._base_manager.values():
            found += [f"{model.__name__}.{name}" for name, value in row.items() if word in str(value).casefold()]
    return found


def test_its_words_are_in_no_row_and_its_id_stays() -> None:
    said = repeated_everywhere(a_series())
    assert len(set(rows_with(PART))) >= 8, "they were repeated in many places"
    contributions.withdraw(contribution=said)
    assert rows_with(PART) == []
    row = Contribution.objects.get(public_id=said.public_id)
    assert (row.words, row.themes.count(), row.withdrawn_at is not None) == ("", 0, True)
    assert DecisionContribution.objects.get().contribution == row
    assert Minutes.objects.get().words == "One said:\n[taken back]."


def test_words_of_others_stay() -> None:
    series = a_series()
    other = a_note("I waited too, by the green door.", by=a_participant(series))
    contributions.withdraw(contribution=repeated_everywhere(series))
    other.refresh_from_db()
    assert other.words == "I waited too, by the green door."


def test_who_keeps_something_made_of_them_is_told_in_the_same_transaction() -> None:
    told: list[Contribution] = []

    def hear(contribution: Contribution, **_: Any) -> None:
        told.append(contribution)

    said = a_note()
    signals.contribution_withdrawn.connect(hear)
    try:
        contributions.withdraw(contribution=said)
        contributions.withdraw(contribution=said)
    finally:
        signals.contribution_withdrawn.disconnect(hear)
    assert [(each.pk, each.words) for each in told] == [(said.pk, "")]


def known_parts(series: Series, said: Contribution) -> dict[str, Any]:
    """What stands for the parts of addresses that have to do with this series."""
    session = series.workshops.get()
    draft = PackageVersion.objects.get()
    return {
        "organisation": series.organisation.slug,
        "package": "northshire_heron",
        "draft": draft.pk,
        "element": "P1",
        "consultation": draft.consultations.get().pk,
        "comment": draft.comments.get().pk,
        "series": series.pk,
        "workshop": session.pk,
        "contribution": said.pk,
        "quote": said.quotes.get().pk,
        "decision": series.decisions.get().pk,
        "statement": series.statements.get().pk,
        "participant": said.participant_id,
        "prompt": session.prompts.get().pk,
        "theme": series.themes.get().pk,
        "pack": session.packs.get().pk,
        "secret": secret_of(said.participant),  # type: ignore[arg-type]
    }


ELSEWHERE = {"home", "search", "feed", "packages", "open_data", "workspace", "news", "consultations"}
"""Pages of other rooms that could say what happened in this one; besides them, every page of the drafts."""


def is_of_interest(entry: URLPattern, wanted: Iterable[str]) -> bool:
    """Whether an address is of this room, or could repeat what was said in it."""
    room = getattr(entry.callback, "__module__", "")
    of_a_draft = bool({"draft", "consultation", "comment", "package"} & set(wanted)) and "levelground.web." in room
    return entry.name in ELSEWHERE or of_a_draft or "coproduction" in room


def pages(known: dict[str, Any], codes: list[str]) -> Iterator[str]:
    """Every page and file of these that the parts lead to; addresses with a code for each code."""
    for pattern, entry in entries():
        wanted = parts_of(pattern)
        if entry.name and is_of_interest(entry, wanted) and set(wanted) <= {*known, "code"}:
            for code in codes if "code" in wanted else codes[:1]:
                yield reverse(entry.name, kwargs={part: {**known, "code": code}[part] for part in wanted} or None)


def crawled(clients: list[Client], addresses: list[str]) -> dict[str, bool]:
    """Each page that answers, and whether it has the words."""
    found = {}
    for client in clients:
        for address in addresses:
            answer = client.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if answer.status_code == 200:
                found[address] = found.get(address, False) or PART.encode() in body.lower()
    return found


def test_they_are_on_no_page_in_no_file_no_search_and_no_feed() -> None:
    series = a_series()
    said = repeated_everywhere(series)
    codes = [series.code, series.workshops.get().code]
    clients = [browser(person("facilitator")), browser()]
    known = known_parts(series, said)
    draft = {"organisation": known["organisation"], "draft": known["draft"]}
    addresses = [
        *pages(known, codes),
        *(f"{reverse('search')}?q={word}" for word in ("heron", "locked+door")),
        *(f"{reverse('draft_text', kwargs=draft)}?edit={number}" for number in range(4)),
        *(f"{reverse('draft_compare', kwargs=draft)}?with=edit-{number}" for number in range(4)),
    ]
    before = crawled(clients, addresses)
    assert sum(before.values()) >= 20, f"the crawl goes where the words are: {[each for each in before if before[each]]}"
    assert all(any(part in each for each in before if before[each]) for part in ("/drafts/", "/consultations/", "/history/", "/text.yaml"))
    assert {reverse("search"), reverse("feed")} <= before.keys()
    contributions.withdraw(contribution=said)
    after = crawled(clients, addresses)
    assert len(after) >= len(before) - 2
    assert [address for address, has in after.items() if has] == []


def test_a_note_on_a_day_long_ago_is_taken_back_all_the_same() -> None:
    said = a_note()
    Contribution.objects.update(at=timezone.now() - datetime.timedelta(days=4000))
    contributions.withdraw(contribution=said, by=person("facilitator"), because="not_a_contribution")
    assert Contribution.objects.get().words == ""
