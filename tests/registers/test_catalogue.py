"""What the library holds, listed: every row with its mark, every entry with what it is linked to."""

from __future__ import annotations

import pytest

from levelground.errors import UnknownElement
from levelground.registers.catalogue import ELEMENTS, Listed, Wanted, catalogue, listed_named
from levelground.registers.entries import entry
from levelground.registers.rollup import rollup


@pytest.fixture(scope="module")
def held():
    return catalogue()


@pytest.mark.parametrize("listed", Listed)
def test_every_row_has_an_id_and_a_mark_and_can_be_looked_at(held, listed) -> None:
    rows = held.rows(listed)
    assert rows
    assert all(row["mark"] in ("verified", "secondary", "unverified") for row in rows)
    for row in (rows[0], rows[-1]):
        assert entry(held, listed, row["id"])
    if listed is not Listed.MEASURES:
        assert len({row["id"] for row in rows}) == len(rows)


def test_the_overview_counts_what_the_lists_hold(held) -> None:
    overview = {row["what"]: (row["count"], row["unverified"]) for row in held.overview()}
    assert list(overview) == [listed.value for listed in Listed]
    assert overview["recommendations"] == (
        len(held.rows(Listed.RECOMMENDATIONS)),
        len(held.rows(Listed.RECOMMENDATIONS, Wanted(unverified=True))),
    )


def test_only_the_unverified(held) -> None:
    rows = held.rows(Listed.RECOMMENDATIONS, Wanted(unverified=True))
    assert {row["mark"] for row in rows} == {"unverified"}


@pytest.mark.parametrize("words", ["Maternal Medicine Networks", "maternal medicine networks", "medicine networks"])
def test_an_addressee_by_its_name_or_words_of_it(held, words) -> None:
    assert [row["id"] for row in held.rows(Listed.RECOMMENDATIONS, Wanted(addressee=words))] == ["R05-baseline"]


def test_a_whole_name_is_not_widened_to_others_that_hold_it(held) -> None:
    rows = held.rows(Listed.RECOMMENDATIONS, Wanted(addressee="Providers"))
    assert all("Providers" in row["addressees"] for row in rows)


@pytest.mark.parametrize("listed", ELEMENTS)
@pytest.mark.parametrize("ambition", ["A24-maternal", "A24-workforce", "SH-prevention"])
def test_what_an_ambition_reaches_is_what_its_roll_up_counts(held, listed, ambition) -> None:
    kinds = {Listed.DRIVERS: ("primary driver", "secondary driver"), Listed.IDEAS: ("change idea",), Listed.MEASURES: ("measure",)}
    counted = [(one.id, work.id) for one in rollup(ambition).packages for work in one.own if str(work.kind) in kinds[listed]]
    assert counted
    assert sorted(counted) == sorted((row["package"], row["id"]) for row in held.rows(listed, Wanted(ambition=ambition)))


@pytest.mark.parametrize("listed", ELEMENTS)
def test_a_change_package_lists_all_that_it_has(held, listed) -> None:
    said = {row["id"]: row[listed.value] for row in held.rows(Listed.PACKAGES)}
    for name, many in said.items():
        rows = held.rows(listed, Wanted(package=name))
        assert len(rows) == many
        assert {row["package"] for row in rows} == {name}
        assert all(entry(held, listed, row["id"], name) for row in rows[:1])


def test_a_change_package_that_there_is_none_of(held) -> None:
    for asked in (lambda: held.rows(Listed.IDEAS, Wanted(package="cores")), lambda: entry(held, Listed.IDEAS, "C2", "cores")):
        with pytest.raises(UnknownElement) as refusal:
            asked()
        assert refusal.value.findings[0].did_you_mean == ("core",)


def test_an_addressee_that_there_is_none_of(held) -> None:
    with pytest.raises(UnknownElement) as refusal:
        held.rows(Listed.RECOMMENDATIONS, Wanted(addressee="Comissioners"))
    assert refusal.value.findings[0].did_you_mean == ("Commissioners",)


def test_an_ambition_takes_in_what_stands_below_a_shift(held) -> None:
    shift = {row["id"] for row in held.rows(Listed.RECOMMENDATIONS, Wanted(ambition="SH-prevention"))}
    assert {row["id"] for row in held.rows(Listed.RECOMMENDATIONS, Wanted(ambition="A24-maternal"))} < shift
    with pytest.raises(UnknownElement):
        held.rows(Listed.RECOMMENDATIONS, Wanted(ambition="A24-none"))


def test_a_recommendation_shows_both_sides_of_its_links_and_what_takes_it_up(held) -> None:
    found = entry(held, Listed.RECOMMENDATIONS, "R01-parameters")
    assert [link["id"] for link in found["conflicts_with"]] == ["R09-devices"]
    assert "mental_health: S1" in entry(held, Listed.RECOMMENDATIONS, "STR-detention")["taken_up_by"]


def test_a_source_shows_what_rests_on_it(held) -> None:
    assert set(entry(held, Listed.SOURCES, "oximetry_2021")["rests_on_it"]) == {
        "R01-oximeters",
        "R01-parameters",
        "R01-devices",
        "R01-research",
    }


def test_an_image_set_says_what_is_not_known_of_it(held) -> None:
    assert entry(held, Listed.RESOURCES, "RES-image-library")["not_known"] == ["pictures", "skin_tones", "consent", "licence"]


def test_a_framework_and_an_item_of_it_can_be_looked_at(held) -> None:
    assert entry(held, Listed.FRAMEWORKS, "wres")["items"][1]["id"] == "WRES-2"
    assert entry(held, Listed.FRAMEWORKS, "WRES-2")["figure"]["unit"] == "ratio"
    assert "measured_by" in entry(held, Listed.FRAMEWORKS, "WRES-2")


@pytest.mark.parametrize("listed", Listed)
def test_an_id_that_there_is_none_of_is_told_with_those_that_there_are(held, listed) -> None:
    with pytest.raises(UnknownElement) as refusal:
        entry(held, listed, "no-such-thing")
    assert refusal.value.findings[0].next_step


def test_a_list_that_there_is_none_of() -> None:
    assert listed_named("evidence") is Listed.EVIDENCE
    with pytest.raises(UnknownElement) as refusal:
        listed_named("measure")
    assert "measures" in refusal.value.findings[0].did_you_mean
