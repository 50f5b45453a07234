"""Many people on one draft at once: every edit that was acknowledged is kept, and nobody's goes under unseen.

The account in `tests/builders/edit_races.py` is a second one: it knows the writers' own notes and the text, and nothing of the code.
"""

from __future__ import annotations

import threading
from random import Random

import pytest
from django.db import close_old_connections, connection
from tests.builders.edit_races import history_is_whole, problems, race
from tests.builders.versions import a_draft, complete
from tests.builders.web import organisation, person

from levelground.web.publishing.actions import drafts, edits, reviews
from levelground.web.publishing.conflicts import NotADraft
from levelground.web.publishing.models import PackageVersion, VersionState

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*tasks: object) -> list[object]:
    """What each task gave, or the error that it raised; all begin together."""
    gate, given = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(index: int, task: object) -> None:
        gate.wait()
        try:
            given[index] = task()  # type: ignore[operator]
        except Exception as error:
            given[index] = error
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def test_three_hundred_racing_edits_and_none_is_lost():
    run = race(Random("races"), writers=6, edits_each=50, package_id="northshire_race")  # noqa: S311 - of a test
    assert problems(run) == []
    assert len(run.notes) == 300 and history_is_whole(run.version)
    assert run.counts["shown both sides"] > 10, "the writers did get in each other's way"


def test_the_account_tells_when_somebody_goes_over_what_they_did_not_see(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("levelground.web.publishing.sides.differs", lambda *_: False)
    run = race(Random("unseen"), writers=6, edits_each=8, package_id="northshire_race")  # noqa: S311 - of a test
    assert any("had seen" in problem for problem in problems(run))


def test_of_two_who_press_at_the_same_moment_one_is_shown_the_other():
    version = a_draft()

    def write(words: str, role: str) -> object:
        by = people[role]
        return edits.change_element(draft=version, element_id="P1", fields={"text": words}, seen=0, reason="So.", by=by)

    people = {role: person(role) for role in ("qi_lead", "analyst")}
    given = at_once(lambda: write("One", "qi_lead"), lambda: write("Two", "analyst"))
    kinds = sorted(type(each).__name__ for each in given)
    assert kinds == ["Edit", "EditConflict"]


def test_a_draft_is_begun_once_by_however_many():
    people = [person(role) for role in ("qi_lead", "analyst", "curator")]
    organisation_ = organisation()

    def begin(by: object) -> object:
        return drafts.start(organisation=organisation_, package_id="northshire_one", title="T", by=by)

    given = at_once(*(lambda by=by: begin(by) for by in people))
    assert sorted(type(each).__name__ for each in given) == ["ChangePackageInvalid", "ChangePackageInvalid", "PackageVersion"]
    assert PackageVersion.objects.count() == 1


def test_an_edit_and_a_request_for_review_do_not_cross():
    for turn in range(5):
        version = a_draft(f"northshire_cross_{turn}")
        by, other = person(), person("analyst")
        given = at_once(
            lambda version=version, by=by: reviews.ask(draft=version, by=by),
            lambda version=version, other=other: edits.change_element(
                draft=version, element_id="P1", fields={"text": "Late"}, seen=0, reason="So.", by=other
            ),
        )
        now = complete(version)
        assert now.state == VersionState.REVIEW
        reviewed = now.reviews.get().text_id
        assert reviewed == now.text_id, "the text that is reviewed is the text that is there"
        assert not isinstance(given[1], Exception) or isinstance(given[1], NotADraft)


def test_a_version_is_published_once():
    version = a_draft()
    review = reviews.ask(draft=version, by=person())
    reviews.answer(review=review, verdict="accepted", words="Good.", by=person("board_member"))
    by = person()
    given = at_once(*(lambda: reviews.publish(draft=version, by=by) for _ in range(3)))
    assert sorted(type(each).__name__ for each in given) == ["NotADraft", "NotADraft", "PackageVersion"]
