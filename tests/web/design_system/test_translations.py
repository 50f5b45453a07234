"""Pages in other languages: only what a human checked reaches the public; English stands, marked, in place of the rest."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.template import engines
from django.urls import reverse
from tests.builders.coproduction.concerns import a_concern, a_desk
from tests.builders.web import browser, person

from levelground.web import notifications
from levelground.web.design_system import days, translations
from levelground.web.design_system.phrases import Phrase
from levelground.web.design_system.translations import Language, TranslatedEntry, speaking
from levelground.web.notifications import twins, written

TOOL = Path(__file__).parents[3] / "tools" / "translations.py"
URDU = Path(translations.LANGUAGES) / "ur.po"
TEST_PO = """
msgid "Raise a concern"
msgstr "CHECKED-TITLE"

# Checked by a native speaker, 2026-11-22
msgid "Your name"
msgstr "آپ کا نام"

#, fuzzy
msgid "Before you write"
msgstr "MACHINE"

# Checked by a native speaker, 2026-11-22
msgid "Nobody reads this at once. If somebody is in danger now, call <bdi>999</bdi>. For urgent health advice, call <bdi>111</bdi>."
msgstr "<bdi>999</bdi> پر فون کریں۔"
"""


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of catalogues with one language in it, of which a part is checked."""
    (tmp_path / "ur.po").write_text(TEST_PO, encoding="utf-8")
    monkeypatch.setattr(translations, "LANGUAGES", tmp_path)
    yield tmp_path
    translations._read.cache_clear()


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    specification = importlib.util.spec_from_file_location("translations_tool", TOOL)
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def rendered(source: str, **context: Any) -> str:
    return str(engines.all()[0].from_string(source).render(context))


def a_language(*entries: TranslatedEntry) -> Language:
    return Language("ur", {entry.english: entry for entry in entries})


CHECKED = TranslatedEntry("Hello", "سلام", True)
MACHINE = TranslatedEntry("Goodbye", "خدا حافظ", False)


class TestWhatIsShown:
    def test_on_an_english_page_words_are_untouched(self) -> None:
        assert (
            rendered('{{ "Hello" | translated }} {% trans %}Goodbye{% endtrans %} {{ name | translated }}', name="<b>")
            == "Hello Goodbye &lt;b&gt;"
        )

    def test_a_checked_text_is(self) -> None:
        with speaking(a_language(CHECKED)):
            assert rendered('{{ "Hello" | translated }}|{% trans %}Hello{% endtrans %}|{{ "Hello" | untagged }}') == "سلام|سلام|سلام"

    def test_a_machines_text_is_not_and_english_says_that_it_is_english(self) -> None:
        with speaking(a_language(MACHINE)):
            assert rendered("{% trans %}Goodbye{% endtrans %}") == '<span lang="en-GB" dir="ltr">Goodbye</span>'
            assert rendered('{{ "Goodbye" | untagged }}') == "Goodbye"

    def test_a_member_sees_it_with_a_mark(self) -> None:
        with speaking(a_language(MACHINE), preview=True):
            assert rendered("{% trans %}Goodbye{% endtrans %}") == '<span class="site-machine">خدا حافظ</span>'

    def test_a_constant_is_not_worked_out_once_for_all(self) -> None:
        template = engines.all()[0].from_string('{{ "Hello" | translated }}')
        with speaking(a_language(CHECKED)):
            assert template.render({}) == "سلام"
        assert template.render({}) == "Hello"

    def test_words_of_people_are_escaped_in_every_language(self) -> None:
        entry = TranslatedEntry("%(who)s answers", "%(who)s جواب", True)
        for language in (None, a_language(entry), a_language()):
            with speaking(language):
                page = rendered("{% trans who=name %}{{ who }} answers{% endtrans %} {{ name | translated }}", name="<script>")
            assert "<script>" not in page and page.count("&lt;script&gt;") == 2

    def test_what_is_put_in_keeps_its_own_direction(self) -> None:
        with speaking(a_language()):
            page = rendered('{% trans who="A", at="/x" %}{{ who }}, <a href="{{ at }}">see</a> <bdi>{{ who }}</bdi>{% endtrans %}')
        assert page == '<span lang="en-GB" dir="ltr"><bdi>A</bdi>, <a href="/x">see</a> <bdi>A</bdi></span>'

    def test_days_keep_together_and_are_written_as_the_language_does_once_it_is_checked(self) -> None:
        import datetime

        day = datetime.date(2026, 11, 22)
        assert days.shown_day(day) == "22 November 2026" and days.shown_day(None) == ""
        with speaking(a_language(MACHINE)):
            assert days.shown_day(day) == '<bdi lang="en-GB" dir="ltr">22 November 2026</bdi>'
        with speaking(a_language(CHECKED)):
            assert "نومبر" in days.shown_day(day) and days.shown_day(day).startswith("<bdi>")


class TestWhatCountsAsChecked:
    def test_no_mark_and_a_word_of_who_did_it(self, catalogues: Path) -> None:
        found = translations.languages()["ur"]
        assert next(entry.english for entry in found.entries.values() if entry.checked) == "Your name"
        assert (found.checked, len(found.entries), found.offered, found.direction) == (2, 4, False, "rtl")

    def test_a_language_is_known_by_its_names(self, catalogues: Path) -> None:
        assert {named.code for name in ("ur", "Urdu", " URDU ", "اردو") if (named := translations.named(name))} == {"ur"}
        assert translations.named("Klingon") is None


