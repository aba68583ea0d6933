import pytest
from tests.case.files import write_case

from ripeness.case.load import built_in_cases, case_folder, check, load_case
from ripeness.terms.errors import CaseError


def test_the_founding_case_is_built_in_and_sound():
    assert "pokrovsk" in built_in_cases()
    assert check("pokrovsk") == ()
    assert load_case("pokrovsk").name == "pokrovsk"


def test_a_misspelt_name_is_told_what_was_meant():
    (fault,) = check("pokrovks")
    assert fault.remedy == "Did you mean `pokrovsk`?"
    with pytest.raises(CaseError, match="neither a built-in case nor a folder"):
        load_case("pokrovks")


def test_a_folder_without_a_case_says_how_to_make_one(tmp_path):
    with pytest.raises(CaseError, match=r"no file case\.yaml there") as raised:
        case_folder(tmp_path)
    assert "ripeness new" in raised.value.remedy
    with pytest.raises(CaseError, match="neither a built-in case nor a folder"):
        case_folder(tmp_path / "nowhere")


def test_a_case_gives_its_sides_and_claims_by_id(tmp_path):
    case = load_case(write_case(tmp_path))
    assert case.side("south").slot == "b"
    assert case.claim("motive").kind == "motive"
