"""Letters in the language of the person: only where humans have checked all of it, whatever the letter is about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.builders.coproduction.payments import an_offer
from tests.builders.coproduction.series import a_participant, a_series
from tests.builders.web import person

from levelground.web.coproduction.actions import private_links
from levelground.web.coproduction.models import Notice
from levelground.web.design_system import translations
from levelground.web.design_system.translations import speaking

pytestmark = pytest.mark.django_db
OF_PAY = {
    "You are offered pay for your time": "CHECKED آپ کو معاوضہ",
    "%(organisation)s offers you %(total)s for your part in “%(series)s”.": "CHECKED %(organisation)s %(total)s %(series)s",
    "You can say yes, ask for a voucher, or say no. If you say no, nothing else changes: you can take part all the same.": "CHECKED yes",
    "Pay can change what you get in benefits. The page says where to ask before you answer.": "CHECKED benefits",
    "See the offer, and answer": "CHECKED see",
    "This message came from Levelground. Nobody reads answers to it.": "CHECKED closing",
}
"""All of one letter, as a person has checked it."""
BY_A_MACHINE = {
    "Your new private link: %(series)s": "MACHINE %(series)s",
    "Here is your new private link. Links that you had before do not work any more.": "MACHINE link",
    "The link is yours alone. You need no account.": "MACHINE alone",
    "Your own page": "MACHINE page",
}


@pytest.fixture
def urdu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language of which one letter is checked and another is only made by a machine."""
    checked = [f'# Checked by a native speaker, 2026-11-22\nmsgid "{text}"\nmsgstr "{said}"\n' for text, said in OF_PAY.items()]
    fuzzy = [f'#, fuzzy\nmsgid "{text}"\nmsgstr "{said}"\n' for text, said in BY_A_MACHINE.items()]
    (tmp_path / "ur.po").write_text("\n".join(checked + fuzzy), encoding="utf-8")
    monkeypatch.setattr(translations, "LANGUAGES", tmp_path)
    yield
    translations._read.cache_clear()


def somebody(**fields: Any) -> Any:
    return a_participant(a_series(), **{"contact_by": "email", "email": "n@people.example", "language": "Urdu", **fields})


@pytest.mark.usefixtures("urdu")
class TestALetter:
    def test_that_is_checked_arrives_in_the_language_with_its_direction_and_its_plain_text(
        self, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            an_offer(somebody())
        mail = mailoutbox[0]
        assert mail.subject == "CHECKED آپ کو معاوضہ"
        html = mail.alternatives[0][0]
        assert '<html lang="ur" dir="rtl">' in html and "CHECKED benefits" in html
        for words in ("\u2068£27.50\u2069", "CHECKED yes", "CHECKED see:\nhttp", "CHECKED closing"):
            assert words in mail.body
        assert "You can say yes" not in mail.body + html
        assert Notice.objects.get().language == "ur"

    def test_that_a_machine_made_arrives_in_english(self, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any) -> None:
        one = somebody()
        with django_capture_on_commit_callbacks(execute=True):
            private_links.send_new(participant=one, by=None)
        mail = mailoutbox[0]
        assert "MACHINE" not in mail.subject + mail.body + mail.alternatives[0][0]
        assert mail.subject.startswith("Your new private link") and '<html lang="en-GB" dir="ltr">' in mail.alternatives[0][0]

    def test_in_english_stays_whole_where_somebody_sends_it_from_a_page_in_another_language(
        self, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
    ) -> None:
        one = somebody(language="")
        with speaking(translations.languages()["ur"]), django_capture_on_commit_callbacks(execute=True):
            an_offer(one, by=person("facilitator"))
        assert mailoutbox[0].subject == "You are offered pay for your time"
        assert "CHECKED" not in mailoutbox[0].body + mailoutbox[0].alternatives[0][0]

    def test_for_somebody_to_read_out_is_kept_in_the_language_too(self, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            an_offer(somebody(contact_by="phone", phone="0113 496 0000"))
        kept = Notice.objects.get()
        assert kept.told_at is None and "CHECKED benefits" in kept.words
