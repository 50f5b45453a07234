"""Who is told by the site and who by a person: nothing is lost where a provider takes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse
from tests.builders.coproduction.concerns import a_concern
from tests.builders.notify import KEY, FakeNotify, fake_notify
from tests.builders.web import browser, person

from levelground.web.coproduction.actions import notices
from levelground.web.coproduction.models import Notice
from levelground.web.site import mail as mail_settings

pytestmark = pytest.mark.django_db
AT_HOME = "1 High Street\nLeeds\nLS1 1AA"


def through(fake: FakeNotify) -> Any:
    environment = {
        "LEVELGROUND_TEXT_URL": "notify:",
        "LEVELGROUND_LETTER_URL": "notify:",
        "LEVELGROUND_NOTIFY_KEY": KEY,
        "LEVELGROUND_NOTIFY_TEXT_TEMPLATE": "t-text",
        "LEVELGROUND_NOTIFY_LETTER_TEMPLATE": "t-letter",
        "LEVELGROUND_NOTIFY_URL": fake.address,
    }
    return override_settings(**mail_settings.other_ways(environment, ""))


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ({"contact_by": "phone", "phone": "07700 900 123"}, ["sms"]),
        ({"contact_by": "phone", "phone": "+44 7700 900123"}, ["sms"]),
        ({"contact_by": "post", "address": AT_HOME}, ["letter"]),
        ({"contact_by": "phone", "phone": "0113 496 0000"}, []),
        ({"contact_by": "phone", "phone": "07700 900 123", "language": "Urdu"}, []),
        ({"contact_by": "post", "address": AT_HOME, "language": "British Sign Language"}, []),
    ],
    ids=["mobile", "mobile abroad", "post", "landline", "another language", "sign language"],
)
def test_the_site_tells_those_whom_its_message_reaches(
    who: dict[str, str], kinds: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    with fake_notify() as fake, through(fake), django_capture_on_commit_callbacks(execute=True):
        a_concern(**who)
    assert [kind for kind, _ in fake.taken] == kinds
    assert (Notice.objects.get().told_at is not None) == bool(kinds)


@pytest.mark.parametrize("answer", [429, 500])
def test_what_a_provider_did_not_take_waits_for_a_person(answer: int, django_capture_on_commit_callbacks: Any) -> None:
    with fake_notify() as fake, through(fake):
        fake.answer = answer
        with django_capture_on_commit_callbacks(execute=True):
            a_concern(contact_by="phone", phone="07700900123")
    notice = Notice.objects.get()
    assert notice.told_at is None and notice.failed_at is not None and notice.words


class TestSendingAgain:
    @pytest.mark.parametrize(
        ("who", "kind"),
        [({"contact_by": "phone", "phone": "07700900123"}, "sms"), ({"contact_by": "post", "address": AT_HOME}, "letter")],
        ids=["text", "letter"],
    )
    def test_goes_by_the_way_that_they_chose_with_its_link(
        self, who: dict[str, str], kind: str, django_capture_on_commit_callbacks: Any
    ) -> None:
        with fake_notify() as fake, through(fake):
            fake.answer = 500
            with django_capture_on_commit_callbacks(execute=True):
                a_concern(**who)
            fake.answer = 201
            before = len(fake.taken)
            with django_capture_on_commit_callbacks(execute=True):
                notices.send_again(notice=Notice.objects.get(), by=person("facilitator"))
        assert [each for each, _ in fake.taken[before:]] == [kind]
        assert "/concern/" in str(fake.taken[-1][1])
        told = Notice.objects.get()
        assert told.told_at is not None and told.failed_at is None and "/concern/" not in told.words

    def test_an_email_has_its_links_as_links(self, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any) -> None:
        a_concern(contact_by="email", email="n@people.example")
        with django_capture_on_commit_callbacks(execute=True):
            notices.send_again(notice=Notice.objects.get(), by=person("facilitator"))
        assert '<a href="http' in mailoutbox[-1].alternatives[0][0]

    def test_changes_nothing_where_only_a_person_can_tell_them(self, django_capture_on_commit_callbacks: Any) -> None:
        a_concern(contact_by="phone", phone="0113 496 0000")
        page = browser(person("facilitator"))
        at = {"organisation": "northshire", "notice": Notice.objects.get().pk}
        assert "Send it again" not in page.get(reverse("concern_letter", kwargs=at)).text
        said = page.post(reverse("concern_again", kwargs=at), follow=True)
        assert "This site cannot send it" in said.text
        assert Notice.objects.get().told_at is None
