"""A real browser against a real server: the shipped change package, measured, released and served, each as a program of its own.

The browser may speak to this machine only: a request to any other address fails the test that made it.

A journey with two databases, with scripts and without, is taken both ways on both, in two of the four pairs; with
LEVELGROUND_EVERY_PAGE=1 in all four.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

import pytest
from playwright.sync_api import Browser, Page, Response, Route
from tests.journeys.product import Product, made_once, make_demonstration, running, wait_for

HERE = Path(__file__).parent
LOOPBACK = {"127.0.0.1", "localhost"}
SMALL, LARGE = 320, 1280


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the four pairs of a database and scripts or none, two that have each once; which two goes by the journey's name."""
    if os.environ.get("LEVELGROUND_EVERY_PAGE") == "1":
        return
    left_out = [item for item in items if HERE in item.path.parents and not _is_taken(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def _is_taken(item: pytest.Item) -> bool:
    parameters = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    if not {"either_product", "scripts"} <= parameters.keys():
        return True
    other_way = crc32(item.originalname.encode()) % 2 == 1  # type: ignore[attr-defined]
    return (parameters["either_product"] == "sqlite") == (parameters["scripts"] != other_way)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run of the tests that all its processes share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def release(shared: Path) -> Path:
    """The release that the demonstration makes of the real figures."""

    def make(folder: Path) -> None:
        command = [sys.executable, "-m", "levelground", "demo", "--no-serve", "--out", str(folder / "demo")]
        made = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        assert made.returncode == 0, made.stdout + made.stderr

    return made_once(shared / "journeys_figures", make) / "demo" / "release"


def _product(database: str, shared: Path, folder: Path, release: Path) -> Iterator[Product]:
    made = made_once(shared / f"journeys_{database}", partial(make_demonstration, database))
    with running(database, folder, release, made) as product:
        yield product


@pytest.fixture(scope="session")
def product(shared: Path, release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product with the demonstration's records, on SQLite."""
    yield from _product("sqlite", shared, tmp_path_factory.mktemp("product"), release)


@pytest.fixture(scope="session")
def product_on_postgresql(shared: Path, release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The same on PostgreSQL."""
    yield from _product("postgresql", shared, tmp_path_factory.mktemp("product"), release)


@pytest.fixture(params=["sqlite", "postgresql"])
def either_product(request: pytest.FixtureRequest) -> Product:
    """The product on SQLite, then on PostgreSQL; both run until the last journey."""
    made: Product = request.getfixturevalue({"sqlite": "product", "postgresql": "product_on_postgresql"}[request.param])
    return made


@pytest.fixture(scope="session")
def site(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of that release, in a child process on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tmp_path_factory.mktemp("site") / "home"
    command = [sys.executable, "-m", "levelground.web.site.serve", str(release), "--home", str(home), "--port", str(port)]
    server = subprocess.Popen(command, env={"PATH": os.environ["PATH"]}, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/health/", server)
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


@dataclass
class Visitor:
    """A person at a screen: one page of a browser, and what it was seen to do."""

    page: Page
    site: str
    strayed: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def goes_to(self, path: str) -> Response:
        response = self.page.goto(self.site + path)
        assert response is not None
        return response

    def guard(self, route: Route) -> None:
        """Let requests to this machine through; remember and stop all others."""
        if urlsplit(route.request.url).hostname in LOOPBACK:
            route.continue_()
        else:
            self.strayed.append(route.request.url)
            route.abort()


def _visit(browser: Browser, site: str, width: int, *, scripts: bool) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    visitor = Visitor(context.new_page(), site)
    visitor.page.route("**/*", visitor.guard)
    visitor.page.on("console", lambda message: visitor.complaints.append(message.text) if message.type in {"error", "warning"} else None)
    visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    yield visitor
    context.close()
    assert visitor.strayed == [], "a page asked another site for something"


@pytest.fixture(params=[SMALL, LARGE], ids=["320px", "1280px"])
def visitor(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Visitor]:
    """A visitor with a small and with a large screen."""
    yield from _visit(browser, site, request.param, scripts=True)


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Visitor]:
    """A visitor with a small screen."""
    yield from _visit(browser, site, SMALL, scripts=True)


@pytest.fixture(params=[SMALL, LARGE], ids=["320px", "1280px"])
def without_scripts(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Visitor]:
    """A visitor whose browser runs no JavaScript."""
    yield from _visit(browser, site, request.param, scripts=False)
