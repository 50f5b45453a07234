"""Code sets: what they hold, and what is refused."""

from collections import Counter

import pytest

from levelground.documents.yaml_reader import read_yaml
from levelground.errors import UnknownElement
from levelground.ethnicity import classification as classifications
from levelground.ethnicity.library_document import EthnicityDocumentInvalid
from levelground.ethnicity.unknown import UNKNOWN_WORDS, UnknownKind

SMALL = """\
id: small
title: Small
edition: "1"
source: {title: A test, publisher: Nobody}
verification: unverified
broad:
  - {code: white, label: White, position: 1}
  - {code: other, label: Other groups, position: 2}
detailed:
  - {code: A, label: British, position: 1, parent: white}
  - {code: S, label: Any other, position: 2, parent: other}
unknown:
  - {code: Z, label: Not stated, position: 3, kind: not_stated}
"""


def small(text=SMALL):
    return classifications.read(read_yaml(text, "small.yaml"))


def refused(text):
    with pytest.raises(EthnicityDocumentInvalid) as caught:
        small(text)
    return caught.value.findings


def test_every_classification_of_the_library_loads():
    for name in classifications.ids():
        assert classifications.load(name).id == name


def test_2001_has_sixteen_categories_in_five_groups_with_chinese_in_other():
    nhs = classifications.load("nhs_2001")
    assert "".join(nhs.codes("detailed")) == "ABCDEFGHJKLMNPRS"
    assert nhs.codes("broad") == ("white", "mixed", "asian", "black", "other")
    assert "".join(code for code in nhs.codes("detailed") if nhs.parent(code) == "other") == "RS"
    assert {code.code: code.kind for code in nhs.unknown} == {"Z": UnknownKind.NOT_STATED, "99": UnknownKind.NOT_KNOWN}


def test_2021_has_nineteen_groups_with_chinese_in_asian():
    census = classifications.load("census_2021")
    assert len(census.codes("detailed")) == 19
    assert census.parent("chinese") == "asian"
    assert set(census.codes("broad")) == set(classifications.load("nhs_2001").codes("broad"))


def test_groups_come_in_published_order_whatever_the_order_of_the_lines():
    swapped = SMALL.replace("British, position: 1", "British, position: 3")
    assert small(swapped).codes("detailed") == ("S", "A")


def test_kinds_of_unknown_are_apart_and_each_has_its_words():
    assert len({UNKNOWN_WORDS[kind] for kind in UnknownKind}) == len(UnknownKind) == 4
    assert small().unknown[0].kind is UnknownKind.NOT_STATED


def test_a_code_cannot_merge_the_kinds():
    (finding,) = refused(SMALL.replace("kind: not_stated", "kind: unknown"))
    assert finding.place.line == 13


def test_all_findings_come_at_once_with_their_places():
    broken = (
        SMALL.replace("code: S, label: Any other, position: 2, parent: other", "code: A, label: Any other, position: 1, parent: othre")
        .replace("label: Not stated", "label: british")
    )  # fmt: skip
    findings = refused(broken)
    rules = Counter(finding.rule for finding in findings)
    assert rules == {"repeated-code": 2, "repeated-position": 2, "unknown-parent": 1, "empty-broad-group": 1, "spelling-claimed-twice": 1}
    parent = next(finding for finding in findings if finding.rule == "unknown-parent")
    assert (parent.place.file, parent.place.line, parent.did_you_mean) == ("small.yaml", 11, ("other",))


def test_a_misspelt_key_is_a_finding():
    (finding, *_) = refused(SMALL.replace("parent: white", "parnet: white"))
    assert finding.place.line == 10


def test_a_name_that_the_library_has_not_is_refused_with_the_nearest():
    with pytest.raises(UnknownElement) as caught:
        classifications.load("nhs_2011")
    assert caught.value.findings[0].did_you_mean[0] == "nhs_2001"
    with pytest.raises(UnknownElement):
        classifications.load("../crosswalks/nhse_mha_2023_24")
