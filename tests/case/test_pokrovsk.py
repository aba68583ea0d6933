"""The founding case: complete, even-handed, and in nobody's words."""

import csv
from datetime import date

import pytest
from tests.case.neutral import partial_words

from ripeness.case.load import LIBRARY, load_case
from ripeness.claims.measure import installed_measures

CASE = load_case("pokrovsk")
CLAIMS = {claim.id: claim for claim in CASE.claims}
TEXT_END = date(2026, 2, 28)

READINGS = [
    f"loss_{whom}_{kind}_{months}"
    for months in (2, 3, 6, 12)
    for kind in ("killed", "killed_wounded", "all")
    for whom in ("ukraine", "russia", "both")
]
"""Every reading of the 50-60 thousand: whom, of which kind, within how many months."""

ARGUED = {
    "the report that the town was taken": ["taken"],
    "the denial": ["denial"],
    "the motive the author alleges for it": ["motive_of_denial"],
    "the motive the denying side alleges for the report": ["motive_of_report"],
    "about 95 percent": ["about_95"],
    "very soon": ["very_soon"],
    "the town's importance before, by party": [
        "importance_before_ukraine", "importance_before_russia", "importance_before_europe",
    ],
    "the town's importance after, by party": [
        "importance_after_ukraine", "importance_after_russia", "importance_after_europe",
    ],
    "one army exhausted": ["army_exhausted"],
    "the other growing": ["army_growing"],
    "another year at this pace": ["another_year", "pace_misleads"],
    "may fall at any moment": ["any_moment"],
    "a node of the network": ["node_of_network"],
    "supply endangered": ["supply_endangered"],
    "towns exposed to encirclement": ["towns_exposed", "towns_behind_exposed"],
    "ground behind unprotected": ["ground_behind"],
    "bridgehead in any direction": ["bridgehead", "bridgehead_pace"],
    "by withdrawal or by force": ["by_withdrawal_or_force", "by_withdrawal_or_force_author"],
    "the open points": ["open_points", "open_points_topics"],
    "point 21 and each party's position": ["p21_ukraine", "p21_russia", "p21_europe", "p21_us"],
    "point 7 and each party's position": ["p7_ukraine", "p7_russia", "p7_europe", "p7_us"],
    "accession by invitation and unanimity": ["accession_unanimity"],
    "the goal kept, the pledge never": ["goal_kept_pledge_never"],
    "14 percent of the oblast left": ["fourteen_percent"],
    "gone in the next couple of months anyway": ["gone_in_months"],
    "lose another 50-60 thousand people, each reading": [
        *READINGS, "loss_with_civilians",
    ],
    "the war could have been avoided": ["avoidable"],
    "what caused it": ["cause_of_war"],
    "referendums": ["referendums", "referendum_needed"],
    "the will of people": ["will_of_people"],
    "threat to a population": ["threat_to_population"],
    "earlier agreements failed": ["agreements_failed"],
    "the fall changed the talks": ["fall_changed_talks"],
    "the outcome will not change": ["outcome_unchanged"],
    "settle now": ["settle_now"],
    "supporters must stop": ["supporters_must_stop"],
    "waiting is unethical": ["waiting_unethical"],
}  # fmt: skip
"""What issue 2 and the design list of the article's argument, and the claims that hold it."""

PUBLIC = {
    "control_claims_pokrovsk.csv": [
        "taken", "vovchansk_taken", "myrnohrad_south", "huliaipole_operation", "map_not_full",
        "denial", "assessed_not_full", ("myrnohrad_30", "myrnohrad_encircled"), "denial_repeated",
        "kostiantynivka_half",
    ],
    "force_size_estimates.csv": [
        "force_cavoli", "force_syrskyi", "losses_cavoli", "force_june", "force_putin",
        "force_zelensky", "recruits_officials", "recruits_insider", "spending_belousov",
        "named_dead",
    ],
    "published_reference_numbers.csv": [
        "economist_2025", "economist_2024", "economist_30_days", "afp_november", "afp_december",
        "afp_2025", "insider_2025", "staff_2025", "staff_december", "deepstate_november",
        "matters_to_16_december", "matters_to_18_november", "matters_to_9_december",
        "matters_week", "matters_average", "isw_area", "insider_6000", "insider_18_months",
        "fighting_14_months",
    ],
    "positions_timeline.csv": [
        "putin_june_2024", "draft_reported", "draft_handed", "zelensky_engages", "putin_basis",
        "geneva_framework", "european_text", "ushakov_unconstructive", "by_withdrawal_or_force",
        ("taken", "vovchansk_taken"), "moscow_meeting", "putin_all_donbas",
        "ushakov_withdrawal_first", ("zelensky_20_points", "referendum_needed"),
        "kremlin_analyses", "putin_zero_interest", "ninety_percent_ready", "peskov_pull_back",
    ],
}  # fmt: skip
"""Row by row, the claims that hold the dated public statements of the text files."""

