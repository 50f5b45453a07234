"""With whom a version was made stands on every address of a version, in every report and in every file: all are walked out of the code."""

from __future__ import annotations

import inspect
import json
import pkgutil
import re
from html import unescape
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse
from tests.builders import versions as version_builders
from tests.builders import world as world_builders
from tests.builders.release_folder import small_release, small_text
from tests.builders.results import package_document, released_results
from tests.builders.versions import complete
from tests.builders.web import browser, person
from tests.builders.world import World, world
from tests.journeys.addresses import entries, parts
from tests.web.conftest import SOURCE
from typer.testing import CliRunner

from levelground import reports
from levelground.change_package.adaptation.compare import compare
from levelground.change_package.change_package import ChangePackage
from levelground.change_package.read import read_text
from levelground.change_package.reliance import reliance
from levelground.change_package.trace import trace
from levelground.charts.driver_diagram import driver_diagram
from levelground.cli import main
from levelground.web.overview.urls import results as of_results
from levelground.web.publishing.actions import edits
from levelground.web.publishing.models import PackageVersion

HEAD = {"lived_experience": 8, "others": "fewer than 5", "contact_hours": 21.5, "decisions": ["D1", "D2"]}
SAID = "in co-production (8 people with lived experience, fewer than 5 others, 21.5 hours in sessions, 2 decisions)"
ON_PAGES = ("In co-production", "8 people with lived experience, fewer than 5 others, 21.5 hours in sessions, 2 decisions")
A_VERSION = {"draft", "version", "number"}
"""An address with one of these parts is of one version."""
ALSO = {
    *("package", "package_versions", "package_compare", "you_said_package", "you_said_element", "new_version"),
    *("consultation", "consultation_element", "invited", "invited_element"),
}
"""Addresses without such a part: of the newest version of a change package, or of the draft that people comment on."""
NOT_READ = {
    "board_sheet": "a style sheet",
    "picture": "pictures inside pages that say it",
    "show_comment": "only sent to",
    "remove_element": "only sent to",
    "new_version": "only sent to",
    "undo_edit": "only sent to",
}


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch, db: None) -> World:
    """A world in which each version says with whom it was made."""
    plain = version_builders.a_draft

    def a_draft(*named: str) -> PackageVersion:
        return said_with_whom(plain(*named))

    monkeypatch.setattr(version_builders, "a_draft", a_draft)
    monkeypatch.setattr(world_builders, "a_draft", a_draft)
    made = world()
    said_with_whom(PackageVersion.objects.get(pk=made.of("upgrade_draft")["draft"]))
    return made


