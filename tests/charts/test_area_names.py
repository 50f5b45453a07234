"""Names of areas: readable, in order, and none for what the source could not place."""

from __future__ import annotations

import pytest

from levelground.charts.area_names import area_name, in_order
from levelground.measurement.results import Area


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("NHS LANCASHIRE AND SOUTH CUMBRIA INTEGRATED CARE BOARD", "NHS Lancashire and South Cumbria"),
        ("NHS CORNWALL AND THE ISLES OF SCILLY INTEGRATED CARE BOARD", "NHS Cornwall and the Isles of Scilly"),
        ("NHS STAFFORDSHIRE AND STOKE-ON-TRENT INTEGRATED CARE BOARD", "NHS Staffordshire and Stoke-on-Trent"),
        ("NHS Devon Integrated Care Board", "NHS Devon"),
        ("KING'S LYNN", "King's Lynn"),
        ("THE WIRRAL", "The Wirral"),
        ("Bath and North East Somerset", "Bath and North East Somerset"),
        ("UNKNOWN", "Area not known"),
    ],
)
def test_a_name_is_written_as_people_write_it(name: str, shown: str) -> None:
    assert area_name(Area("icb", "X", name) if name != "UNKNOWN" else Area("icb", "UNKNOWN", name)) == shown


def test_only_a_board_s_own_name_loses_these_words() -> None:
    assert area_name(Area("trust", "X", "NHS DEVON INTEGRATED CARE BOARD")) == "NHS Devon Integrated Care Board"


def test_an_area_without_a_name_has_its_code() -> None:
    assert area_name(Area("trust", "RXX", "")) == "RXX"


def test_areas_stand_by_name_and_the_unknown_one_last() -> None:
    areas = [Area("icb", "UNKNOWN", "UNKNOWN"), Area("icb", "2", "NHS SOMERSET INTEGRATED CARE BOARD"), Area("icb", "9", "NHS Devon")]
    assert [area_name(area) for area in in_order([*areas, *areas])] == ["NHS Devon", "NHS Somerset", "Area not known"]
