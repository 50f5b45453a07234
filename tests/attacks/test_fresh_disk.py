"""Attacks by somebody with the disk: words that were taken back, still legible in the file, its journal or the index of the search."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from tests.builders.coproduction.capture import a_note
from tests.builders.coproduction.concerns import a_concern
from tests.builders.coproduction.decisions import a_decision
from tests.builders.coproduction.planted_person import files
from tests.builders.coproduction.series import a_participant, a_series
from tests.builders.versions import a_draft, complete
from tests.builders.web import person

from levelground.web.coproduction.actions import concerns, contributions, decisions
from levelground.web.overview.actions import search_index
from levelground.web.overview.models import SearchEntry
from levelground.web.overview.search_documents import SearchDocument
from levelground.web.publishing.actions import edits
from levelground.web.publishing.models import HeldPackage

pytestmark = pytest.mark.django_db(transaction=True)
SAID = "The zzyzxnarwhal corridor was always locked for us at quokkanight."
CANARIES = (b"zzyzxnarwhal", b"quokkanight")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    monkeypatch.setenv("LEVELGROUND_AUDIT_HEAD", str(tmp_path / "head.jsonl"))


def legible() -> list[str]:
    """In which file which canary stands, with connections open as in a site that goes on."""
    every = {path: path.read_bytes().lower() for path in files()}
    return [f"{path.name}: {word.decode()}" for path, content in every.items() for word in CANARIES if word in content]


def fill_the_index() -> None:
    """Other things that are found: an index of one word would be written anew by itself."""
    for number in range(40):
        search_index.put(f"x:{number}", [SearchDocument("", "recommendation", f"Entry {number}", "Words of many kinds.", "", "/")])


def test_words_that_were_taken_back_are_in_no_byte_of_draft_index_or_journal() -> None:
    fill_the_index()
    draft = a_draft("northshire_fair", "northshire")
    series = a_series(package=HeldPackage.objects.get(pk=draft.package_id))
    said = a_note(SAID, by=a_participant(series))
    row = complete(draft)
    edits.change_element(draft=row, element_id="P1", fields={"text": f"They say: {SAID}"}, seen=row.edits, reason="Heard.", by=person())
    fill_the_index()
    assert SearchEntry.objects.filter(body__contains="zzyzxnarwhal").exists()
    contributions.withdraw(contribution=said)
    assert not SearchEntry.objects.filter(body__contains="zzyzxnarwhal").exists()
    assert legible() == []


def test_dissent_and_concerns_that_were_taken_back_are_in_no_byte_either() -> None:
    someone = a_participant()
    part = decisions.take_part(decision=a_decision(someone.series), participant=someone, stance="against", dissent=SAID)
    raised = a_concern(words=SAID, name="Quokkanight")
    decisions.take_dissent_back(part=part)
    concerns.withdraw(concern=raised)
    assert legible() == []
