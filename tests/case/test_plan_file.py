import json
from pathlib import Path

import pytest
from tests.case.files import SOUND, write_case
from tests.table.plans import small_content

from ripeness.case.load import check, load_case
from ripeness.case.plan_file import read_plan
from ripeness.terms.errors import CaseError

WITH_PLAN = SOUND.replace("one_hand:", "table: plan.yaml\none_hand:").replace(
    "- {name: oryx, labels: {North: north}, vintage: assumed, lag_days: 30}",
    "- {name: named_deaths, labels: {ua: south, ru: north}, vintage: assumed, lag_days: 60}",
)


def case_with(folder: Path, content) -> Path:
    """A case whose plan is written as JSON, which is YAML."""
    write_case(folder, WITH_PLAN)
    (folder / "plan.yaml").write_text(json.dumps(content, indent=1))
    return folder


def test_a_sound_plan_has_no_fault_and_is_read(tmp_path):
    folder = case_with(tmp_path, small_content())
    assert check(folder) == ()
    assert read_plan(folder, load_case(folder)).title == "A small plan"


def test_a_case_without_a_plan_says_how_to_name_one(tmp_path):
    folder = write_case(tmp_path)
    with pytest.raises(CaseError, match="no plan"):
        read_plan(folder, load_case(folder))


def spoil(content, path, value):
    here = content
    for key in path[:-1]:
        here = here[key]
    here[path[-1]] = value
    return content


GROUND, CLUB = ("issues", 0), ("issues", 1)

FAULTS = [
    ((*CLUB, "said"), {"nroth": "A"}, "'nroth'", "Did you mean `north`?"),
    ((*CLUB, "orders", 0, "best_first"), ["proposed", "latre"], "'latre'", "Did you mean `later`?"),
    ((*CLUB, "options", 0, "needs"), "clubs", "'clubs'", "Did you mean `club`?"),
    ((*CLUB, "options"), [{"id": "proposed", "title": "x"}, {"id": "y", "title": "y"}],
     "no option `status_quo`", "Add"),
    ((*CLUB, "options"), [], "[]", ""),
    ((*CLUB, "id"), "ground", "`ground` a second time", "Rename one"),
    ((*CLUB, "said"), {"north": "R", "south": "R"}, "circle", "stances or orders"),
    ((*CLUB, "said", "north"), "X", "'X'", ""),
    ((*GROUND, "ground"), "provinc", "'provinc'", "Did you mean `province`?"),
    ((*GROUND, "options", 0, "rest"), [], "the rest of the ground for nobody", "both sides"),
    ((*GROUND, "options", 0, "rest", 0, "low"), 2.0, "`low` above `high`", "Exchange"),
    ((*GROUND, "options", 0, "shift", 0, "high"), float("inf"), "Infinity", ""),
    ((*GROUND, "options", 0, "shift", 0, "high"), float("nan"), "NaN", ""),
    (("rules", 1, "steps", 1, "quota"), 1.5, "quota", "Correct the rule"),
    (("rules", 1, "steps"), [], "no steps", "Add `steps:`"),
    (("rules", 0, "members"), 0, "0", ""),
    (("rules", 0, "chance"), None, "no chance", "Correct the rule"),
    (("rules", 0, "chance", "high"), 1.2, "1.2", ""),
    (("parties", 0, "role"), "guarantor", "the sides south", "Give each side"),
    (("parties", 2, "id"), "friend", "'friend'", "Did you mean `friends`?"),
    (("constraints", 0, "when", 0, "issue"), "grond", "'grond'", "Did you mean `ground`?"),
    (("packages", 0, "picks", "club"), "never", "'never'", "Known:"),
    (("packages", 0, "picks", "club"), "later", "breaks ground_or_club", "Mend the package"),
    (("stakes", "discount_per_year", "low"), 0.0, "0 to 0.1", "Correct it"),
    (("stakes", "span_years"), 5, "5 years", "Lengthen the span"),
    (("fight_on", "losses", "source"), "named_death", "'named_death'", "`named_deaths`"),
    (("stakes", "weights"), {}, "the unknown key `weights`", "Unknown keys are refused"),
]  # fmt: skip


@pytest.mark.parametrize("row", FAULTS, ids=lambda row: f"{'.'.join(map(str, row[0]))} {row[2]}")
def test_a_fault_of_a_plan_is_shown_with_its_file_its_line_and_its_remedy(tmp_path, row):
    path, value, found, remedy = row
    folder = case_with(tmp_path, spoil(small_content(), path, value))
    faults = check(folder)
    assert any(found in fault.found and remedy in fault.remedy for fault in faults), faults
    assert all(fault.where.startswith("plan.yaml") and fault.line for fault in faults)


def test_of_rules_that_no_package_obeys_the_smallest_conflicting_set_is_named(tmp_path):
    content = small_content()
    never = [{"issue": "prisoners", "options": ["status_quo"]}]
    always = [{"issue": "prisoners", "options": ["proposed"]}]
    content["constraints"] += [
        {"id": "not_as_it_is", "kind": "excludes", "when": never},
        {"id": "not_all", "kind": "excludes", "when": always},
    ]
    (fault,) = check(case_with(tmp_path, content))
    assert fault.found == "no package obeys not_as_it_is, not_all together"


def test_rules_in_a_ring_are_named(tmp_path):
    content = small_content()
    one = {"issue": "prisoners", "options": ["proposed"]}
    other = {"issue": "forces", "options": ["proposed"]}
    content["constraints"] += [
        {"id": "there", "kind": "implies", "when": [one], "then": [other]},
        {"id": "back", "kind": "implies", "when": [other], "then": [one]},
    ]
    (fault,) = check(case_with(tmp_path, content))
    assert "rules in a ring" in fault.found
    assert "`together`" in fault.remedy


def test_faults_of_a_plan_are_gathered_with_those_of_its_case(tmp_path):
    content = small_content()
    content["issues"][1]["said"] = {"nroth": "A"}
    content["rules"][1]["steps"][0]["party"] = "nobody"
    folder = case_with(tmp_path, content)
    (folder / "case.yaml").write_text(WITH_PLAN.replace("side: north\n", "side: norht\n"))
    found = [fault.found for fault in check(folder)]
    assert {"'nroth'", "'nobody'", "'norht'"} <= set(found)


def test_a_plan_that_is_not_there_is_a_fault(tmp_path):
    folder = write_case(tmp_path, WITH_PLAN)
    (fault,) = check(folder)
    assert fault.where.startswith("plan.yaml")
