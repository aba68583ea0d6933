"""The fitted hazard: which cells change hands first, each way, with the sector latent."""

from typing import Literal, NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import Array
from numpy.typing import NDArray

from ripeness.front.allocation.features import NEAR, WIDE
from ripeness.front.allocation.lattice import Lattice
from ripeness.terms.declared import Declared
from ripeness.terms.errors import AlignmentError

Kind = Literal["full", "plain", "distance"]

DIRECTIONS = ("gain", "recapture")
"""To the side that the source draws, and from it."""


class Latent(Declared):
    """What moves whole sectors together beyond the features: log hazard, by week and place."""

    variance: float = 0.0
    """Variance of the part that lasts from week to week."""
    weekly: float = 1.0
    """Its correlation from one week to the next (AR(1))."""
    reach_km: float = 20.0
    """Distance over which the correlation in space falls to 1/e."""
    burst_variance: float = 0.0
    """Variance of the part that is new each week."""
    burst_reach_km: float = 8.0
    """Its reach in space."""


class Direction(Declared):
    """The hazard one way: coefficients of the features, as they are in `features`."""

    names: tuple[str, ...]
    """Names of the features."""
    coefficients: tuple[float, ...]
    """Log hazard for one unit of each feature."""
    standard_errors: tuple[float, ...]
    """Standard errors, widened by the overdispersion of weeks."""
    latent: Latent
    """The sector latent."""
    changed_km2: float
    """Ground that changed hands this way in the weeks fitted, in km²."""
    overdispersion: float
    """How many times the residuals' variance exceeds that of cells drawn one by one."""


class Hazard(Declared):
    """A fitted hazard of one source at one origin."""

    source: str
    """Whose maps."""
    origin: str
    """The Sunday by which everything was known, as an ISO date."""
    kind: Kind
    """`full`: all features and the latent; `plain`: nine features; `distance`: distance alone."""
    weeks: int
    """Weeks whose changes were fitted."""
    gain: Direction
    """Ground that comes to the side drawn."""
    recapture: Direction
    """Ground that goes from it."""


class Weights(NamedTuple):
    """A hazard as arrays for the kernels; the first axis is the direction."""

    near: Array
    wide: Array
    fixed: Array
    spread: Array
    weekly: Array
    burst: Array
    root: Array


def weights_of(hazard: Hazard, lattice: Lattice, fixed: dict[str, NDArray[np.float32]]) -> Weights:
    """Return a hazard as arrays for the kernels.

    Args:
        hazard: The hazard.
        lattice: The plane of the same source.
        fixed: Features that do not change, by name, rows by columns.

    Raises:
        AlignmentError: If the hazard knows a feature that the ground lacks.
    """
    ways = (hazard.gain, hazard.recapture)
    root = [
        [spatial_root(lattice.nodes_km, reach) for reach in (one.reach_km, one.burst_reach_km)]
        for one in (way.latent for way in ways)
    ]

    def each(value: str) -> Array:
        return jnp.asarray([getattr(way.latent, value) for way in ways], jnp.float32)

    return Weights(
        near=jnp.asarray([_pick(way, NEAR) for way in ways], jnp.float32),
        wide=jnp.asarray([_pick(way, WIDE) for way in ways], jnp.float32),
        fixed=jnp.asarray([_fixed_score(way, lattice, fixed) for way in ways], jnp.float32),
        spread=jnp.sqrt(each("variance")),
        weekly=each("weekly"),
        burst=jnp.sqrt(each("burst_variance")),
        root=jnp.asarray(np.stack(root), jnp.float32),
    )


def spatial_root(nodes_km: NDArray[np.float32], reach_km: float) -> NDArray[np.float64]:
    """Return a root of the correlations exp(−distance ÷ reach) between nodes.

    Args:
        nodes_km: Where the nodes lie, in km.
        reach_km: Distance at which the correlation is 1/e, in km.
    """
    between = nodes_km[:, None].astype(float) - nodes_km[None]
    apart = np.sqrt((between**2).sum(axis=2))
    return np.linalg.cholesky(np.exp(-apart / reach_km) + 1e-6 * np.eye(len(apart)))


def _pick(way: Direction, names: tuple[str, ...]) -> list[float]:
    given = dict(zip(way.names, way.coefficients, strict=True))
    return [given.get(name, 0.0) for name in names]


def _fixed_score(
    way: Direction, lattice: Lattice, fixed: dict[str, NDArray[np.float32]]
) -> NDArray[np.float32]:
    """Return the log hazard of the cells of the band that comes from what does not change.

    Raises:
        AlignmentError: If the ground lacks a feature that the hazard was fitted with.
    """
    score = np.zeros(len(lattice.band), np.float32)
    for name, coefficient in zip(way.names, way.coefficients, strict=True):
        if name in NEAR or name in WIDE:
            continue
        if name not in fixed:
            raise AlignmentError(
                f"no feature {name!r}",
                where="the ground's fixed features",
                expected=f"the features that the hazard was fitted with: {', '.join(way.names)}",
                remedy="Make the ground with the same `fixed` features.",
            )
        score += np.float32(coefficient) * lattice.bordered(fixed[name])[lattice.band]
    return score
