"""Laws of decompositions: turning groups round, scale, order, parts that add up."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from levelground.stats.decomposition.kitagawa import kitagawa_parts
from levelground.stats.decomposition.oaxaca import FORMS, oaxaca_blinder

DRAWN = np.random.default_rng(20261122)
PEOPLE = DRAWN.integers(1, 500, (2, 40, 7))
EVENTS = DRAWN.binomial(PEOPLE, 0.3)
TABLE, GROUP = DRAWN.normal(size=(5, 60, 3)), DRAWN.random((5, 60)) < 0.4
PAY = 30_000 + 2_000 * TABLE.sum(axis=-1) - 1_500 * GROUP + DRAWN.normal(size=(5, 60)) * 900
OTHER_WAY_ROUND = {"reference": "group", "group": "reference"}


def test_kitagawa_turned_round_changes_its_sign_and_adds_up() -> None:
    one, other = kitagawa_parts(EVENTS[0], PEOPLE[0], EVENTS[1], PEOPLE[1]), kitagawa_parts(EVENTS[1], PEOPLE[1], EVENTS[0], PEOPLE[0])
    assert_allclose(one.composition, -other.composition, atol=1e-14)
    assert_allclose(one.composition + one.rate_effect, one.gap, atol=1e-14)
    assert_allclose(one.gap, EVENTS[0].sum(-1) / PEOPLE[0].sum(-1) - EVENTS[1].sum(-1) / PEOPLE[1].sum(-1), atol=1e-14)


def test_kitagawa_is_the_same_in_any_order_and_at_any_scale() -> None:
    plain = kitagawa_parts(EVENTS[0], PEOPLE[0], EVENTS[1], PEOPLE[1])
    turned = kitagawa_parts(EVENTS[0, :, ::-1], PEOPLE[0, :, ::-1], EVENTS[1, :, ::-1] * 3, PEOPLE[1, :, ::-1] * 3, per=100)
    assert_allclose(turned.composition, 100 * plain.composition, atol=1e-12)
    assert_allclose(turned.rate_effect_by_stratum[:, ::-1], 100 * plain.rate_effect_by_stratum, atol=1e-12)


@pytest.mark.parametrize("form", FORMS)
def test_oaxaca_blinder_adds_up_turns_round_and_keeps_to_scale(form: str) -> None:
    found = oaxaca_blinder(PAY, TABLE, GROUP, form=form)
    assert_allclose(found.endowment + found.coefficient + found.interaction, found.gap, rtol=1e-9)
    assert_allclose(found.explained_by.sum(axis=-1), found.explained)
    turned = oaxaca_blinder(PAY, TABLE, ~GROUP, form=OTHER_WAY_ROUND.get(form, form))
    assert_allclose(turned.explained, -found.explained, rtol=1e-9)
    scaled = oaxaca_blinder(PAY / 1000 + 7, TABLE * [1, 1e6, -1e-6] + 3, GROUP, form=form)
    assert_allclose(1000 * scaled.unexplained, found.unexplained, rtol=1e-6)
    alone = oaxaca_blinder(PAY[2], TABLE[2], GROUP[2], form=form)
    assert_allclose(alone.explained, found.explained[2])
