"""The pages of a call: for everybody on a phone, in a message, on a wall and in a letter; and for those who run it."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.calls import a_draft_call
from tests.builders.coproduction.series import a_call, a_series
from tests.builders.web import browser, person

from levelground.web.coproduction.models import ExpressionOfInterest, Opportunity
from levelground.web.coproduction.queries import opportunities as found

pytestmark = pytest.mark.django_db
AT = {"organisation": "northshire"}


def page_of(address: str, client: Client | None = None) -> str:
    """What the page says; it must be there."""
    answer = (client or browser()).get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def meta(page: str, name: str) -> str:
    """What a page says of itself to those who show a link to it."""
    said = re.search(rf'<meta\s+(?:property|name)="{name}"\s+content="([^"]*)"', page)
    return said[1] if said else ""


def closed_call(**fields: Any) -> Opportunity:
    """A call that closed yesterday."""
    return a_call(closes_on=timezone.localdate() - datetime.timedelta(days=1), **fields)


class TestForEverybody:
    def test_what_is_offered_stands_first(self) -> None:
        call = a_call(rate_table="nihr_2025", rate_step="hour", sessions=3, preparation_minutes=30)
        page = page_of(reverse("call", kwargs={"code": call.code}))
        assert page.index("£123.75") < page.index("Say that you are interested") < page.index("What it is for")
        assert reverse("start_interest", kwargs={"code": call.code}) in page

    def test_a_message_shows_what_it_is_and_what_is_paid(self) -> None:
        call = a_call(rate_table="nihr_2025", rate_step="hour", sessions=1)
        page = page_of(reverse("call", kwargs={"code": call.code}))
        assert meta(page, "og:title") == "Help us make care fair"
        assert meta(page, "og:description").startswith("We pay you £27.50 for your time. Northshire NHS Trust asks")
        assert meta(page, "description") == meta(page, "og:description")
        assert meta(page, "og:url") == f"http://localhost/take-part/{call.code}/"
        assert len(meta(page, "og:description")) <= 300

    def test_what_somebody_writes_is_text_in_the_preview(self) -> None:
        call = a_call(title='"><script>alert(1)</script>')
        page = page_of(reverse("call", kwargs={"code": call.code}))
        assert "<script>alert" not in page

    @pytest.mark.parametrize("typed", ["{code}", "{lower}"])
    def test_the_short_link_leads_there_as_people_type_it(self, typed: str) -> None:
        call = a_call()
        answer = browser().get("/j/" + typed.format(code=call.code, lower=call.code.lower()))
        assert (answer.status_code, answer["Location"]) == (302, f"/take-part/{call.code}/")

    def test_the_list_has_what_is_open_and_what_has_closed(self) -> None:
        a_call(title="Open to all")
        closed_call(title="Too late for this")
        page = page_of(reverse("take_part"))
        assert page.index("Open to all") < page.index("Closed") < page.index("Too late for this")
        assert reverse("concerns") in page

    def test_an_empty_list_says_what_one_can_do(self) -> None:
        page = page_of(reverse("take_part"))
        assert "No call is open today." in page and reverse("concerns") in page

    def test_a_closed_call_says_when_people_hear_and_what_else_there_is(self) -> None:
        a_call(title="Another that is open")
        call = closed_call()
        page = page_of(reverse("call", kwargs={"code": call.code}))
        assert "This call closed at 5pm on" in page
        assert "We tell everybody who answers by" in page
        assert "Another that is open" in page
        assert reverse("concerns") in page
        assert reverse("start_interest", kwargs={"code": call.code}) not in page

    def test_a_call_that_was_ended_says_why(self) -> None:
        call = a_call(state="withdrawn", withdrawn_at=timezone.now(), withdrawn_because="The money was cut.")
        page = page_of(reverse("call", kwargs={"code": call.code}))
        assert "The money was cut." in page
        assert reverse("start_interest", kwargs={"code": call.code}) not in page

    @pytest.mark.parametrize("name", ["call", "call_poster", "call_code", "call_text", "short_link"])
    def test_a_draft_is_not_there(self, name: str) -> None:
        draft = a_draft_call()
        gone = browser().get(reverse(name, kwargs={"code": "NEVER1"}))
        there = browser().get(reverse(name, kwargs={"code": draft.code}))
        assert there.status_code == gone.status_code == 404
        assert there.content == gone.content

    def test_the_code_on_the_poster_is_the_short_link(self) -> None:
        call = a_call()
        answer = browser().get(reverse("call_code", kwargs={"code": call.code}))
        assert answer["Content-Type"] == "image/svg+xml"
        assert b"<svg" in answer.content and b"<script" not in answer.content
        page = page_of(reverse("call_poster", kwargs={"code": call.code}))
        assert f"localhost/j/{call.code}" in page and "01632 960 001" in page

    def test_the_letter_says_all_that_the_page_says(self) -> None:
        call = a_call(rate_table="nihr_2025", rate_step="hour", complaints="Call 01632 960 003.", promises={"not_a_complaint": {}})
        answer = browser().get(reverse("call_text", kwargs={"code": call.code}))
        text = answer.content.decode()
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        for said in ("HELP US MAKE CARE FAIR", "£", "01632 960 003", "01632 960 002", f"http://localhost/j/{call.code}"):
            assert said in text
        assert max(map(len, text.splitlines())) <= 72
        assert "<" not in text

    def test_nobody_is_named_but_those_who_know_names(self) -> None:
        call = a_call()
        page = page_of(reverse("call", kwargs={"code": call.code}))
        for holder in call.series.identity_holders.all():
            assert holder.named_as in page
        assert "None of them" not in page

    def test_a_first_view_is_light(self) -> None:
        call = a_call(rate_table="nihr_2025", rate_step="hour")
        assert len(browser().get(reverse("call", kwargs={"code": call.code})).content) < 30_000


class TestForThoseWhoRunIt:
    def typed(self, **said: str) -> dict[str, Any]:
        """A form as somebody fills it in."""
        today = timezone.localdate()
        return {
            "title": "Help us",
            "purpose": "To change care.",
            "influence": "shared",
            "looking_for": "Anybody.",
            "rate": "nihr_2025/hour",
            "sessions": "3",
            "session_minutes": "60",
            "preparation_minutes": "30",
            "expenses": ["travel"],
            "benefits_warning": "Ask first.",
            "group_size": "12",
            "access_formats": ["video"],
            "criteria": "Has been in hospital\n\n  Lives here ",
            "closes_on": f"{today + datetime.timedelta(days=9):%d/%m/%Y}",
            "closes_time": "5pm",
            "timezone": "Europe/London",
            "told_by": f"{today + datetime.timedelta(days=19):%d/%m/%Y}",
            "contact_name": "Ama",
            "contact_phone": "01632 960 001",
            "support": "Call us.",
            **said,
        }

    def test_from_the_form_to_the_public_page(self) -> None:
        series, client = a_series(), browser(person("facilitator"))
        answer = client.post(reverse("draft_call", kwargs={**AT, "series": series.pk}), self.typed())
        call = Opportunity.objects.get()
        run = reverse("run_call", kwargs={**AT, "opportunity": call.pk})
        assert (answer.status_code, answer["Location"]) == (302, run)
        assert found.criteria_of(call) == ["Has been in hospital", "Lives here"]
        assert (call.rate_table, call.rate_step, call.closes_time) == ("nihr_2025", "hour", datetime.time(17, 0))
        assert "Make sure first" in page_of(run, client)
        client.post(reverse("confirm_promise", kwargs={**AT, "opportunity": call.pk}), {"promise": "care"})
        assert "Confirmed by Facilitator of northshire" in page_of(run, client)
        assert "Your care stays the same" in page_of(reverse("preview_call", kwargs={**AT, "opportunity": call.pk}), client)
        client.post(reverse("publish_call", kwargs={**AT, "opportunity": call.pk}))
        public = page_of(reverse("call", kwargs={"code": call.code}))
        assert "Your care stays the same" in public and "Your job" not in public
        assert f"http://localhost/j/{call.code}" in page_of(run, client)

    def test_what_was_kept_comes_back_into_the_form_and_is_kept_again(self) -> None:
        call, client = a_draft_call(), browser(person("facilitator"))
        address = reverse("change_call", kwargs={**AT, "opportunity": call.pk})
        before = Opportunity.objects.values().get()
        form = client.get(address).context["form"] if client.get(address).context else None
        assert form is None or form.initial["rate"] == "nihr_2025/hour"
        from levelground.web.coproduction.forms.opportunities import CallForm, values_of

        again = CallForm(values_of(call, found.criteria_of(call)))
        assert again.is_valid(), again.errors
        client.post(address, values_of(call, found.criteria_of(call)))
        assert Opportunity.objects.values().get() == before

    def test_publishing_says_all_that_is_missing_at_once_and_where(self) -> None:
        call = a_draft_call(told_by=None, support="", access_formats=[])
        client = browser(person("facilitator"))
        answer = client.post(reverse("publish_call", kwargs={**AT, "opportunity": call.pk}))
        page = answer.content.decode()
        assert answer.status_code == 422
        change = reverse("change_call", kwargs={**AT, "opportunity": call.pk})
        for anchor in ("#id_told_by", "#id_support", "#id_access_formats-1"):
            assert change + anchor in page
            assert f'id="{anchor[1:]}"' in page_of(change, client)

    def test_the_form_of_a_published_call_has_what_may_change_only(self) -> None:
        call, client = a_call(), browser(person("facilitator"))
        page = page_of(reverse("change_call", kwargs={**AT, "opportunity": call.pk}), client)
        assert 'name="contact_phone"' in page and 'name="closes_on"' in page
        assert 'name="title"' not in page and 'name="told_by"' not in page and 'name="rate"' not in page

    def test_a_wrong_form_keeps_what_was_typed(self) -> None:
        series, client = a_series(), browser(person("facilitator"))
        said = self.typed(title="", purpose="Words that must stay", closes_on="soon", unpaid_because="None.")
        answer = client.post(reverse("draft_call", kwargs={**AT, "series": series.pk}), said)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Words that must stay" in page and "Give the call a title." in page and "We could not read this day." in page
        assert not Opportunity.objects.exists()

    def test_ending_a_call_says_how_many_are_told(self) -> None:
        call = a_call()
        ExpressionOfInterest.objects.create(opportunity=call, reference="R1", state="sent")
        client = browser(person("facilitator"))
        address = reverse("withdraw_call", kwargs={**AT, "opportunity": call.pk})
        assert "1 person has" in page_of(address, client)
        assert client.post(address, {"because": ""}).status_code == 422
        assert client.post(address, {"because": "The money was cut."}).status_code == 302
        call.refresh_from_db()
        assert call.state == "withdrawn"

    def test_who_may_only_see_finds_no_button(self) -> None:
        call = a_draft_call(support="")
        page = page_of(reverse("run_call", kwargs={**AT, "opportunity": call.pk}), browser(person("board_member")))
        assert "Publish the call" not in page and "I have made sure" not in page
        assert "Say who can be called for support." in page

    def test_another_organisations_call_is_not_there(self) -> None:
        call, client = a_call(), browser(person("facilitator", of="southshire"))
        for name in ("run_call", "preview_call", "change_call", "withdraw_call"):
            assert client.get(reverse(name, kwargs={"organisation": "southshire", "opportunity": call.pk})).status_code == 404
        for name in ("confirm_promise", "publish_call", "withdraw_call", "change_call"):
            assert client.post(reverse(name, kwargs={"organisation": "southshire", "opportunity": call.pk})).status_code == 404
