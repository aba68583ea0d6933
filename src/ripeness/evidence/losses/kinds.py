"""What is counted and on what basis; kinds and bases are never added or turned into one another."""

from typing import Literal, get_args

Kind = Literal[
    "killed", "missing", "wounded", "killed_and_wounded", "all_claimed", "equipment_lost"
]
"""What is counted."""

KINDS: tuple[Kind, ...] = get_args(Kind)

Basis = Literal["claimed_by_opponent", "claimed_by_own", "named_list", "estimate"]
"""Who says so and how."""

SOLDIERS = "soldiers"
"""The population of every count of people; counts of things name the things."""
