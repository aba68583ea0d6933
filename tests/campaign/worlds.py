"""Small invented worlds: a battlefield and a table on which every number is planted."""

import numpy as np

from ripeness.campaign.worth import Fight, Offers
from ripeness.table.utility import Weights
from ripeness.terms.chance import stream

PARTIES = ("north", "south", "friend")


def fight_of(members=400, weeks=26, *, drift=0.01, spread=0.01, toll=(0.4, 0.2)):
    """A walk of the ground and steady losses."""
    generator = stream(5, "test", "fight")
    steps = drift + spread * generator.normal(size=(members, weeks))
    gain = np.concatenate([np.zeros((members, 1)), np.cumsum(steps, axis=1)], axis=1)
    believed = np.full((members, weeks + 1), drift)
    for week in range(weeks):
        believed[:, week + 1] += 0.5 * (steps[:, : week + 1].mean(axis=1) - drift)
    losses = np.broadcast_to(np.array(toll), (members, weeks + 1, 2)).copy()
    losses[:, 0] = 0.0
    return Fight(gain=gain, losses=losses, believed=believed)


def offers_of(members=400, *, own=0.01, year=0.1, flows=None, follows=None):
    """Three packages: freeze on the line; all the ground to slot a; a middle way."""
    generator = stream(6, "test", "offers")
    ground = generator.uniform(0.1, 0.3, size=(members, 3)) * np.array([1.0, 1.0, 0.0])
    standing = np.column_stack([np.full(members, 0.3), 0.3 + ground[:, 1], np.full(members, 0.5)])
    frozen = standing + 0.05
    taken = standing + np.column_stack([ground[:, 0], -ground[:, 1], np.full(members, 0.05)])
    middle = standing + np.column_stack(
        [ground[:, 0] / 2, -ground[:, 1] / 2, np.full(members, 0.1)]
    )
    every = np.stack([frozen, taken, middle], axis=2) if flows is None else flows
    ones = np.ones((members, 3))
    return Offers(
        parties=PARTIES,
        direction=np.array([1.0, -1.0, 0.0]),
        flows=every,
        follows=np.array([True, False, False]) if follows is None else follows,
        standing=standing,
        ground=ground,
        weights=Weights(
            rate=generator.uniform(0.02, 0.1, members),
            own=own * ones,
            other=0.0 * ones,
            year=year * ones,
            span=10.0,
        ),
    )
