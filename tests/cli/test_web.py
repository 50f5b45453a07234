"""`levelground web`: a site from nothing to its first administrator, its audit trail, and a person's data, from a terminal."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

NORTHSHIRE = ("northshire", "Northshire NHS Trust", "ada@example.org")


def web(home: Path, *command: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "LEVELGROUND_AUDIT_HEAD", "LEVELGROUND_ADDRESS"}
    }
    program = [sys.executable, "-m", "levelground", "web", *command, "--home", str(home)]
    return subprocess.run(program, env=kept, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("site") / "home"
    assert web(made, "set-up", *NORTHSHIRE).returncode == 0
    return made


def test_it_is_set_up_twice_and_only_the_last_link_works(home: Path) -> None:
    again = web(home, "set-up", *NORTHSHIRE)
    assert again.returncode == 0
    assert "is there already" in again.stdout
    assert len(re.findall(r"http://127.0.0.1:8000/invitations/\S{43}/", again.stdout)) == 1
    assert "LEVELGROUND_ADDRESS is not set, so this link and those in messages begin with http://127.0.0.1:8000." in again.stdout
    with sqlite3.connect(home / "levelground.sqlite3") as database:
        still = database.execute("SELECT count(*) FROM people_invitation WHERE withdrawn_at IS NULL").fetchone()
    database.close()
    assert still == (1,)


def test_an_organisation_stands_under_another_and_never_under_itself(home: Path) -> None:
    assert web(home, "organisation", "nation", "A national body", "national_body").returncode == 0
    assert web(home, "organisation", "board", "A board", "icb", "--parent", "nation").returncode == 0
    refused = web(home, "organisation", "nation", "A national body", "national_body", "--parent", "board")
    assert refused.returncode == 1
    assert "under itself" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_what_a_person_did_wrong_is_told_in_words(home: Path) -> None:
    for command, said in (
        (("set-up", "North Shire", "A trust", "a@example.org"), "short name"),
        (("invite", "nowhere", "a@example.org", "analyst"), "no organisation"),
        (("erase-person", "nobody@example.org", "--yes"), "no account"),
    ):
        refused = web(home, *command)
        assert refused.returncode != 0
        assert said in refused.stderr
        assert "Traceback" not in refused.stderr


def test_a_trail_that_holds_and_one_that_somebody_changed(home: Path) -> None:
    assert web(home, "verify").returncode == 0
    with sqlite3.connect(home / "levelground.sqlite3") as database:
        for statement in ("UPDATE people_auditevent SET action = 'x'", "DELETE FROM people_auditevent"):
            with pytest.raises(sqlite3.IntegrityError, match="only added to"):
                database.execute(statement)
        database.execute("DROP TRIGGER audit_no_update")
        database.execute("UPDATE people_auditevent SET action = 'x' WHERE number = 1")
    database.close()
    found = web(home, "verify")
    assert found.returncode == 60
    assert "event 1 is not what was written" in found.stdout


def test_a_home_without_a_site_is_told(tmp_path: Path) -> None:
    found = web(tmp_path / "nothing", "verify")
    assert found.returncode == 1
    assert "set up" in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize("command", [("export-person", "ada@example.org"), ("invite", "northshire", "ada@example.org", "curator")])
def test_a_command_in_the_wrong_folder_says_so(tmp_path: Path, command: tuple[str, ...]) -> None:
    found = web(tmp_path / "nothing", *command)
    assert found.returncode == 1
    assert "There is no site here" in found.stderr
    assert "Traceback" not in found.stderr


def test_an_erasure_is_asked_for(home: Path) -> None:
    program = [sys.executable, "-m", "levelground", "web", "erase-person", "ada@example.org", "--home", str(home)]
    asked = subprocess.run(program, input="n\n", capture_output=True, text=True, check=False)
    assert asked.returncode == 1
    assert "cannot be undone" in asked.stderr


def test_the_copy_is_json(home: Path) -> None:
    with sqlite3.connect(home / "levelground.sqlite3") as database:
        database.execute(
            "INSERT INTO people_user (email, name, password, is_active, date_joined)"
            " VALUES ('eve@example.org', 'Eve', '!', 1, '2026-01-01')"
        )
    database.close()
    copy = web(home, "export-person", "EVE@example.org")
    assert copy.returncode == 0, copy.stderr
    assert json.loads(copy.stdout)["account"]["name"] == "Eve"
    assert "Person" in web(home, "erase-person", "eve@example.org", "--yes").stdout
    assert b"Eve" not in (home / "levelground.sqlite3").read_bytes()
