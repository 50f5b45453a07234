"""A curator, people who are asked what they think, a member of the public.

Everything by keyboard alone, with JavaScript and without, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser
from tests.journeys.product import Product

TRIES = itertools.count(1)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_given_a_report_when_a_curator_adds_what_it_asks_for_then_the_packages_that_depend_on_it_show_the_news(
    browser: Browser, either_product: Product, scripts: bool
) -> None:
    curator = either_product.member(browser, "curator", scripts=scripts)
    number = next(TRIES)
    asked = f"Say to each family by when it will hear back, attempt {number}"
    curator.opens("/organisations/northshire/registers/")
    curator.follows("Add a recommendation")
    curator.fills("Short name (id)", f"northshire_R-heard{number}")
    curator.fills("What was asked for", asked)
    curator.fills("Who it is asked of", "NHS trusts")
    curator.picks("Source", "A year of listening in Northshire")
    curator.fills("Edition", "2026")
    curator.chooses("We have not checked it")
    curator.ticks("Maternity neonatal")
    curator.fills("Themes", "listening")
    curator.fills(re.compile("Why"), "It is in the report.")
    curator.presses("Keep as a draft")
    curator.sees(asked)
    curator.presses(re.compile("^Publish"))
    visitor = either_product.visitor(browser, scripts=scripts)
    visitor.opens(f"/recommendations/northshire_R-heard{number}/")
    visitor.sees(asked)
    visitor.opens("/packages/maternity_neonatal/")
    visitor.sees(asked)
    lead = either_product.member(browser, "qi_lead", scripts=scripts)
    lead.opens("/organisations/northshire/news/")
    lead.sees(asked)
    for person in (curator, visitor, lead):
        person.page.context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_given_a_draft_put_out_for_comment_when_it_closes_then_people_read_what_changed_because_of_them(
    browser: Browser, either_product: Product, scripts: bool
) -> None:
    lead = either_product.member(browser, "qi_lead", "riverside", scripts=scripts)
    number = next(TRIES)
    title = f"Riverside: care near home {number}"
    lead.opens("/organisations/riverside/drafts/adapt/?base=primary_care")
    lead.fills("Title", title)
    lead.fills(re.compile("Short name"), f"near_home_{number}")
    lead.presses("Start the draft")
    draft = lead.page.url
    lead.page.goto(f"{draft}consultation/open/")
    lead.fills("What do you ask people?", "What is missing?")
    lead.chooses(re.compile("^Everybody"))
    last = datetime.now(ZoneInfo("Europe/London")).date() + timedelta(days=7)
    lead.fills("Last day", f"{last.day} {last:%B} {last.year}")
    lead.presses("Put the draft out")

    visitor = either_product.visitor(browser, scripts=scripts)
    visitor.opens("/consultations/")
    visitor.follows(title)
    visitor.follows(re.compile("^Decisions to see, treat"))
    said = f"Say who is asked, attempt {number}"
    visitor.fills("What do you think?", said)
    visitor.page.wait_for_timeout(3_500)  # nobody writes a comment faster than this
    visitor.presses("Send")
    visitor.opens("/consultations/")
    visitor.follows(title)
    visitor.does_not_see(said)

    lead.page.goto(f"{draft}comments/")
    lead.presses(re.compile("^Show it"))
    lead.page.goto(f"{draft}consultation/close/")
    lead.presses("Close it now")
    lead.page.goto(f"{draft}elements/P1/edit/")
    lead.fills("What needs to be different", f"Decisions are looked at with the people who are asked, attempt {number}")
    lead.fills("Why do you change it?", "A comment asked for it.")
    lead.chooses("The meaning changes")
    lead.presses("Save")
    lead.page.goto(f"{draft}comments/")
    lead.follows(re.compile("^Answer"))
    lead.chooses("We changed it")
    lead.fills("Your answer", "Thank you. It says so now.")
    lead.ticks(re.compile("A comment asked for it"))
    lead.presses("Save the answer")
    visitor.opens("/consultations/")
    visitor.follows(re.compile(rf"what changed\s?: {title}$"))
    visitor.sees(said)
    visitor.sees("Thank you. It says so now.")
    visitor.sees(re.compile("with the people who are asked"))
    for person in (lead, visitor):
        person.page.context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_given_no_account_when_somebody_looks_for_sickle_cell_then_they_find_read_and_keep_it(
    browser: Browser, either_product: Product, scripts: bool
) -> None:
    visitor = either_product.visitor(browser, scripts=scripts, width=320)
    visitor.opens("/")
    visitor.follows("Find a change package")
    visitor.fills("Words", "sickle")
    visitor.presses("Show these")
    visitor.follows("Inequality in the relief of pain and in care for people with sickle cell")
    visitor.sees("Not yet co-produced")
    visitor.sees("CC-BY-4.0")
    text = visitor.downloads(re.compile("^Download the text"))
    assert b"id: sickle_cell" in text
    assert len(hashlib.sha256(text).hexdigest()) == 64
    visitor.follows("Search")
    visitor.fills(re.compile("looking for", re.IGNORECASE), "sickle cell pain")
    visitor.presses(re.compile("^(Search|Find)"))
    visitor.sees(re.compile("sickle", re.IGNORECASE))
    assert visitor.page.context.cookies() == []
    visitor.page.context.close()
