"""Readers of the battle files: missing stays missing, and odd files are named."""

import pandas as pd
import pytest

from ripeness.front.attrition.battles import read_ardennes, read_cdb90
from ripeness.front.attrition.force_ratios import wins_by_force_ratio
from ripeness.terms.errors import ModelError, NoDataError, UpstreamError

HEADER = "ISQNO,WAR,NAME,COA,POST2,STRA,STRD,CASA,CASD,WINA,KMDA,CEA,AEROA,ACHA,YR1,ATPBYR1,ATPBHR1"


@pytest.fixture
def battles(tmp_path):
    rows = [
        "1,W,SIÈGE,?,OO,1000,-1,-1,20,-1,-6.4,-1,0,5,9999,1916,9999",
        "2,W,PLAIN,X,00,1000,500,0,600,-9,-9999,-9,9,0,1862,1917,1430",
        '3,W,"A, B",X,,10,500,0,,0,0,0,-1,10,1863,1917,0',
    ]
    columns = HEADER.split(",")
    extra = [name for side in "AD" for name in (f"CAS{side}", f"STR{side}") if name not in columns]
    file = tmp_path / "CDB90-orig.csv"
    file.write_bytes("\n".join([",".join([*columns, *extra]), *rows]).encode("latin-1"))
    return file


def test_each_code_for_missing_is_missing_and_each_negative_value_is_kept(battles):
    table = read_cdb90(battles)
    assert table.WINA.tolist()[0] == -1
    assert table.WINA.isna().tolist() == [False, True, False]
    assert table.KMDA.tolist()[0] == -6.4
    assert table.KMDA.isna().tolist() == [False, True, False]
    assert table.CEA.tolist()[0] == -1
    assert table.STRD.isna().tolist() == [True, False, False]
    assert table.CASA.isna().tolist() == [True, False, False]
    assert table.CASD.isna().tolist() == [False, False, True]
    assert table.AEROA.isna().tolist() == [False, True, False]
    assert table.ACHA.isna().tolist() == [False, True, False]
    assert table.YR1.isna().tolist() == [True, False, False]
    assert table.ATPBHR1.isna().tolist() == [True, False, False]


def test_text_is_latin_1_and_a_question_mark_is_missing(battles):
    table = read_cdb90(battles)
    assert table.NAME.tolist() == ["SIÈGE", "PLAIN", "A, B"]
    assert table.COA.isna().tolist() == [True, False, False]
    assert table.POST2.tolist()[:2] == ["OO", "00"]


def test_losses_above_the_strength_are_kept_and_marked(battles):
    assert read_cdb90(battles).doubts.tolist() == ["", "defender lost more than it had", ""]


def test_a_missing_file_and_a_wrong_file_are_named(tmp_path):
    with pytest.raises(NoDataError, match=r"no file none\.csv"):
        read_cdb90(tmp_path / "none.csv")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("day,force\n1,2\n")
    with pytest.raises(UpstreamError, match="no column ISQNO"):
        read_cdb90(wrong)
    broken = tmp_path / "ardennes.csv"
    broken.write_text(
        "day,allied_force,allied_casualties,german_force,german_casualties\n1,5,1,4,\n"
    )
    with pytest.raises(UpstreamError, match="the first on line 2"):
        read_ardennes(broken)


def test_missing_fights_are_in_no_band():
    table = wins_by_force_ratio(pd.Series([1.2, pd.NA, 1.2]), pd.Series([1, 1, pd.NA]))
    assert table.fights.sum() == 1
    assert table.share_high.iloc[0] == 1.0


def test_a_ratio_of_nothing_is_refused():
    with pytest.raises(ModelError, match="ratios above zero"):
        wins_by_force_ratio([0.0], [1])


def test_the_original_agrees_with_the_cleaned_file_where_that_kept_its_values(real_data):
    original = read_cdb90(real_data / "battles" / "CDB90-orig.csv")
    cleaned = pd.read_csv(real_data / "battles" / "cdb90_battles.csv", encoding="latin-1")
    kept = cleaned.wina.notna().to_numpy()
    assert original.WINA[kept].tolist() == cleaned.wina[kept].tolist()
    assert set(original.WINA[~kept].dropna()) == {-1.0}


def test_outcomes_and_ratios_must_be_what_they_say():
    with pytest.raises(ModelError, match=r"won = \[7\.0\]"):
        wins_by_force_ratio([1.2], [7])
    with pytest.raises(ModelError, match="ratio: Unable to parse"):
        wins_by_force_ratio(["a"], [1])
