"""Every rule of the house is seen to fail: a violation is planted in a copy, and the rule meant for it must find it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.architecture import rules_of_code, rules_of_files
from tests.architecture.rules_of_imports import broken_contracts, copy_of_the_house, rooms_that_need_django

FLOORS = "Floors: a room may use the rooms below it, never above"
WEB = "Inside the web: who may lean on whom"
PLAN = "Every web room has the same floor plan"
DJANGO = "Django stays in the web"
TABLES = "Tables are computed in two rooms only"
NUMPY = "stats is NumPy only"
DRIVERS = "Engine drivers are opened in one file"
YAML = "YAML is read in one room"
VIEWS = "Views never touch tables"
RELEASED = "What shows results neither runs measures nor releases them"
CYCLES = "No cycles anywhere"

IMPORTS = [
    (FLOORS, {"errors.py": "import levelground.cli"}),
    (FLOORS, {"documents/planted.py": "import levelground.library"}),
    (FLOORS, {"stats/planted.py": "import levelground.ethnicity"}),
    (FLOORS, {"change_package/planted.py": "import levelground.measurement.cells"}),
    (FLOORS, {"reports/planted.py": "import levelground.web"}),
    (FLOORS, {"cli/planted.py": "import levelground.web"}),
    (FLOORS, {"utils/__init__.py": ""}),
    (WEB, {"web/design_system/planted.py": "import levelground.web.overview"}),
    (WEB, {"web/unplaced/__init__.py": ""}),
    (PLAN, {"web/overview/models.py": "import levelground.web.overview.queries", "web/overview/queries.py": ""}),
    (DJANGO, {"charts/planted.py": "import django"}),
    (DJANGO, {"cli/planted.py": "from django.core import management"}),
    (TABLES, {"change_package/planted.py": "import duckdb"}),
    (TABLES, {"library/planted.py": "import pyarrow"}),
    (NUMPY, {"stats/planted.py": "import pydantic"}),
    (NUMPY, {"stats/planted.py": "import levelground.documents.value"}),
    (DRIVERS, {"measurement/planted.py": "import duckdb"}),
    (DRIVERS, {"synthetic/__init__.py": "import duckdb"}),
    (YAML, {"ethnicity/planted.py": "import yaml"}),
    (VIEWS, {"web/overview/views.py": "import levelground.web.overview.models", "web/overview/models.py": ""}),
    (RELEASED, {"reports/planted.py": "from levelground.measurement.run import run"}),
    (RELEASED, {"web/overview/planted.py": "from levelground.measurement import disclosure"}),
    (CYCLES, {"stats/planted.py": "import levelground.stats.planted_too", "stats/planted_too.py": "import levelground.stats.planted"}),
]


def plant(package: Path, files: dict[str, str]) -> None:
    for inside, text in files.items():
        path = package / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(f"{before}\n{text}\n", encoding="utf-8")


@pytest.mark.parametrize(("contract", "files"), IMPORTS, ids=[f"{files}" for _, files in IMPORTS])
def test_a_planted_import_breaks_the_contract_meant_for_it(tmp_path, contract, files) -> None:
    plant(copy_of_the_house(tmp_path), files)
    assert contract in broken_contracts(tmp_path)


def test_every_contract_has_a_planted_violation() -> None:
    contracts = (Path(__file__).parents[2] / "importlinter.toml").read_text(encoding="utf-8")
    named = {line.split('"')[1] for line in contracts.splitlines() if line.startswith("name = ")}
    assert named == {contract for contract, _ in IMPORTS}


REFUSAL = "if isinstance(results, UnreleasedResults):\n    raise TypeError(results)"
CODE = [
    (rules_of_code.class_names_with_two_homes, "library/planted.py", "class ChangePackage: ..."),
    (rules_of_code.names_that_say_nothing, "stats/utils.py", ""),
    (rules_of_code.names_that_say_nothing, "web/core/__init__.py", ""),
    (rules_of_code.readers_that_write, "web/planted/views.py", "record.save()"),
    (rules_of_code.readers_that_write, "web/planted/queries/of_records.py", "Record.objects.filter(id=1).update(name='')"),
    (rules_of_code.readers_that_write, "web/planted/queries.py", "Record.objects.bulk_create([])"),
    (rules_of_code.readers_that_write, "web/planted/views.py", "open('kept.txt', 'w')"),
    (rules_of_code.readers_that_write, "web/planted/views.py", "path.open(mode='ab')"),
    (rules_of_code.readers_that_write, "web/planted/presenters.py", "path.open(mode)"),
    (rules_of_code.unreleased_where_results_are_shown, "charts/planted.py", "def chart(results: UnreleasedResults): ..."),
    (rules_of_code.unreleased_where_results_are_shown, "reports/planted.py", "def page(results: 'UnreleasedResults'): ..."),
    (rules_of_code.unreleased_where_results_are_shown, "web/planted.py", "def view(results: results.UnreleasedResults): ..."),
    (rules_of_code.unreleased_where_results_are_shown, "web/planted.py", "from x import UnreleasedResults as Results"),
    (rules_of_code.unreleased_where_results_are_shown, "charts/planted.py", REFUSAL.replace("raise ", "print")),
    (rules_of_code.releases_made_elsewhere, "reports/planted.py", "results.ReleasedResults(levels=())"),
    (rules_of_code.releases_made_elsewhere, "measurement/planted.py", "object.__new__(ReleasedResults)"),
    (rules_of_code.releases_made_elsewhere, "charts/planted.py", "class Shown(ReleasedResults): ..."),
    (rules_of_code.releases_made_elsewhere, "charts/planted.py", "from x import ReleasedResults as R"),
    (lambda package: rules_of_code.modules_too_long(package, {}), "stats/planted.py", "x = 1\n" * 401),
    (lambda package: rules_of_code.modules_too_long(package, {"stats/planted.py": "a reason"}), "stats/planted.py", "x = 1"),
]


@pytest.mark.parametrize(("rule", "path", "text"), CODE, ids=[f"{path}: {text[:40]}" for _, path, text in CODE])
def test_planted_code_is_seen(tmp_path, rule, path, text) -> None:
    package = tmp_path / "levelground"
    plant(package, {"change_package/change_package.py": "class ChangePackage: ...", path: text})
    faults = rule(package)
    assert [fault for fault in faults if path.removesuffix("/__init__.py") in fault], faults


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (rules_of_code.unreleased_where_results_are_shown, "charts/planted.py", REFUSAL),
        (rules_of_code.readers_that_write, "web/planted/views.py", "open('kept.txt', 'rb')\npath.open()\nopen('kept.txt')"),
        (rules_of_code.readers_that_write, "web/planted/actions.py", "record.save()"),
        (rules_of_code.releases_made_elsewhere, "reports/planted.py", "def page(results: ReleasedResults): ..."),
        (rules_of_code.class_names_with_two_homes, "stats/planted.py", "class _Private: ...\nclass Lonely: ..."),
    ],
)
def test_what_is_allowed_is_not_accused(tmp_path, rule, path, text) -> None:
    plant(tmp_path / "levelground", {path: text})
    assert rule(tmp_path / "levelground") == []


def test_a_planted_django_is_seen(tmp_path) -> None:
    package = copy_of_the_house(tmp_path)
    plant(package, {"stats/planted.py": "def late():\n    import django\n\nlate()"})
    assert any("levelground.stats.planted" in fault for fault in rooms_that_need_django(tmp_path))


HOME = "/" + "home/anna/figures.csv"
FILES = [
    (rules_of_files.machine_paths, f"see {HOME}"),
    (rules_of_files.machine_paths, "C:\\" + "Users\\anna"),
    (rules_of_files.registry_addresses, "https://pypi" + ".org/simple"),
    (rules_of_files.registry_addresses, "url = https://files." + "pythonhosted.org/x.whl"),
    (rules_of_files.registry_addresses, "pip install --extra" + "-index-url x"),
]


@pytest.mark.parametrize(("rule", "text"), FILES)
def test_a_planted_address_is_seen_in_a_committed_file_only(tmp_path, rule, text) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    for name in ("committed.txt", "not_committed.txt"):
        (tmp_path / name).write_text(f"a line\n{text}\n", encoding="utf-8")
    subprocess.run(["git", "add", "committed.txt"], cwd=tmp_path, check=True)
    faults = rule(tmp_path, rules_of_files.committed_files(tmp_path))
    assert [fault.split()[0] for fault in faults] == ["committed.txt:2"]


DIGEST = "--hash=sha256:" + "0" * 64


@pytest.mark.parametrize(
    "requirement",
    [
        "altair==6.3.0",
        f"altair>=6.3 \\\n    {DIGEST}",
        f"altair==6.3.0 \\\n    {DIGEST[:-1]}",
        f"altair @ https://example.org/altair.whl \\\n    {DIGEST}",
        "--find" + f"-links x\naltair==6.3.0 \\\n    {DIGEST}",
    ],
)
def test_a_planted_hole_in_a_lock_is_seen(tmp_path, requirement) -> None:
    lock = tmp_path / "requirements" / "demo.txt"
    lock.parent.mkdir()
    lock.write_text(f"# a comment\n{requirement}\n", encoding="utf-8")
    assert rules_of_files.locks_that_are_open(tmp_path)


def test_locks_that_disagree_are_seen(tmp_path) -> None:
    for name, version in (("demo", "1.0"), ("test", "1.1")):
        lock = tmp_path / "requirements" / f"{name}.txt"
        lock.parent.mkdir(exist_ok=True)
        lock.write_text(f"altair=={version} \\\n    {DIGEST}\n", encoding="utf-8")
    assert rules_of_files.locks_that_disagree(tmp_path) == ["altair: demo has 1.0, test has 1.1"]
