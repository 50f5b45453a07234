"""Attacks on every address at once: links that programs open before people do, and forms that other sites send."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.attacks.test_web_references import EVERYTHING, Numbers, whole_of_northshire, with_every_role
from tests.builders.web import browser

from levelground.web.people.models import AuditEvent

pytestmark = pytest.mark.django_db
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
OF_EVERY_VISIT = ("django_session", "usersessions_usersession", "cache_of_limits")
"""When somebody was last seen, and how many wrong codes came."""
TOLD = {"my_data_file": "people.export"}
"""Taking a copy of one's data changes nothing; that it was taken stands in the audit trail."""


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def of_this_site() -> Iterator[URLPattern]:
    waiting: list[URLPattern | URLResolver] = list(get_resolver().url_patterns)
    while waiting:
        each = waiting.pop()
        if isinstance(each, URLResolver):
            waiting += each.url_patterns
        elif each.name:
            yield each


def addresses(numbers: Numbers) -> Iterator[tuple[str, str]]:
    """Each address whose parts the world of these tests has, with its name."""
    for each in of_this_site():
        known = {**numbers.every, **numbers.of.get(str(each.name), {}), "organisation": "northshire"}
        if each.pattern.converters.keys() <= known.keys() and not each.pattern.regex.groups - len(each.pattern.converters):
            yield str(each.name), reverse(str(each.name), kwargs={name: known[name] for name in each.pattern.converters})


def written(client: Client, address: str) -> list[str]:
    """What a visit wrote, but for its own traces."""
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    found = [query["sql"] for query in asked if query["sql"].lstrip().upper().startswith(WRITES)]
    return [sql[:120] for sql in found if not any(table in sql for table in OF_EVERY_VISIT)]


def test_to_open_a_link_changes_nothing() -> None:
    """Programs that guard letter boxes open each link in a letter: none of them says yes, marks as read, or starts anything."""
    numbers = whole_of_northshire()
    member, anybody = browser(with_every_role("northshire")), browser()
    tried = 0
    for name, address in addresses(numbers):
        before = AuditEvent.objects.count()
        for client in (member, anybody):
            changed = written(client, address)
            tried += 1
            assert not changed or name in TOLD, (address, changed)
        new = AuditEvent.objects.filter(number__gt=before).values_list("action", flat=True)
        assert set(new) <= {TOLD.get(name)}, address
    assert tried > 500


def test_no_form_is_taken_from_another_site() -> None:
    numbers = whole_of_northshire()
    clients = [browser(with_every_role("northshire")), browser()]
    for each in clients:
        each.handler.enforce_csrf_checks = True
    before, tried = AuditEvent.objects.count(), 0
    for _, address in addresses(numbers):
        for client in clients:
            assert client.post(address, EVERYTHING).status_code in {403, 404, 405}, address
            tried += 1
    assert tried > 500 and AuditEvent.objects.count() == before