BOTH_SIDES = [
    ("taken", "denial"),
    ("motive_of_denial", "motive_of_report"),
    ("importance_before_ukraine", "importance_before_russia"),
    ("importance_after_ukraine", "importance_after_russia"),
    ("army_exhausted", "army_growing"),
    ("p21_ukraine", "p21_russia"),
    ("p7_ukraine", "p7_russia"),
    *[(one, one.replace("ukraine", "russia")) for one in READINGS if "ukraine" in one],
    ("zelensky_engages", "putin_basis"),
]
"""Kinds of claims made about both sides: each stands for both."""


@pytest.mark.parametrize("phrase", ARGUED)
def test_no_part_of_the_argument_is_left_out(phrase):
    assert [claim for claim in ARGUED[phrase] if claim not in CLAIMS] == []


@pytest.mark.parametrize("file", PUBLIC)
def test_every_dated_public_claim_of_the_text_files_is_there(real_data, file):
    with (real_data / "text" / file).open(encoding="utf-8") as text:
        rows = list(csv.DictReader(text))
    assert len(rows) == len(PUBLIC[file])
    for row, named in zip(rows, PUBLIC[file], strict=True):
        for claim in [named] if isinstance(named, str) else named:
            stated = row.get("date") or row.get("as_of") or ""
            dates = {str(CLAIMS[claim].said_on), str(CLAIMS[claim].published_on)}
            assert len(stated) != 10 or stated in dates, (claim, stated)


def test_no_claim_stands_outside_both_lists():
    listed = {claim for claims in ARGUED.values() for claim in claims}
    for rows in PUBLIC.values():
        listed |= {claim for row in rows for claim in ([row] if isinstance(row, str) else row)}
    outside = {"isw_pace_2027", "isw_done_2027", "path_irreversible", "amendment_needed"}
    assert set(CLAIMS) - listed == outside


@pytest.mark.parametrize(("one", "other"), BOTH_SIDES)
def test_a_kind_of_claim_made_about_both_sides_stands_for_both(one, other):
    first, second = CLAIMS[one], CLAIMS[other]
    assert {first.about, second.about} == {"russia", "ukraine"}
    assert first.mirror_of == other or second.mirror_of == one
    ways = [
        (claim.measure is None, claim.needs, claim.not_measurable_because is None)
        for claim in (first, second)
    ]
    assert ways[0] == ways[1]


def test_both_sides_motives_are_kept_as_not_measurable():
    motives = [claim for claim in CASE.claims if claim.kind == "motive"]
    assert {claim.about for claim in motives} == {"russia", "ukraine"}
    for claim in CASE.claims:
        if claim.kind in {"motive", "value", "will", "cause"}:
            assert claim.not_measurable_because


def test_the_argument_has_six_links_and_every_claim_one_of_them():
    assert [link.id for link in CASE.links] == [
        "said", "hub", "attrition", "table", "ultimatum", "conclusion",
    ]  # fmt: skip
    listed = [claim for link in CASE.links for claim in link.claims]
    assert sorted(listed) == sorted(CLAIMS)
    heads = [link.claims[0] for link in CASE.links]
    assert heads == [
        "taken", "supply_endangered", "any_moment", "open_points", "gone_in_months",
        "outcome_unchanged",
    ]  # fmt: skip


def test_every_claim_names_its_speaker_source_and_days():
    for claim in CASE.claims:
        assert claim.speaker
        assert claim.sources
        assert claim.said_on <= claim.published_on <= TEXT_END


def test_every_measured_claim_has_a_unit_and_a_model_that_waits_is_named():
    measures = installed_measures()
    needed = {claim.needs for claim in CASE.claims if claim.needs}
    assert needed <= {
        "supply", "table", "campaign", "losses", "front.allocation", "front.tempo", "evidence",
    }  # fmt: skip
    for claim in CASE.claims:
        if claim.measure is not None:
            assert measures[claim.measure.name].unit


def texts():
    """Every sentence of the case that a page may show."""
    yield from (CASE.title, CASE.question)
    for link in CASE.links:
        yield link.title
    for source in CASE.evidence.sources:
        yield source.scope
        yield source.complement.reason if source.complement else ""
    for claim in CASE.claims:
        for text in (
            claim.text, claim.speaker, claim.note, claim.due_because, claim.reported_by,
            claim.not_measurable_because,
        ):  # fmt: skip
            yield text or ""


def test_no_sides_vocabulary_is_our_own_voice():
    assert [(text, partial_words(text)) for text in texts() if partial_words(text)] == []
    comments = (LIBRARY / "pokrovsk/case.yaml").read_text(encoding="utf-8")
    assert partial_words(comments) == []


def test_the_word_list_finds_what_it_should():
    found = partial_words("The liberated town, occupied by the enemy regime; Orc hordes.")
    assert found == ["liberated", "occupied", "enemy", "regime", "Orc", "hordes"]
    assert partial_words("held by A, changes hands, contested") == []
