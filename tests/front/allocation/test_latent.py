"""The sector latent: planted ones are found again in residuals."""

import numpy as np
import pytest

from ripeness.front.allocation.latent import ASSUMED, Residuals, latent_of

SECTORS = 16


def planted(*, variance: float, burst: float, weekly: float = 0.96, weeks: int = 900) -> Residuals:
    """Ground by sector and week whose log rate is an AR(1) and a weekly burst."""
    draw = np.random.default_rng(11)
    z = np.zeros((weeks, SECTORS))
    z[0] = draw.normal(size=SECTORS) * np.sqrt(variance)
    for week in range(1, weeks):
        shock = draw.normal(size=SECTORS) * np.sqrt(variance * (1 - weekly**2))
        z[week] = weekly * z[week - 1] + shock
    log_rate = z + draw.normal(size=(weeks, SECTORS)) * np.sqrt(burst)
    rate = np.exp(log_rate - (variance + burst) / 2)
    changed = draw.poisson(6.0 * rate).astype(float)
    due = np.full((weeks, SECTORS), 1.0) * changed.sum(axis=1, keepdims=True) / SECTORS
    apart = 20.0 * np.abs(np.arange(SECTORS)[:, None] - np.arange(SECTORS))
    return Residuals(
        np.arange(weeks), np.zeros(weeks, int), changed, due, apart, unit=1.0, overdispersion=2.0
    )


def test_a_planted_latent_is_found():
    found = latent_of(planted(variance=0.6, burst=0.3))
    assert found.variance == pytest.approx(0.6, abs=0.2)
    assert found.burst_variance == pytest.approx(0.3, abs=0.15)
    assert 0.9 < found.weekly < 0.99
    assert found.reach_km < 15


def test_without_a_latent_none_is_found():
    found = latent_of(planted(variance=0.0, burst=0.0))
    assert found.variance < 0.1
    assert found.burst_variance < 0.1


def test_with_too_little_time_what_was_assumed_stands():
    assert latent_of(planted(variance=0.6, burst=0.3, weeks=10)) == ASSUMED
