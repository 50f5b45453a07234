"""The driver diagram: every element once, in order, nothing over anything else, and the same as a list."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.results import package, package_document

from levelground import library
from levelground.change_package.change_package import ChangePackage
from levelground.change_package.read import read
from levelground.charts.driver_diagram import OutlineItem, driver_diagram, outline
from levelground.charts.driver_layout import BETWEEN, PADDING, TAG_SIZE, TEXT_SIZE, DiagramLayout, columns_of, layout
from levelground.charts.text_width import text_width, wrapped

SHIPPED = [read(name).change_package for name in library.names("change_packages")]
PACKAGES = [package(), *SHIPPED]


def changed(**parts: Any) -> ChangePackage:
    """The small package with some lists given anew."""
    return ChangePackage.model_validate({**package_document(), **parts})


def items(found: tuple[OutlineItem, ...]) -> Iterator[OutlineItem]:
    """Every item of an outline."""
    for item in found:
        yield item
        yield from items(item.children)


def check_layout(found: DiagramLayout) -> None:
    """Boxes stay apart, inside the picture, and hold their text."""
    for number, box in enumerate(found.boxes):
        assert box.x >= 0
        assert box.x + box.width <= found.width
        assert box.y >= 0
        assert box.bottom <= found.height
        for line in box.lines:
            assert text_width(line, TEXT_SIZE, bold=box.column == 0) <= box.width - 2 * PADDING
        assert text_width(box.tag, TAG_SIZE, bold=True) <= box.width - 2 * PADDING
        for other in found.boxes[number + 1 :]:
            apart = box.x + box.width < other.x or other.x + other.width < box.x or box.bottom < other.y or other.bottom < box.y
            assert apart, (box.id, other.id)


@pytest.mark.parametrize("of", PACKAGES, ids=lambda p: p.id)
def test_no_box_over_another_and_order_kept(of: ChangePackage) -> None:
    found = layout(of)
    check_layout(found)
    assert [box.id for box in found.boxes] == [element.id for column in columns_of(of) for element in column]
    for column in range(4):
        stack = [box for box in found.boxes if box.column == column]
        assert all(lower.y >= upper.bottom + BETWEEN - 1e-6 for upper, lower in pairwise(stack))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(min_size=1, max_size=300).filter(str.strip), st.lists(st.sampled_from(["S1", "S2", "S3"]), max_size=3, unique=True)
        ),
        max_size=12,
    )
)
def test_any_ideas_fit(ideas: list[tuple[str, list[str]]]) -> None:
    template = package_document()["change_ideas"][0]
    texts = [{**template, "id": f"C{n}", "text": text, "serves": serves} for n, (text, serves) in enumerate(ideas)]
    found = layout(changed(change_ideas=texts))
    check_layout(found)
    assert len(found.edges) == 3 + 5 + sum(len(serves) for _, serves in ideas) - 1


@pytest.mark.parametrize("of", PACKAGES, ids=lambda p: p.id)
def test_every_word_is_in_the_picture(of: ChangePackage) -> None:
    chart = driver_diagram(of)
    shown = re.sub(r"\s+", " ", html.unescape(" ".join(re.findall(r"<text[^>]*>([^<]*)</text>", chart.svg))))
    for row in chart.table.rows:
        assert re.sub(r"\s+", " ", row[2]) in shown
    assert driver_diagram(of) == chart


def test_weak_links_are_dotted_and_marks_are_words() -> None:
    found = driver_diagram(package())
    assert found.svg.count("stroke-linecap") == 2  # the weak link, and the key
    assert "S2 · not verified" in found.svg
    assert "1 link is weak" in found.message
    assert "not yet co-produced" in found.message


def test_title_version_and_co_production_are_in_the_picture() -> None:
    of = package().model_copy(update={"title": "A title of <many> words " * 20})
    svg = driver_diagram(of).svg
    first = [html.unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]
    lines = first.index(f"version {of.version} · not yet co-produced")
    assert lines > 1
    assert " ".join(first[:lines]) == of.title.strip()
    assert svg.index("version ", svg.index("</desc>")) < svg.index(">Aim<")
    assert "<title id=" in svg


def test_no_style_script_or_address_in_the_picture() -> None:
    svg = driver_diagram(SHIPPED[0]).svg
    for forbidden in ("style", "<script", "href", "url(", "class="):
        assert forbidden not in re.sub(r">[^<]*<", "><", svg)


@pytest.mark.parametrize("of", PACKAGES, ids=lambda p: p.id)
def test_the_outline_has_every_element_in_full_once(of: ChangePackage) -> None:
    full = [item.id for item in items(outline(of)) if not item.reference]
    assert sorted(full) == sorted(element.id for column in columns_of(of) for element in column)
    served = sum(len(element.serves) for column in columns_of(of)[1:] for element in column)  # type: ignore[union-attr]
    assert sum(1 for _ in items(outline(of))) == served + 1


def test_an_element_of_several_parents_is_a_reference_at_the_second() -> None:
    found = [item for item in items(outline(package())) if item.id == "S1"]
    assert [item.reference for item in found] == [False, True]
    assert found[1].children == ()
    weak = [item for item in items(outline(package())) if item.weak]
    assert [(item.id, item.assumption) for item in weak] == [("S2", "Teams listen to them.")]


def test_what_serves_nothing_is_not_lost() -> None:
    ideas = [{**idea, "serves": ["nowhere"]} for idea in package_document()["change_ideas"]]
    lost = changed(change_ideas=ideas)
    assert [item.id for item in outline(lost)] == ["A1", "C1", "C2", "C3"]
    check_layout(layout(lost))


def test_drivers_that_serve_each_other_end() -> None:
    document = package_document()
    document["secondary_drivers"][0]["serves"] = ["S2"]
    document["secondary_drivers"][1]["serves"] = ["S1"]
    assert {item.id for item in items(outline(ChangePackage.model_validate(document)))} >= {"S1", "S2"}


def test_hostile_words_stay_words() -> None:
    document = package_document()
    document["aim"]["statement"] = "</text><script>alert(1)</script>"
    svg = driver_diagram(ChangePackage.model_validate(document)).svg
    assert "<script" not in svg


@given(st.text(max_size=200), st.floats(min_value=30, max_value=400))
def test_wrapping_loses_no_letter_and_keeps_to_the_width(text: str, width: float) -> None:
    lines = wrapped(text, width, 14)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(text_width(line, 14) <= width for line in lines)
