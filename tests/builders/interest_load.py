"""Many people behind one address send the whole form at the same time: a real server, a browser's cookies for each, nothing shared.

`python -m tests.builders.interest_load call` makes an open call in the records of LEVELGROUND_HOME (or DATABASE_URL) and prints its
code; `... found` prints what the records hold of it afterwards.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from random import Random
from urllib.parse import urlencode, urlsplit

HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')
Pause = tuple[float, float]
RUSHED: Pause = (0.46, 0.76)
"""How long somebody looks at a page, in seconds: far less than people do, and more than the guard against machines asks for."""
QUICK: Pause = (7.0, 9.0)
"""Somebody who knows what to write: a little over two minutes for all pages."""


@dataclass
class Applicant:
    """One person with a phone: their own cookies, all else shared with everybody."""

    site: str
    number: int
    random: Random
    pause: Pause = RUSHED
    cookies: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    requests: int = 0
    slowest: float = 0.0
    link: str = ""
    sent_at: float = 0.0
    """When they had the answer to their last page, by the clock that only runs on."""

    @property
    def mark(self) -> str:
        """What nobody else writes."""
        return f"applicant number {self.number} says so"

    def asks(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
        """One request: its status, its page, and where it leads."""
        place = urlsplit(self.site)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=120)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Origin": self.site}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.monotonic()
        try:
            connection.request("POST" if fields is not None else "GET", path, urlencode(fields) if fields is not None else None, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        finally:
            connection.close()
        self.requests += 1
        self.slowest = max(self.slowest, time.monotonic() - begun)
        for given in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, page, answer.headers.get("Location") or ""

    def posts(self, path: str, page: str, fields: dict[str, str]) -> str:
        """Send the form of a page; one in five sends it twice in the same moment, as people do whose phone hangs. Where it leads."""
        whole = {**{name: unescape(value) for name, value in HIDDEN.findall(page)}, **fields}
        with ThreadPoolExecutor(2) as pool:
            sent = list(pool.map(lambda _: self.asks(path, whole), range(2 if self.random.random() < 0.2 else 1)))
        wrong = [status for status, _, _ in sent if status != 302]
        self.faults += [f"POST {re.sub('/interest/[^/]+', '/interest/…', path)} answered {status}" for status in wrong]
        return sent[-1][2]

    def goes_through(self, code: str) -> None:
        """From the first page to the thanks."""
        answers = self.answers()
        path = f"/take-part/{code}/interest/"
        while len(self.faults) < 3:
            status, page, _ = self.asks(path)
            if status != 200:
                self.faults.append(f"GET of a page answered {status}")
                return
            time.sleep(self.random.uniform(*self.pause))
            if "/question/" not in path and "/check/" not in path and self.link:
                return
            name = path.rstrip("/").rpartition("/")[2]
            path = self.posts(path, page, answers.get(name, {}))
            self.sent_at = time.monotonic()
            self.link = self.link or "/".join(path.split("/")[:3]) + "/"
            if not path:
                return

    def answers(self) -> dict[str, dict[str, str]]:
        """What they say, question by question."""
        way = self.random.choices(["email", "phone", "post"], [7, 2, 1])[0]
        reach = {
            "email": {"email": f"applicant{self.number}@load.example"},
            "phone": {"phone": f"01632 960 {self.number:03}"},
            "post": {"address": f"{self.number} High Street"},
        }[way]
        about = self.random.choice(["yes", "no"])
        return {
            "name": {"name": f"Applicant {self.number}"},
            "contact": {"contact_by": way},
            "reach": reach,
            "why": {"why": self.mark},
            "about_you": {"wanted": about},
            "ethnic_group": {"choice": "", "words": self.random.choice(["Black Welsh", "Roma", "Somali", ""])},
            "age": {"choice": self.random.choice(["25 to 34", "prefer_not_to_say", ""]), "words": ""},
            "consent": {"agree": "on"},
        }


def all_at_once(
    site: str, code: str, people: int, seconds: float, random: Random, *, pause: Pause = RUSHED
) -> tuple[list[Applicant], float]:
    """So many people, each beginning at a moment of their own within so many seconds; and how long it took until all had sent it."""
    applicants = [Applicant(site, number, Random(random.random()), pause) for number in range(people)]  # noqa: S311 - no secret
    begins = [random.uniform(0, seconds) for _ in applicants]
    begun = time.monotonic()

    def one(applicant: Applicant, begin: float) -> None:
        time.sleep(max(0.0, begun + begin - time.monotonic()))
        try:
            applicant.goes_through(code)
        except OSError as error:
            applicant.faults.append(f"{type(error).__name__} at request {applicant.requests}")

    with ThreadPoolExecutor(people) as pool:
        list(pool.map(one, applicants, begins))
    return applicants, time.monotonic() - begun


@contextlib.contextmanager
def served(folder: Path, database: str = "", records: Path | None = None) -> Iterator[tuple[str, str, dict[str, str]]]:
    """A server of its own with one open call: its address, the code of the call, and the environment of its records.

    `records`: a file of SQLite whose tables are made already and empty, to begin with a copy of; making them takes long.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if records is not None:
        with (
            contextlib.closing(sqlite3.connect(records)) as made,
            contextlib.closing(sqlite3.connect(folder / "levelground.sqlite3")) as own,
        ):
            made.backup(own)
    environment = {"PATH": os.environ["PATH"], "LEVELGROUND_HOME": str(folder), "PYTHONPATH": str(Path.cwd())}
    if database:
        environment["DATABASE_URL"] = database
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "levelground.web.site.serve", "--home", str(folder), "--port", str(port)]
    server = subprocess.Popen(command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL)
    try:
        _wait(port, server)
        yield f"http://127.0.0.1:{port}", str(asked(environment, "call")["code"]), environment
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


