"""The ground behind a front, as it was known on a day."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ripeness.case.opened import open_case
from ripeness.case.supplied import supplied


@pytest.fixture(scope="module")
def case():
    return supplied(open_case("pokrovsk"), seed=1)


def test_ground_known_by_a_day_has_no_later_correction_of_an_earlier_map(case):
    as_of = case.opened.case.as_of
    own = case.cells[
        (case.cells["source"] == "deepstate") & (case.cells["day"] <= pd.Timestamp(as_of))
    ].tail(300)
    late = own.assign(known_on=pd.Timestamp(as_of) + pd.Timedelta(days=1), after=16 - own["after"])
    late = late.astype(case.cells.dtypes.to_dict())
    corrected = replace(case, cells=pd.concat([case.cells, late], ignore_index=True))
    before = case.ground("deepstate", as_of, by=as_of).by_a
    np.testing.assert_array_equal(corrected.ground("deepstate", as_of, by=as_of).by_a, before)
    assert not np.array_equal(corrected.ground("deepstate", as_of).by_a, before)
    np.testing.assert_array_equal(case.ground("deepstate", as_of).by_a, before)
