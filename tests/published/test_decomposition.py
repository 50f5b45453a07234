"""Published decompositions: card holders' spending as the manual of statsmodels prints it, and Berkeley's admissions."""

import numpy as np
import pytest
from statsmodels.datasets import ccard

from levelground.stats import adjusted
from levelground.stats.decomposition.oaxaca import OaxacaBlinder, oaxaca_blinder


def spending(form: str) -> OaxacaBlinder:
    data = ccard.load_pandas()
    owners = data.exog["OWNRENT"].to_numpy() == 1
    return oaxaca_blinder(data.endog.to_numpy(), data.exog[["AGE", "INCOME", "INCOMESQ"]].to_numpy(), owners, form=form)


def test_card_holders_who_own_their_home_beside_those_who_rent() -> None:
    found = spending("pooled")
    assert [f"{each:.5f}" for each in (found.unexplained, found.explained, found.gap)] == ["27.94091", "130.80954", "158.75044"]
    assert [f"{each:.5f}" for each in (found.endowment, found.coefficient, found.interaction)] == ["321.74824", "75.45371", "-238.45151"]


def test_berkeley_admissions_as_r_prints_them() -> None:
    admitted = [512, 353, 120, 138, 53, 22, 89, 17, 202, 131, 94, 24]
    refused = [313, 207, 205, 279, 138, 351, 19, 8, 391, 244, 299, 317]
    cell = np.repeat(np.arange(24), admitted + refused)
    found = adjusted.log_odds_ratios(cell < 12, cell // 6 % 2, np.eye(6)[cell % 6][:, 1:], groups=2)
    assert found.crude.estimate[1] == pytest.approx(-0.61035, abs=5e-6)
    assert found.crude.standard_error[1] == pytest.approx(0.06389, abs=5e-6)
    assert found.adjusted.estimate[1] == pytest.approx(0.09987, abs=5e-6)
    assert found.adjusted.standard_error[1] == pytest.approx(0.08085, abs=5e-6)