def asked(environment: dict[str, str], what: str) -> dict[str, object]:
    """What a program beside the server says of its records."""
    command = [sys.executable, "-m", "tests.builders.interest_load", what]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def sending(applicants: list[Applicant]) -> float:
    """The seconds between the first of them who had sent the form and the last."""
    moments = [one.sent_at for one in applicants]
    return max(moments) - min(moments)


def problems(applicants: list[Applicant], found: dict[str, object]) -> list[str]:
    """Errors, what was lost, what is there twice, what was held back."""
    faults = [f"applicant {one.number}: {fault}" for one in applicants for fault in one.faults]
    said = [str(words) for words in found["said"]]  # type: ignore[attr-defined]
    wanted = {one.mark for one in applicants}
    faults += [f"lost: {words}" for words in sorted(wanted - set(said))]
    faults += [f"doubled: {words}" for words in sorted({words for words in said if said.count(words) > 1})]
    people = len(applicants)
    for what in ("sent", "expressions", "acknowledgements", "starts_in_the_trail", "sends_in_the_trail"):
        if found[what] != people:
            faults.append(f"{what}: {found[what]}, and should be {people}")
    if found["held"]:
        faults.append(f"held back: {found['held']}")
    return faults


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(1800):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        with contextlib.suppress(OSError), contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            connection.request("GET", "/health/")
            with contextlib.closing(connection.getresponse()) as answer:
                if answer.status == 200:
                    return
        time.sleep(0.1)
    raise RuntimeError("nothing answers")


def _call() -> dict[str, object]:
    from tests.builders.coproduction.series import a_call

    return {"code": a_call().code}


def _found() -> dict[str, object]:
    from levelground.web.coproduction.models import ExpressionOfInterest, Notice
    from levelground.web.people.models import AuditEvent

    rows = ExpressionOfInterest.objects.all()
    return {
        "said": list(rows.filter(state="sent").values_list("why", flat=True)),
        "sent": rows.filter(state="sent").count(),
        "expressions": rows.count(),
        "held": list(rows.exclude(held_because="").values_list("held_because", flat=True)),
        "acknowledgements": Notice.objects.filter(kind="acknowledgement").count(),
        "starts_in_the_trail": AuditEvent.objects.filter(action="coproduction.interest_start").count(),
        "sends_in_the_trail": AuditEvent.objects.filter(action="coproduction.interest_send").count(),
    }


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "levelground.web.site.settings")
    django.setup()
    sys.stdout.write(json.dumps(_call() if sys.argv[1] == "call" else _found()) + "\n")
