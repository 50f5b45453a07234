"""Mistakes in one's own data and measures: each is told, none is counted, and the exit code says that something is left."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

HEADER = "period,organisation_code,organisation_name,measure,ethnic_category,people"
CODES = "ABCDEFGHJKLMNPRS"


def _rows(measure: str, people: int) -> list[str]:
    return [f"2026 Q1,RXX,Example Trust,{measure},{code},{people}" for code in CODES]


GOOD = [*_rows("people who left detention", 40), *_rows("advance choice document offered", 20)]


def _measured(run, folder: Path, rows: list[str]):
    (folder / "local_records.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return run("measure", "mental_health", "--data", folder, "--out", folder / "bundle")


def test_a_repeated_row_is_not_counted_twice(run, tmp_path: Path):
    done = _measured(run, tmp_path, [*GOOD, GOOD[3]])
    assert done.returncode == 20
    assert "lines 5, 34 are for the same group, place and time" in done.stderr
    assert not (tmp_path / "bundle").exists()


def test_some_counted_and_some_to_mend_has_a_code_of_its_own(run, tmp_path: Path):
    people = _rows("people referred", 30)
    done = _measured(run, tmp_path, [*GOOD, *people, people[0], *_rows("first contact in time", 10)])
    assert done.returncode == 26
    assert "M8" in done.stderr
    assert (tmp_path / "bundle" / ".gitignore").read_text(encoding="utf-8") == "*\n"
    unreleased = run("show", tmp_path / "bundle")
    assert unreleased.returncode == 30
    assert "Release it first" in unreleased.stderr


def test_a_part_larger_than_the_whole_and_a_group_without_a_row_are_said(run, tmp_path: Path):
    few = [row.replace(",40", ",4") if f",{row.split(',')[4]}," in ",D,E,F,G," else row for row in GOOD]
    done = _measured(run, tmp_path, [row for row in few if row != "2026 Q1,RXX,Example Trust,advance choice document offered,A,20"])
    assert done.returncode == 0, done.stderr
    told = " ".join(done.stderr.split())
    assert "Mixed in Example Trust: the numerator is larger than the denominator" in told
    assert "there is no row for a part of White" in told
    shown = run("release", tmp_path / "bundle", "--policy", "hes", "--out", tmp_path / "release")
    assert shown.returncode == 0
    table = run("show", tmp_path / "release").stdout
    assert "the part is larger than the whole" in " ".join(table.split())


def test_a_value_that_is_not_declared_is_found_before_any_data(run, tmp_path: Path):
    from levelground import library

    text = (library.shelf("change_packages") / "mental_health.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(text.replace("measure = 'people referred'", "measure = 'people refered'"), encoding="utf-8")
    done = run("check", tmp_path / "mine.yaml")
    assert done.returncode == 11
    line = next(number for number, words in enumerate(text.splitlines(), start=1) if "measure = 'people referred'" in words)
    assert f"mine.yaml:{line}:" in done.stderr
    assert "Did you mean `people referred`" in done.stderr


def _told_of(run, folder: Path, word: str) -> str:
    """What `check` says of a measure that looks for a word that is not declared."""
    from levelground import library

    text = (library.shelf("change_packages") / "mental_health.yaml").read_text(encoding="utf-8")
    (folder / "mine.yaml").write_text(text.replace("measure = 'people referred'", f"measure = '{word}'"), encoding="utf-8")
    done = run("check", folder / "mine.yaml")
    assert done.returncode == 11
    return " ".join(done.stderr.split())


def test_a_value_of_many_that_is_not_declared_is_told_with_a_way_on(run, tmp_path: Path):
    from levelground.measurement.sources import load_source

    allowed = next(column.allowed for column in load_source("local_records").columns if column.name == "measure")
    assert allowed is not None
    unlike = _told_of(run, tmp_path, "zzz")
    assert f"Of the {len(allowed)} values, the first: {', '.join(allowed[:12])}, …." in unlike
    assert "declare it in the source's declaration, or declare a source of your own" in unlike
    assert "`<id>.source.yaml` beside the data, and `--data FOLDER`" in unlike
    alike = [value for value in allowed if {"people", "contact"} & set(value.split())]
    assert f"Of the {len(allowed)} values, with a word of it: {', '.join(alike)}. " in _told_of(run, tmp_path, "people in no contact")


def test_a_declaration_under_another_name_is_found(run, tmp_path: Path):
    from levelground import library

    text = (library.shelf("change_packages") / "mental_health.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(text.replace("source: local_records", "source: own_records"), encoding="utf-8")
    shipped = (library.shelf("data_sources") / "local_records.yaml").read_text(encoding="utf-8")
    (tmp_path / "own.yaml").write_text(shipped.replace("id: local_records", "id: own_records"), encoding="utf-8")
    done = run("check", tmp_path / "mine.yaml", "--data", tmp_path)
    assert "`own.yaml` declares it: rename that file to own_records.source.yaml" in done.stderr


def test_a_port_that_cannot_be_is_refused(run):
    done = run("serve", "--port", "99999")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_site_of_ones_own_is_served_without_results(tmp_path: Path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "levelground", "serve", "--home", str(tmp_path / "site"), "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        said = server.stdout.readline()
        server.send_signal(signal.SIGTERM)
    assert str(port).encode() in said


def test_a_server_that_is_told_to_end_frees_its_port(release: Path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "levelground", "serve", str(release), "--port", str(port)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert server.stdout is not None
    assert str(port).encode() in server.stdout.readline()
    server.send_signal(signal.SIGTERM)
    server.communicate(timeout=20)
    deadline = time.monotonic() + 10
    while True:
        try:
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))
            break
        except OSError:
            assert time.monotonic() < deadline, "the port is still held"
            time.sleep(0.2)
