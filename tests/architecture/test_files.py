"""What is committed keeps the rules of its files."""

from __future__ import annotations

import os

import pytest
from tests.architecture import rules_of_files
from tests.architecture.rules_of_imports import REPOSITORY


@pytest.fixture(scope="module")
def files():
    return rules_of_files.committed_files(REPOSITORY)


def test_no_path_of_a_machine(files) -> None:
    assert rules_of_files.machine_paths(REPOSITORY, files) == []


def test_no_address_of_a_registry(files) -> None:
    assert rules_of_files.registry_addresses(REPOSITORY, files) == []


def test_locks_hold_versions_and_digests_and_no_addresses() -> None:
    assert rules_of_files.locks_that_are_open(REPOSITORY) == []


def test_the_demo_runs_what_the_tests_test() -> None:
    assert rules_of_files.locks_that_disagree(REPOSITORY) == []


def test_the_one_check_calls_make_test_and_nothing_of_its_own() -> None:
    run = REPOSITORY / ".ci" / "run"
    commands = [line for line in run.read_text().splitlines() if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["exec make test"]
    assert os.access(run, os.X_OK)
