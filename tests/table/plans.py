"""A small table, as plain values, and the ways to spoil it."""

from copy import deepcopy
from datetime import date

from ripeness.table.tabled import TabledPlan

AS_OF = date(2025, 12, 5)

SMALL = {
    "title": "A small plan",
    "put_forward_by": ["friends"],
    "put_forward_on": "2025-11-20",
    "parties": [
        {"id": "north", "role": "side", "stances_known_on": "2025-11-21"},
        {"id": "south", "role": "side", "stances_known_on": "2025-11-21"},
        {"id": "friends", "role": "mediator", "stances_known_on": "2025-11-20"},
    ],
    "rules": [
        {
            "id": "club",
            "title": "All of the club",
            "kind": "unanimity",
            "members": 5,
            "chance": {"low": 0.8, "high": 0.9},
            "source": "its treaty",
            "evidence": "seen",
        },
        {
            "id": "law",
            "title": "A law of the south",
            "kind": "chain",
            "of": "south",
            "steps": [
                {"title": "executive", "party": "south"},
                {
                    "title": "house",
                    "kind": "share",
                    "members": 9,
                    "quota": 0.6666666666666666,
                    "chance": {"low": 0.4, "high": 0.6},
                },
            ],
            "barred_while": "a siege",
            "barred_from": "2025-01-01",
            "source": "its constitution",
            "evidence": "recalled",
        },
    ],
    "issues": [
        {
            "id": "ground",
            "point": 1,
            "topic": "territory",
            "title": "The rest of the province",
            "source": "a paper",
            "evidence": "seen",
            "said": {"north": "M/A", "south": "R"},
            "core": ["north", "south"],
            "ground": "province",
            "options": [
                {
                    "id": "proposed",
                    "title": "left",
                    "needs": "law",
                    "lasting": True,
                    "rest": [
                        {"party": "north", "low": 0.5, "high": 1.0},
                        {"party": "south", "low": 0.0, "high": 0.0},
                    ],
                    "shift": [{"party": "north", "low": 0.0, "high": 0.1}],
                },
                {
                    "id": "status_quo",
                    "title": "as held",
                    "rest": [
                        {"party": "north", "low": 0.0, "high": 0.0},
                        {"party": "south", "low": 1.0, "high": 1.0},
                    ],
                },
            ],
        },
        {
            "id": "club",
            "point": 2,
            "topic": "club",
            "title": "The club",
            "source": "a paper",
            "evidence": "seen",
            "said": {"north": "A", "south": "R"},
            "core": ["north"],
            "options": [
                {"id": "proposed", "title": "never", "needs": "club"},
                {"id": "later", "title": "not now"},
                {"id": "status_quo", "title": "open"},
            ],
            "stances": [
                {
                    "party": "south",
                    "option": "later",
                    "says": "M",
                    "known_on": "2025-12-24",
                    "source": "a later paper",
                    "evidence": "seen",
                }
            ],
            "orders": [
                {
                    "party": "north",
                    "best_first": ["proposed", "later", "status_quo"],
                    "because": "It says so.",
                }
            ],
        },
        {
            "id": "prisoners",
            "point": 3,
            "topic": "people",
            "title": "Prisoners",
            "source": "a paper",
            "evidence": "recalled",
            "said": {"north": "A", "south": "A"},
            "options": [
                {"id": "proposed", "title": "all for all"},
                {"id": "status_quo", "title": "case by case"},
            ],
        },
        {
            "id": "forces",
            "point": 4,
            "topic": "forces",
            "title": "Forces",
            "source": "a paper",
            "evidence": "seen",
            "said": {"north": "A", "south": "R"},
            "options": [
                {"id": "proposed", "title": "a cap"},
                {"id": "status_quo", "title": "no cap"},
            ],
            "changes": [
                {
                    "on": "2025-11-24",
                    "to": "status_quo",
                    "what": "dropped",
                    "source": "a paper",
                    "evidence": "seen",
                }
            ],
        },
    ],
    "constraints": [
        {
            "id": "ground_or_club",
            "kind": "excludes",
            "when": [
                {"issue": "ground", "options": ["proposed"]},
                {"issue": "club", "options": ["later"]},
            ],
        }
    ],
    "packages": [
        {
            "id": "whole",
            "title": "The whole plan",
            "on": "2025-11-20",
            "picks": {
                "ground": "proposed",
                "club": "proposed",
                "prisoners": "proposed",
                "forces": "proposed",
            },
        },
        {"id": "small_step", "title": "Prisoners alone", "picks": {"prisoners": "proposed"}},
    ],
    "stakes": {
        "span_years": 10,
        "discount_per_year": {"low": 0.02, "high": 0.1},
        "own_losses_per_thousand": {"low": 0.0005, "high": 0.02},
        "other_losses_per_thousand": {"low": 0.0, "high": 0.002},
        "year_of_war": {"low": 0.0, "high": 0.2},
    },
    "fight_on": {
        "years": {"low": 1, "high": 3},
        "pace_weeks": [2, 4],
        "losses": {
            "source": "named_deaths",
            "kind": "killed",
            "times": {"low": 1.0, "high": 3.0},
        },
    },
    "breach": {"after_years": {"low": 1, "high": 3}, "guarantee": {"low": 0.0, "high": 0.2}},
    "earlier_agreements": [
        {
            "title": "A truce",
            "signed": "2015-01-01",
            "ended": True,
            "known_on": "2020-01-01",
            "source": "a list",
        },
        {
            "title": "Another",
            "signed": "2016-01-01",
            "ended": None,
            "known_on": "2020-01-01",
            "source": "a list",
        },
    ],
    "draws": 400,
}


def small_content():
    """A fresh copy of the small table, to spoil."""
    return deepcopy(SMALL)


def small(**changes) -> TabledPlan:
    """The small table, with other top keys where given."""
    return TabledPlan.model_validate({**small_content(), **changes})