def said_with_whom(draft: PackageVersion) -> PackageVersion:
    """A draft whose head says it."""
    row = complete(draft)
    fields = {"status": "in_co_production", "co_production": HEAD}
    edits.change_head(draft=row, fields=fields, seen=row.edits, reason="So.", by=person(of=row.package.organisation.slug))
    return complete(row)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of a change package that says with whom it was made."""
    return small_release(
        tmp_path_factory.mktemp("said") / "release", change_package=package(), change_package_text=text(), run_log={"sources": [SOURCE]}
    )


def text() -> str:
    return small_text().replace("status: not_yet_co_produced", f"status: in_co_production\nco_production: {json.dumps(HEAD)}")


def package() -> ChangePackage:
    return ChangePackage.model_validate({**package_document(), "status": "in_co_production", "co_production": HEAD})


def words_of(page: str) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def of_a_version() -> list[str]:
    """The names of all addresses of a version, as the configuration has them."""
    ours = {entry.name for entry in of_results.urlpatterns}
    found = [(entry.name or "", set(parts(pattern))) for pattern, entry in entries()]
    return [name for name, wanted in found if name in ours or name in ALSO or wanted & A_VERSION]


def says_it(response: Any) -> bool:
    """Whether an answer says how far, with whom and for how long: a page in words, a file in its own way."""
    kind, said = response["Content-Type"], response.content.decode()
    if "html" in kind:
        return all(each in words_of(said) for each in ON_PAGES)
    if "yaml" in kind or "plain" in kind:
        return "status: in_co_production" in said and "21.5" in said
    if "json" in kind:
        return bool(json.loads(said)["change_package"]["co_production"] == HEAD)
    return SAID in said


@pytest.mark.django_db
def test_on_every_address_of_a_version(known: World, release: Path) -> None:
    names, lead = of_a_version(), browser(person())
    assert len(names) > 40
    assert set(NOT_READ) <= set(names) and set(ALSO) <= set(names)
    silent = []
    with override_settings(LEVELGROUND_RELEASE=str(release)):
        for name in names:
            [pattern] = [pattern for pattern, entry in entries() if entry.name == name]
            where = reverse(name, kwargs={part: known.of(name)[part] for part in parts(pattern)})
            response = lead.get(where)
            if response.status_code != 200 and name not in NOT_READ:
                silent.append(f"{where} ({name}): {response.status_code}")
            elif name not in NOT_READ and not says_it(response):
                silent.append(f"{where} ({name})")
    assert silent == []


def test_a_print_has_it_at_the_head_of_each_page() -> None:
    sheet = (Path(reports.__file__).parent.parent / "web/design_system/static/levelground/levelground.css").read_text(encoding="utf-8")
    on_paper = sheet[sheet.index("@media print") :]
    assert re.search(r"\.site-standing \{\s*display: table-header-group", on_paper)


GIVEN: dict[type, Any] = {
    type(released_results()): lambda: released_results(change_package=package(), change_package_text=text()),
    ChangePackage: package,
    type(trace(package(), "P1")): lambda: trace(package(), "P1"),
    type(reliance(package())): lambda: reliance(package()),
    type(compare(read_text(text(), "a.yaml"), read_text(text(), "b.yaml"))): lambda: compare(
        read_text(small_text(), "a.yaml"), read_text(text(), "b.yaml")
    ),
}
"""A value that a report is made of -> one that says with whom."""


def whole_pages() -> list[tuple[ModuleType, str]]:
    """Every function of the reports that gives a page as one file."""
    modules = [import_module(f"levelground.reports.{each.name}") for each in pkgutil.iter_modules(reports.__path__)]
    return [
        (module, name)
        for module in modules
        for name, made in vars(module).items()
        if inspect.isfunction(made) and made.__module__ == module.__name__ and (name == "page" or name.endswith("_page"))
    ]


@pytest.mark.parametrize(("module", "name"), whole_pages(), ids=lambda each: getattr(each, "__name__", each))
def test_in_every_report(module: ModuleType, name: str) -> None:
    made = getattr(module, name)
    by_name = {kind.__name__: value for kind, value in GIVEN.items()}
    needed = [each for each in inspect.signature(made).parameters.values() if each.default is inspect.Parameter.empty]
    assert SAID in words_of(made(*(by_name[str(each.annotation)]() for each in needed)))


def test_the_reports_are_found() -> None:
    assert len(whole_pages()) >= 4


@pytest.mark.parametrize(
    ("command", "formats"),
    [
        ("show RELEASE", ("table", "csv", "json")),
        ("trace PACKAGE P1", ("table", "json", "html")),
        ("trace PACKAGE --unverified", ("table", "json", "html")),
        ("compare PACKAGE PACKAGE", ("table", "json", "html")),
        ("list packages mental_health_small --with PACKAGE", ("table", "csv", "json")),
        ("report RELEASE --out FILE", ()),
        ("diagram PACKAGE --out FILE", ()),
        ("resolve PACKAGE --out FILE", ()),
    ],
)
def test_in_all_that_the_command_line_says_of_a_version(command: str, formats: tuple[str, ...], release: Path, tmp_path: Path) -> None:
    file = tmp_path / "package.yaml"
    file.write_text(text(), encoding="utf-8")
    stands_for = {"RELEASE": str(release), "PACKAGE": str(file), "FILE": str(tmp_path / "out")}
    words = [stands_for.get(each, each) for each in command.split()]
    for given in [["--format", each] for each in formats] or [[]]:
        done = CliRunner().invoke(main.app, [*words, *given], env={"COLUMNS": "300"})
        assert done.exit_code == 0, done.output
        said = (tmp_path / "out").read_text(encoding="utf-8") if "FILE" in command else done.stdout
        plain = words_of(said)
        assert SAID in plain or ("21.5" in plain and "in_co_production" in plain), (given, plain[:300])


def test_the_picture_of_the_theory_has_it_drawn_under_its_title() -> None:
    drawn = driver_diagram(package()).svg
    assert f">version 0.1.0 · {SAID}</text>" in drawn
