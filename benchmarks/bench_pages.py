"""Pages of a site that has been used for years: how long each takes, what it asks of the database, and how much it sends.

200 change packages of 12 organisations, 2,000 versions, 10,000 recommendations. Each page is asked for in this process, through
every middleware, each time for another of its kind; a first round warms up. Wanted: a 95th percentile below 150 milliseconds.
"Process" is this process's own time, which a busy machine does not lengthen; with PostgreSQL the server's is not in it.

On SQLite in a temporary folder; on PostgreSQL with `python tools/temporary_postgres.py python -m benchmarks pages`.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

WANTED = 150.0
WARM_UP, RUNS = 5, 40

Ask = Callable[["Client", int], Callable[[], Any]]
"""Makes all ready for one turn and gives what is measured: the sending of one request."""


def main() -> None:
    """Build the records, ask for each page, print the table."""
    with tempfile.TemporaryDirectory(prefix="levelground-benchmark-", ignore_cleanup_errors=True) as home:
        _set_up(os.environ.get("LEVELGROUND_BENCHMARK_HOME") or home)
        from django.db import connections

        from levelground.web.people.models import Organisation

        if not Organisation.objects.exists():
            _build()
        try:
            print(f"\n{'':50}{'milliseconds':^16}{'of process':^16}")
            print(f"{'page':50}{'p50':>8}{'p95':>8}{'p50':>8}{'p95':>8}{'queries':>9}{'KiB':>7}")
            slow = [name for name, ask, client in pages() if measured(name, ask, client) > WANTED]
            print(f"\nAbove {WANTED:g} ms at p95: {', '.join(slow) or 'none'}")
        finally:
            connections.close_all()


def _set_up(home: str) -> None:
    os.environ["LEVELGROUND_HOME"] = home
    os.environ["LEVELGROUND_RELEASE"] = ""
    os.environ["DATABASE_URL"] = os.environ.get("LEVELGROUND_TEST_DATABASE", "")  # never the database that people use
    os.environ["DJANGO_SETTINGS_MODULE"] = "levelground.web.site.settings"
    from levelground.web.site.up_to_date import bring_up_to_date

    start = time.perf_counter()
    bring_up_to_date()
    from django.db import connection

    print(f"{connection.vendor}: the tables and the library's index took {time.perf_counter() - start:.1f} s", flush=True)


def _build() -> None:
    from benchmarks import many_records

    start = time.perf_counter()
    many_records.build()
    from levelground.web.overview.actions import search_index
    from levelground.web.publishing.models import HeldPackage, PackageVersion, RegisterEntry

    found = f"{HeldPackage.objects.count():,} change packages, {PackageVersion.objects.count():,} versions"
    found += f", {RegisterEntry.objects.count():,} recommendations, {search_index.how_many():,} things to search"
    print(f"{found}: made in {time.perf_counter() - start:.1f} s", flush=True)


def pages() -> Iterator[tuple[str, Ask, Client]]:
    """Name, how it is asked for, and by whom."""
    from benchmarks.many_records import BIGGEST
    from tests.builders.web import browser, person

    from levelground.web.people.models import Organisation

    lead = browser(person("qi_lead", BIGGEST))
    nobody = browser()
    own = f"/organisations/{Organisation.objects.get(slug=BIGGEST).slug}"
    open_to_all = [
        ("front page", _one_of(["/"])),
        ("change packages", _one_of(["/packages/", "/packages/?q=care", "/packages/?page=3"])),
        ("change packages, as data", _one_of(["/packages.json"])),
        ("one change package", _one_of(_packages())),
        ("one element of a change package", _one_of(_elements())),
        ("driver diagram of a change package", _one_of(_packages("diagram/"))),
        ("recommendations, filtered", _one_of(_filters())),
        ("one recommendation", _one_of([f"/recommendations/{BIGGEST}_R{n:05}/" for n in range(0, 9_000, 97)])),
        ("search, common words", _one_of([f"/search/?q={words}" for words in ("people", "decisions", "the+people", "care+plan", "rules")])),
        ("search, few found", _one_of([f"/search/?q={words}" for words in ("interpreter", "oximeter", "body+77", "deicsions")])),
        ("consultations", _one_of(["/consultations/"])),
        ("feed of what is new", _one_of(["/news.atom"])),
    ]
    for name, ask in open_to_all:
        yield name, ask, nobody
    for name, ask in [
        ("signed in: front page", _one_of(["/"])),
        ("signed in: change packages", _one_of(["/packages/"])),
        ("signed in: search, common words", _one_of([f"/search/?q={words}" for words in ("people", "decisions", "care+plan")])),
        ("workspace", _one_of([f"{own}/"])),
        ("first hour", _one_of([f"{own}/first-hour/"])),
        ("drafts", _one_of([f"{own}/drafts/"])),
        ("choose what to adapt", _one_of([f"{own}/drafts/adapt/"])),
        ("a draft", _one_of(_drafts(own, ""))),
        ("findings of a draft", _one_of(_drafts(own, "findings/"))),
        ("history of a draft", _one_of(_drafts(own, "history/"))),
        ("an element of a draft", _one_of(_drafts(own, "elements/P1/"))),
        ("edit form of an element", _one_of(_drafts(own, "elements/P1/edit/"))),
        ("an edit is saved", _saving(_drafts(own, "elements/P1/edit/"))),
        ("comments of a draft", _one_of(_drafts(own, "comments/"))),
        ("accountability", _one_of([f"{own}/accountability/"])),
        ("news", _one_of([f"{own}/news/"])),
    ]:
        yield name, ask, lead


def _one_of(addresses: list[str]) -> Ask:
    return lambda client, turn: lambda: client.get(addresses[turn % len(addresses)])


def _saving(addresses: list[str]) -> Ask:
    """Each turn another draft; the form is loaded before the clock starts and sent with other words."""
    from tests.builders.editor import PageInputs

    fresh = count()

    def prepared(client: Client, turn: int) -> Callable[[], Any]:
        address = addresses[turn % len(addresses)]
        values = dict(PageInputs(client.get(address).content).forms[0])
        values |= {"text": f"Decisions are looked at again, and rules too ({next(fresh)}).", "reason": "People asked for it."}
        return lambda: client.post(address, values)

    return prepared


def _packages(end: str = "") -> list[str]:
    from levelground.web.publishing.queries import published

    return [f"/packages/{one.id}/{f'{one.number}/{end}' if end else ''}" for one in published.latest()[:: 3 if end else 1]]


def _elements() -> list[str]:
    from levelground.web.publishing.queries import published

    return [f"/packages/{one.id}/{one.number}/elements/P1/" for one in published.latest()[::5]]


def _filters() -> list[str]:
    asked = ("", "?page=150", "?addressee=Body+7", "?discipline=sickle_cell&mark=secondary", "?q=time+77", "?q=people&theme=theme+3")
    return [f"/recommendations/{query}" for query in asked]


def _drafts(own: str, end: str) -> list[str]:
    from benchmarks.many_records import BIGGEST

    from levelground.web.publishing.models import PackageVersion

    found = PackageVersion.objects.filter(package__organisation__slug=BIGGEST, state="draft").order_by("pk").values_list("pk", flat=True)
    return [f"{own}/drafts/{pk}/{end}" for pk in found]


def measured(name: str, ask: Ask, client: Client) -> float:
    """Print the row of one page; its 95th percentile in milliseconds."""
    took, worked, asked, size = [], [], [], 0
    for turn in range(WARM_UP + RUNS):
        with _counted() as queries:
            send = ask(client, turn)
            queries.clear()
            wall, process = time.perf_counter(), time.process_time()
            response = send()
            wall, process = time.perf_counter() - wall, time.process_time() - process
        if response.status_code not in {200, 302}:
            raise SystemExit(f"{name}: {response.status_code}")
        if turn >= WARM_UP:
            took.append(wall * 1000)
            worked.append(process * 1000)
            asked.append(len(queries))
            size = max(size, len(response.content))
    numbers = (statistics.median(took), _p95(took), statistics.median(worked), _p95(worked))
    print(f"{name:50}{''.join(f'{each:8.1f}' for each in numbers)}{max(asked):9}{size / 1024:7.0f}", flush=True)
    return _p95(took)


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[18]


class _counted:  # noqa: N801 - used as a word
    """The queries that are asked meanwhile."""

    def __enter__(self) -> list[str]:
        from django.db import connection

        found: list[str] = []

        def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            found.append(sql)
            return execute(sql, params, many, context)

        self._wrapper = connection.execute_wrapper(keep)
        self._wrapper.__enter__()
        return found

    def __exit__(self, *error: object) -> None:
        self._wrapper.__exit__(*error)
