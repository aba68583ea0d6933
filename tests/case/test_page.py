import jsonschema
from ruamel.yaml import YAML
from tests.case.files import SOUND
from tests.conftest import ROOT

from ripeness.case.file import parse_case
from ripeness.case.load import LIBRARY
from ripeness.case.page import case_page
from ripeness.case.schema import case_schema


def test_the_reference_page_is_current():
    page = (ROOT / "docs/case.md").read_text(encoding="utf-8")
    assert page == case_page(), "run: python -m ripeness.case.page > docs/case.md"


def test_every_key_says_what_it_means():
    rows = [line for line in case_page().splitlines() if line.startswith("| `")]
    assert len(rows) > 80
    assert all(len(line.split(" | ")[-1].rstrip(" |")) > 5 for line in rows)


def test_the_schema_is_sound_and_accepts_the_cases():
    schema = case_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    pokrovsk = (LIBRARY / "pokrovsk/case.yaml").read_text(encoding="utf-8")
    for text in (SOUND, pokrovsk):
        jsonschema.validate(parse_case(text).content, schema)


def test_the_schema_refuses_unknown_keys_and_describes_known_ones():
    schema = case_schema()
    assert not jsonschema.Draft202012Validator(schema).is_valid({"titl": "x"})
    claim = schema["$defs"]["Claim"]["properties"]
    assert all("description" in field for field in claim.values())


def test_our_reading_of_the_file_is_that_of_a_yaml_library():
    loaded = YAML(typ="safe", pure=True).load(SOUND.replace(": 2025-", ": d2025-"))
    assert parse_case(SOUND.replace(": 2025-", ": d2025-")).content["claims"] == loaded["claims"]
