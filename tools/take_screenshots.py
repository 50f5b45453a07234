"""Take the pictures of the main pages again, to `docs/screenshots/`: `make screenshots`, or with a release that is there already
`python -m tools.take_screenshots RELEASE`.

The product is made anew for it: a release of the published figures, the demonstration's records, a server on a free port of this
machine. Every organisation and person in the pictures is made up.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "screenshots"
LARGE, SMALL, HEIGHT = 1280, 320, 900
MOST = 200 * 1024
"""A picture is smaller than this: a repository keeps every one that it ever had."""


@dataclass(frozen=True)
class Shot:
    """One picture: its file, where it is taken and by whom, and what it shows, in words."""

    name: str
    path: str
    words: str
    role: str = ""
    at: str = ""
    """What is brought to the top of the picture, where that is not the page's own top."""

    press: str = ""
    """The button that is pressed first."""

    width: int = LARGE
    height: int = HEIGHT


LEAD, DRAFT = "qi_lead", "/organisations/{organisation}/drafts/{draft}/"
FACILITATOR, ROOM = "facilitator", "/organisations/{organisation}/co-production/"
SHOTS = (
    Shot("front", "/", "The front page: three ways in, and the thread from what people say to what came of it."),
    Shot("packages", "/packages/", "The change packages that are published, with filters that stay in the address."),
    Shot("package", "/packages/sickle_cell/", "One published change package: where it comes from, and what it does not claim."),
    Shot("package_theory", "/packages/sickle_cell/", "Its theory of change: each part serves the part above it.", at="#theory"),
    Shot(
        "diagram",
        "/packages/sickle_cell/1.0.0/diagram/",
        "Its driver diagram; the same stands below it as a list.",
        at=".site-picture",
        height=480,
    ),
    Shot("recommendations", "/recommendations/", "What has been recommended, of whom, and what is known to have been done."),
    Shot("results", "/results/", "Results: the measured inequality, in words first."),
    Shot("measure", "/results/measures/M1/", "One measure, group by group, with its uncertainty and its table."),
    Shot("consultation", "/consultations/{consultation}/", "A consultation that is open to everybody. No account is needed."),
    Shot("workspace", "/organisations/{organisation}/", "An organisation at work: what waits comes first.", LEAD),
    Shot("draft", DRAFT, "A draft: what is next, and what the check found.", LEAD),
    Shot("edit", f"{DRAFT}elements/P1/edit/", "One element is changed at a time; hints help to write plainly.", LEAD),
    Shot("compare", f"{DRAFT}compare/", "What is different in a draft, beside what it adapts.", LEAD),
    Shot("accountability", "/organisations/{organisation}/accountability/", "Who answers for what: overdue and unowned parts first.", LEAD),
    Shot("concern", "/concerns/{organisation}/", "A concern, at any time: no call, no account, and a named reply by a day."),
    Shot("call", "/take-part/{call}/", "An open call: what for, how much is decided together, what is paid."),
    Shot("question", "/take-part/{call}/interest/", "The form, one question a page.", press="Start"),
    Shot("mine", "/mine/{secret}/", "Somebody's own page: no account, one private link."),
    Shot("series", f"{ROOM}series/{{series}}/", "A series of co-production: what waits comes first.", FACILITATOR),
    Shot("missing", f"{ROOM}calls/{{chosen}}/selection/who-is-missing/", "Who is missing, in bands.", FACILITATOR),
    Shot("board", f"{ROOM}series/{{series}}/board/", "The board: what people said, by themes.", FACILITATOR),
    Shot("decision", f"{ROOM}decisions/{{decision}}/", "A decision, and whose words it rests on.", FACILITATOR),
    Shot("you_said", "/you-said/{said}/", "You said, we did: in people's words, with what came of each."),
    Shot("finance", f"{ROOM}finance/", "Pay: who has waited longest stands first.", "finance_approver"),
    Shot("quality", f"{ROOM}quality/", "The quality of co-production, in one page.", FACILITATOR),
    Shot("front_small", "/", "The front page on a small screen.", width=SMALL),
    Shot("draft_small", DRAFT, "The draft on a small screen.", LEAD, width=SMALL),
    Shot("call_small", "/take-part/{call}/", "The open call on a small screen.", width=SMALL),
    Shot("question_small", "/take-part/{call}/interest/", "The form there.", press="Start", width=SMALL),
    Shot("consultation_small", "/consultations/{consultation}/", "The consultation on a small screen.", width=SMALL),
)


def take(browser: Browser, product: Any, values: Mapping[str, Any], shot: Shot) -> None:
    """Open the page as whoever may, and keep what a screen of that size shows."""
    somebody = product.member(browser, shot.role, width=shot.width) if shot.role else product.visitor(browser, width=shot.width)
    somebody.page.set_viewport_size({"width": shot.width, "height": shot.height})
    somebody.page.set_default_timeout(60_000)
    somebody.opens(shot.path.format(**values))
    if shot.press:
        somebody.page.get_by_role("button", name=shot.press).click()
        somebody.page.wait_for_load_state()
    if shot.at:
        somebody.page.locator(shot.at).first.evaluate("element => element.scrollIntoView()")
    picture = PICTURES / f"{shot.name}.png"
    somebody.page.screenshot(path=picture, animations="disabled")
    somebody.page.context.close()


def index() -> str:
    """The page that says of each picture what it shows."""
    lines = ["# What it looks like", "", "Made by `make screenshots` from the demonstration: its organisations and people are made up.", ""]
    for shot in SHOTS:
        lines += [shot.words, "", f"![{shot.words}]({shot.name}.png)", ""]
    return "\n".join(lines[:-1]) + "\n"


def main(release: Path | None = None) -> None:
    """Make the product, of a release that is there already or of a new one; take every picture, and write the page of them."""
    from tests.journeys.product import make_demonstration, running

    PICTURES.mkdir(exist_ok=True)
    (PICTURES / "README.md").write_text(index(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        made = release or _release(Path(folder) / "demo")
        records = Path(folder) / "records"
        records.mkdir()
        make_demonstration("sqlite", records)
        with running("sqlite", Path(folder), made, records) as product, sync_playwright() as playwright:
            browser = playwright.chromium.launch(args=["--no-sandbox", "--disable-gpu", "--no-first-run"], executable_path=_chromium())
            values = product.asked("shown")
            for shot in SHOTS:
                take(browser, product, values, shot)
            browser.close()
    heavy = [f"{each.name} ({each.stat().st_size // 1024} KiB)" for each in PICTURES.glob("*.png") if each.stat().st_size >= MOST]
    if heavy:
        sys.exit(f"A picture must have less than {MOST // 1024} KiB. Show less of the page of {', '.join(heavy)}.")


def _release(folder: Path) -> Path:
    """The release that the demonstration makes of the published figures."""
    subprocess.run([sys.executable, "-m", "levelground", "demo", "--no-serve", "--out", str(folder)], check=True, capture_output=True)
    return folder / "release"


def _chromium() -> str | None:
    """The system's own Chromium where there is one; otherwise the one that came with Playwright."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