@pytest.mark.django_db
class TestThePages:
    def test_follow_the_link_in_the_address_then_the_cookie_without_scripts(self, catalogues: Path) -> None:
        a_desk()
        client, where = browser(), reverse("raise_concern", kwargs={"organisation": "northshire"})
        assert '<html lang="en-GB">' in client.get(where).text
        chosen = client.get(f"{where}?lang=ur")
        assert '<html lang="ur" dir="rtl">' in chosen.text and chosen["Content-Language"] == "ur"
        assert "nhsuk-frontend.rtl.min.css" in chosen.text and "آپ کا نام" in chosen.text
        for hidden in ("MACHINE", "CHECKED-TITLE"):
            assert hidden not in chosen.text
        assert '<span lang="en-GB" dir="ltr">Before you write</span>' in chosen.text
        assert 'dir="rtl"' in client.get(reverse("concerns")).text
        assert '<html lang="en-GB">' in client.get(f"{where}?lang=en-GB").text
        assert '<html lang="en-GB">' in client.get(where).text

    def test_for_others_stay_english_and_nothing_is_remembered_of_who_did_not_choose(self, catalogues: Path) -> None:
        client = browser()
        assert "language" not in client.get(reverse("concerns")).cookies
        client.get(f"{reverse('concerns')}?lang=ur")
        assert '<html lang="en-GB">' in client.get(reverse("home")).text
        assert '<html lang="en-GB">' in browser().get(f"{reverse('concerns')}?lang=xx%22").text

    def test_are_offered_only_once_nearly_all_is_checked(self, catalogues: Path) -> None:
        assert "?lang=ur" not in browser().get(reverse("concerns")).text
        (catalogues / "ur.po").write_text('# Checked by x\nmsgid "Your name"\nmsgstr "نام"\n', encoding="utf-8")
        translations._read.cache_clear()
        assert '<a href="?lang=ur"' in re.sub(r"\s+", " ", browser().get(reverse("concerns")).text)

    def test_the_form_and_its_errors_are_usable_in_another_language(self, catalogues: Path) -> None:
        a_desk()
        answer = browser().post(reverse("raise_concern", kwargs={"organisation": "northshire"}) + "?lang=ur", {"words": ""})
        assert answer.status_code == 422
        assert '<span lang="en-GB" dir="ltr">Write what should be looked at. One sentence is enough.</span>' in answer.text

    def test_of_the_preview_are_for_members_and_count_what_waits(self) -> None:
        at = {"organisation": "northshire", "language": "ur"}
        client = browser(person("analyst"))
        entries = translations.languages()["ur"].entries.values()
        waiting = sum(not entry.checked for entry in entries)
        assert f"{waiting} of {len(entries)} texts wait for a human check" in re.sub(
            r"\s+", " ", client.get(reverse("language", kwargs=at)).text
        )
        sample = client.get(reverse("language_sample", kwargs=at)).text
        assert 'class="site-machine"' in sample and "تشویش بتائیں" in sample
        assert "<form" not in sample
        assert client.get(reverse("language", kwargs={**at, "language": "xx"})).status_code == 404


class TestMessages:
    def test_are_in_a_language_only_where_all_of_it_is_checked(self) -> None:
        message = notifications.Message(Phrase("Hello"), [Phrase("%(who)s answers", who="Ama")])
        whole = a_language(CHECKED, TranslatedEntry("%(who)s answers", "جواب %(who)s", True))
        assert written(message, whole).paragraphs == ("جواب \u2068Ama\u2069",) and written(message, whole).language == "ur"
        assert written(message, a_language(CHECKED)).language == "en-GB"
        assert written(message, None).paragraphs == ("Ama answers",)

    def test_with_words_that_nobody_marked_stay_english(self) -> None:
        message = notifications.Message(Phrase("Hello"), ["Words that are no phrase."])
        assert written(message, a_language(CHECKED)).subject == "Hello"

    def test_say_their_language_and_direction(self, catalogues: Path) -> None:
        made = notifications.Message("سلام", ["سلام"], language="ur")
        assert '<html lang="ur" dir="rtl">' in twins.html(made)

    @pytest.mark.django_db
    def test_nobody_gets_a_machines_words(self, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            a_concern(contact_by="email", email="n@people.example", language="Urdu")
        assert mailoutbox[0].subject == "We have your concern"


class TestTheCatalogues:
    def test_are_in_step_with_the_pages(
        self, tool: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(sys, "argv", ["translations.py", "--check"])
        assert tool.main() == 0, capsys.readouterr().err

    def test_a_text_that_is_new_is_noticed(self, tool: ModuleType) -> None:
        assert tool.catalogue("ur", {**tool.found(), "A new text.": ["x.jinja"]}) != URDU.read_text(encoding="utf-8")

    def test_words_are_found_wherever_they_are_marked(self, tool: ModuleType) -> None:
        page = '{% trans who=x %}Hi {{ who }}.{% endtrans %}{{ _("Two") }}{{ "Three" | untagged }}{{ button("Four") }}{{ "five" }}'
        assert sorted(tool.in_template(page)) == ["Four", "Hi %(who)s.", "Three", "Two"]
        assert tool.in_template('{{ button("Of another page") }}') == []
        assert tool.in_module('A = to_translate("One" " two")\nB = "Three"\nC = Phrase("%(n)s", n=1)\nD = Phrase("%(n)s of us", n=1)') == [
            "One two",
            "%(n)s of us",
        ]

    def test_put_in_the_same_values_and_the_same_marks_as_the_english(self) -> None:
        with URDU.open("rb") as file:
            wrong = [m.id for m in read_po(file, locale="ur") if m.id and m.string and _parts(m.id) != _parts(m.string)]
        assert wrong == []

    def test_have_no_text_that_claims_a_check_without_saying_who(self) -> None:
        with URDU.open("rb") as file:
            unsaid = [m.id for m in read_po(file, locale="ur") if m.id and m.string and not m.fuzzy and not m.user_comments]
        assert unsaid == []


def _parts(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)s|</?\w+[^>]*>", text))
