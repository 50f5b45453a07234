"""Attacks on co-production by people without an account: codes tried out, others' letter boxes and numbers, hostile files and words."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from icalendar import Calendar
from tests.builders.coproduction import everything
from tests.builders.coproduction.capture import a_note, a_quote, an_open_session
from tests.builders.coproduction.concerns import WORDS, a_concern, a_desk
from tests.builders.coproduction.interest import sent_interest
from tests.builders.coproduction.interest_form import filled_in, hidden, sent, started
from tests.builders.coproduction.payments import a_claim, a_cost, an_offer
from tests.builders.coproduction.series import a_call, a_participant, a_series, secret_of
from tests.builders.coproduction.workshops import a_session
from tests.builders.web import browser, organisation, person

from levelground.web.coproduction import calendars, finance_file, receipts, spam
from levelground.web.coproduction.actions import claims, concerns, workshops
from levelground.web.coproduction.concern_links import address_of
from levelground.web.coproduction.models import ClaimLine, ClaimState, Concern, ExpressionOfInterest, Participant, PaymentClaim
from levelground.web.coproduction.queries import letter_boxes
from levelground.web.coproduction.views.private import PRIVATE

pytestmark = pytest.mark.django_db
SENT = {
    "words": "x", "answer": "yes", "reply": "x", "agree": "on", "sure": "on", "attribution": "name", "form_key": "k" * 40, "read": "1",
    "minutes": "60", "coming": "yes", "stance": "against", "sensitive": "on", "take_out": ["1", "2", "3"], "do": "agree",
}  # fmt: skip
SHARED = {"secret", "question", "code"}


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def rows() -> list[Any]:
    """Every row of the room."""
    return [list(model.objects.order_by("pk").values()) for model in apps.get_app_config("coproduction").get_models()]


def private_addresses() -> Iterator[URLPattern]:
    """Every address that somebody has by a private link."""
    waiting: list[URLPattern | URLResolver] = list(get_resolver().url_patterns)
    while waiting:
        each = waiting.pop()
        if isinstance(each, URLResolver):
            waiting += each.url_patterns
        elif "secret" in each.pattern.converters and each.name in everything.WHO:
            yield each


def raised(client: Client, **given: str) -> Any:
    """A concern sent by its form, ten seconds after it was opened."""
    where = reverse("raise_concern", kwargs={"organisation": "northshire"})
    begun = hidden(client.get(where).content.decode())
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=10), tick=False):
        return client.post(where, {**begun, "website": "", "words": WORDS, **given})


class TestCodesOfSessions:
    def test_somebody_who_tries_out_codes_finds_none_after_a_while_and_others_are_not_stopped(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(spam, "WRONG_CODES", 3)
        session, one, other = an_open_session(), browser(), Client(headers={"host": "localhost"}, REMOTE_ADDR="203.0.113.9")
        there = reverse("live_session", kwargs={"code": session.code})
        assert one.get(reverse("live"), {"code": "WRONG1"}).status_code == 422
        assert one.get(reverse("live_session", kwargs={"code": "WRONG2"})).status_code == 404
        assert one.get(there).status_code == 200, "a code that is right is not counted"
        assert one.get(reverse("live_code_to_scan", kwargs={"code": "WRONG3"})).status_code == 404
        stopped = one.get(reverse("live"), {"code": session.code})
        assert stopped.status_code == 422 and "Wait ten minutes" in stopped.content.decode()
        assert one.get(there).status_code == 404
        assert one.post(there, {"words": "x"}).status_code == 404
        assert other.get(there).status_code == 200

    def test_a_full_hall_types_it_wrong_and_still_gets_in(self) -> None:
        session, hall = an_open_session(), browser()
        for _ in range(60):
            hall.get(reverse("live"), {"code": "WRONG1"})
        assert hall.get(reverse("live"), {"code": session.code}).status_code == 302

    def test_a_calendar_that_is_shared_opens_no_session(self) -> None:
        session = a_session()
        assert session.code.encode() not in calendars.calendar_file(session).replace(b"\r\n ", b"")


class TestLetterBoxesOfOthers:
    @pytest.mark.parametrize(
        ("way", "field", "given"), [("email", "email", "Victim@people.example"), ("phone", "phone", "07700 900 123")], ids=["mail", "text"]
    )
    def test_nobody_fills_one_with_concerns(self, way: str, field: str, given: str, django_capture_on_commit_callbacks: Any) -> None:
        a_desk()
        with django_capture_on_commit_callbacks(execute=True):
            for number in range(letter_boxes.MOST_A_DAY + 3):
                to = given.lower() if number % 2 else given.replace("07700 ", "+44 7700")
                assert raised(browser(), contact_by=way, **{field: to}).status_code == 302
        assert len(mail.outbox) == (letter_boxes.MOST_A_DAY if way == "email" else 0)
        held = Concern.objects.exclude(held_because="")
        assert {each.held_because for each in held} == {"same_address"} and held.count() == 3
        assert "same_address" in spam.HELD_WORDS
        page = browser(person("facilitator")).get(reverse("concern_desk", kwargs={"organisation": "northshire"})).content.decode()
        assert held[0].reference in page, "held for a person to read, never thrown away"

    def test_nor_with_answers_to_a_call(self) -> None:
        call = a_call()
        for _ in range(letter_boxes.MOST_A_DAY):
            sent_interest(call, email="nasreen@people.example")
        client, secret = started(call)
        filled_in(client, secret)
        sent(client, secret)
        assert ExpressionOfInterest.objects.latest("pk").held_because == "same_address"

    def test_who_writes_down_for_many_is_not_stopped_and_yesterday_does_not_count(self) -> None:
        by = person("facilitator")
        for number in range(letter_boxes.MOST_A_DAY):
            made = a_concern(contact_by="email", email="group@people.example", form_key=f"{number:040}")
            Concern.objects.filter(pk=made.pk).update(entered_by=by)
        asked = {"contact_by": "email", "email": "group@people.example"}
        assert not letter_boxes.is_full(**asked)
        Concern.objects.update(entered_by=None)
        assert letter_boxes.is_full(**asked)
        Concern.objects.update(raised_at=timezone.now() - datetime.timedelta(days=2))
        assert not letter_boxes.is_full(**asked)


class TestNumbersOfOthers:
    def test_under_ones_own_link_nothing_of_another_series_is_there_and_no_word_changes_anything(self) -> None:
        every, by_name = everything.parts("northshire")
        stranger = a_participant(a_series(code="OTHER1"))
        own, before, tried = secret_of(stranger), rows(), 0
        for each in private_addresses():
            known = {**every, **by_name.get(str(each.name), {})}
            parts = {name: known[name] for name in each.pattern.converters}
            if not parts.keys() - SHARED or not str(each.pattern).startswith("mine/"):
                continue
            address = reverse(str(each.name), kwargs={**parts, "secret": own})
            for answer in (browser().get(address), browser().post(address, SENT)):
                assert answer.status_code in {404, 405}, address
                tried += 1
        assert tried > 20
        assert rows() == before

    def test_under_ones_own_link_nothing_that_is_anothers_alone_in_the_same_series(self) -> None:
        one, series = a_participant(), a_series()
        other = a_participant(series)
        claim, said = a_claim(one, costs=(a_cost(),)), a_note(by=one)
        PaymentClaim.objects.update(state=ClaimState.RETURNED)
        line, quote = claim.lines.exclude(receipt="").get(), a_quote(said)
        there: dict[str, dict[str, int]] = {
            "mine_claim_question": {"claim": claim.pk},
            "mine_receipt": {"claim": claim.pk, "line": line.pk},
            "mine_word": {"contribution": said.pk},
            "take_back_words": {"contribution": said.pk},
            "mine_quote": {"quote": quote.pk},
        }
        before = rows()
        for name, parts in there.items():
            address = reverse(name, kwargs={"secret": secret_of(other), **parts})
            for answer in (browser().get(address), browser().post(address, SENT)):
                assert answer.status_code in {404, 405}, address
            assert browser().get(reverse(name, kwargs={"secret": secret_of(one), **parts})).status_code == 200, name
        assert rows() == before
        mine = a_claim(other, costs=(a_cost(),))
        own_receipt = reverse("mine_receipt", kwargs={"secret": secret_of(other), "claim": mine.pk, "line": line.pk})
        assert browser().get(own_receipt).status_code == 404, "the line of another claim under one's own"

    def test_a_line_of_anothers_claim_is_not_taken_out_nor_anothers_offer_claimed(self) -> None:
        one, other = a_participant(), a_participant()
        theirs, mine = a_claim(one, costs=(a_cost(),)), a_claim(other, costs=(a_cost(),))
        PaymentClaim.objects.update(state=ClaimState.RETURNED)
        lines = list(theirs.lines.values_list("pk", flat=True))
        claims.send_again(claim=mine, reply="Here.", take_out=lines)
        assert list(theirs.lines.values_list("pk", flat=True)) == lines
        foreign = an_offer(one, answer="accepted")
        where = reverse("mine_claim", kwargs={"secret": secret_of(other)})
        answer = browser().post(where, {"work": [foreign.pk], "payee_reference": "SUP-1", "form_key": "f" * 40})
        assert answer.status_code == 422 and not ClaimLine.objects.filter(offer=foreign).exists()


class TestPrivateLinks:
    def test_every_page_behind_one_is_kept_nowhere_named_nowhere_and_found_nowhere(self) -> None:
        every, by_name = everything.parts("northshire")
        tried = 0
        for each in private_addresses():
            known = {**every, **by_name.get(str(each.name), {})}
            address = reverse(str(each.name), kwargs={name: known[name] for name in each.pattern.converters})
            for answer in (browser().get(address), browser().post(address, {})):
                if answer.status_code in {200, 302, 422}:
                    assert {name: answer.headers.get(name) for name in PRIVATE} == PRIVATE, (answer.status_code, address)
                    assert "public" not in answer.headers.get("Cache-Control", "")
                    tried += 1
        assert tried > 30

    def test_no_link_and_no_word_is_in_the_log_whatever_goes_wrong(
        self, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        concern, someone = a_concern(words="canary words"), a_participant()
        quiet = Client(headers={"host": "localhost"}, raise_request_exception=False)
        strict = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
        said_by_it = " ".join(("canary", "words", address_of(concern)))
        quiet.get(reverse("mine", kwargs={"secret": "canary-secret"}))
        strict.post(reverse("mine_words", kwargs={"secret": secret_of(someone)}), {"words": "canary words"})

        def fails(*_: Any, **__: Any) -> None:
            raise RuntimeError(said_by_it)

        monkeypatch.setattr(concerns, "add", fails)
        assert quiet.post(address_of(concern), {"words": "canary words"}).status_code == 500
        console = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("levelground"))
        assert "a page failed: RuntimeError" in console
        for canary in ("canary words", "canary-secret", secret_of(someone), address_of(concern)):
            assert canary not in console, canary

    def test_a_link_with_one_sign_changed_opens_nothing(self) -> None:
        someone = a_participant()
        secret = secret_of(someone)
        for wrong in (secret[:-1], secret + "0", secret.upper(), f"{someone.pk}~x", "~", "0~", "%00", "' OR 1=1 --", "x" * 3000):
            assert browser().get(f"/mine/{wrong}/").status_code == 404, wrong
        assert Participant.objects.count() == 1


class TestHostileFilesAndWords:
    def test_a_huge_receipt_and_a_hundred_of_them_are_refused_in_words_and_none_is_kept(self) -> None:
        someone = a_participant()
        an_offer(someone, answer="accepted")
        where = reverse("mine_claim", kwargs={"secret": secret_of(someone)})
        huge = SimpleUploadedFile("r.png", b"\x89PNG\r\n\x1a\n" + bytes(receipts.MOST_BYTES), "image/png")
        given = {"cost1-kind": "travel", "cost1-words": "Bus", "cost1-amount": "4.20", "form_key": "f" * 40, "payee_reference": "SUP-1"}
        refused = browser().post(where, {**given, "cost1-receipt": huge})
        assert refused.status_code == 422 and "too large" in refused.content.decode()
        many = {f"f{number}": SimpleUploadedFile(f"{number}.png", b"x") for number in range(150)}
        assert browser().post(where, {**given, **many}).status_code in {400, 413}
        assert not PaymentClaim.objects.exists()

    @pytest.mark.parametrize("name", ["../../../etc/passwd", "x.pdf/..", "receipt.svg", "a" * 32 + ".png\n"])
    def test_no_name_leads_out_of_the_folder(self, name: str) -> None:
        with pytest.raises(Exception, match="no such receipt"):
            receipts.read(name)

    @pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t=", "\r=", " =", "\u00a0=", "＝", "＠"])
    def test_no_cell_of_the_file_for_finance_is_a_formula(self, begins: str) -> None:
        someone = a_participant()
        made = a_claim(someone)
        PaymentClaim.objects.filter(pk=made.pk).update(payee_reference=f"{begins}HYPERLINK(1)")
        [row] = finance_file.content_of(PaymentClaim.objects.all()).decode().split("\r\n")[1:2]
        assert "'" in row.split(",")[1], row

    def test_no_header_is_written_into_a_calendar_by_names_places_or_links(self) -> None:
        where = organisation("northshire")
        where.name = 'Trust"\r\nATTENDEE:mailto:evil@x.example'
        where.save()
        session = a_session(
            title="T\r\nBEGIN:VALARM", place="R\nX-EVIL:1", link="https://a.example/\r\nATTENDEE:mailto:evil@x.example", agenda="x"
        )
        content = calendars.calendar_file(session, contact_email="ama@northshire.example")
        event = Calendar.from_ical(content).walk("VEVENT")
        assert len(event) == 1 and "ATTENDEE" not in event[0] and "X-EVIL" not in event[0] and not event[0].subcomponents

    def test_no_header_is_written_into_a_letter(self, django_capture_on_commit_callbacks: Any) -> None:
        where = organisation("northshire")
        where.name = "Trust\r\nBcc: everybody@x.example"
        where.save()
        someone = a_participant(a_series())
        with django_capture_on_commit_callbacks(execute=True):
            workshops.invite(workshop=a_session(), participants=[someone], by=person("facilitator"))
        assert len(mail.outbox) == 1
        assert "\n" not in mail.outbox[0].subject and not mail.outbox[0].bcc
