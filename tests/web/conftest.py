"""Django set up once, and one small release that every test of the pages reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings

SOURCE = {
    "id": "mha",
    "title": "Mental Health Act Statistics",
    "publisher": "NHS England",
    "edition": "2023/24",
    "licence": "Open Government Licence v3",
}


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.builders.release_folder import small_release

    return small_release(tmp_path_factory.mktemp("web") / "release", run_log={"sources": [SOURCE]})


@pytest.fixture
def client(release: Path) -> Iterator[Client]:
    """A visitor of the site that shows the small release."""
    with override_settings(LEVELGROUND_RELEASE=str(release)):
        yield Client(headers={"host": "localhost"}, raise_request_exception=False)
