"""A process reads what came with the software before somebody asks."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from levelground.web.publishing.queries import published
from levelground.web.site import warm_up


def test_the_library_is_read_without_the_database_and_not_again(monkeypatch: pytest.MonkeyPatch) -> None:
    published._shipped_once.cache_clear()
    thread = warm_up.begin()
    thread.join(120)
    assert not thread.is_alive()
    monkeypatch.setattr(published, "read", lambda *_: pytest.fail("the library was read again"))
    assert {one.id for one in published._shipped()} >= {"core", "mental_health"}
    assert published._shipped_once.cache_info().misses == 1


def test_a_template_is_compiled_once_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    warm_up.warm_up()
    monkeypatch.setattr(Environment, "compile", lambda *_, **__: pytest.fail("a template was compiled again"))
    warm_up.warm_up()
