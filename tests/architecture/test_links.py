"""Links between the pages of documentation lead somewhere; and each way in which one may not is seen."""

from __future__ import annotations

import pytest
from tests.architecture import rules_of_files, rules_of_links
from tests.architecture.rules_of_imports import REPOSITORY


def test_every_link_and_anchor_leads_somewhere() -> None:
    files = rules_of_files.committed_files(REPOSITORY)
    assert len([path for path in files if path.suffix == ".md"]) > 100
    assert rules_of_links.links_that_lead_nowhere(REPOSITORY, files) == []


PAGES = {
    "README.md": "# A house\n\n[docs](docs/page.md#who-may-do-what), [folder](docs), [far](https://example.org/x#y)\n",
    "docs/page.md": """# Page

## Who *may* do `what`?

## Twice

## Twice

[up](../README.md) [again](#twice-1) <a id="own"></a>[own](#own)
`[code](none.md)`
```
[fenced](none.md)
# Not a heading
```
<!-- [no](none.md) -->
""",
}


def _faults(folder) -> list[str]:
    return rules_of_links.links_that_lead_nowhere(folder, [path for path in folder.rglob("*") if path.is_file()])


def _written(folder, pages: dict[str, str]) -> None:
    for name, text in pages.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def test_links_that_are_whole_are_not_accused(tmp_path) -> None:
    _written(tmp_path, PAGES)
    assert _faults(tmp_path) == []


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("[a](gone.md)", "docs/page.md:17 leads to gone.md, which is not there"),
        ("[a](../../README.md)", "docs/page.md:17 leads to ../../README.md, which is not there"),
        ("![picture](gone.png)", "docs/page.md:17 leads to gone.png, which is not there"),
        ("[a](#gone)", "docs/page.md:17 leads to #gone, which page.md has not"),
        ("[a](#not-a-heading)", "docs/page.md:17 leads to #not-a-heading, which page.md has not"),
        ("[a](#twice-2)", "docs/page.md:17 leads to #twice-2, which page.md has not"),
        ("[a](../README.md#page)", "docs/page.md:17 leads to #page, which README.md has not"),
        ("[named]: gone.md", "docs/page.md:17 leads to gone.md, which is not there"),
    ],
)
def test_a_planted_link_to_nowhere_is_seen(tmp_path, link, fault) -> None:
    _written(tmp_path, PAGES | {"docs/page.md": f"{PAGES['docs/page.md']}\n{link}\n"})
    assert _faults(tmp_path) == [fault]
