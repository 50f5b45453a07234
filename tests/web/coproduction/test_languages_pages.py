"""Every page for people who take part can be said in their language: no sentence of ours stands on one that no catalogue knows."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from tests.builders.pseudo_language import CODE, data, pseudo_language, said_outside
from tests.builders.web import browser
from tests.builders.world import world
from tests.journeys.addresses import entries, parts

from levelground.web.design_system import translations
from levelground.web.design_system.language_choice import PAGES

pytestmark = pytest.mark.django_db


def test_no_page_for_people_who_take_part_says_what_cannot_be_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    known, client = world(), browser()
    language = pseudo_language()
    monkeypatch.setattr(translations, "languages", lambda: {CODE: language})
    client.get(f"{reverse('concerns')}?lang={CODE}")
    said: dict[str, list[str]] = {}
    for pattern, entry in entries():
        if not f"/{pattern}".startswith(PAGES):
            continue
        where = reverse(entry.name, kwargs={part: known.of(entry.name)[part] for part in parts(pattern)} or None)
        for method in ("get", "post"):
            with transaction.atomic():
                response: Any = getattr(client, method)(where)
                words = data()
                transaction.set_rollback(True)
            if response["Content-Type"].startswith("text/html"):
                found = said_outside(response.text, words)
                if found:
                    said[f"{method} {entry.name} {response.status_code}"] = found
    assert said == {}, "\n".join(f"{page}: {texts}" for page, texts in said.items())
