"""How long to wait, how often to try again, and the clock by which that is measured."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Patience:
    """Time-outs in seconds, and how often a download that broke off is tried again.

    `connect_s` is for the connection, `silence_s` the longest silence within an answer, `file_s`
    the time for one try at one file. Between tries the wait doubles from `first_wait_s`, half of
    it drawn by chance, up to `longest_wait_s`; a server that asks to wait longer is left alone.
    """

    tries: int = 5
    connect_s: float = 10
    silence_s: float = 30
    file_s: float = 300
    first_wait_s: float = 1
    longest_wait_s: float = 120


@dataclass(frozen=True)
class Clock:
    """Seconds as they pass: `elapsed` counts them, `sleep` lets them pass. It knows no day."""

    elapsed: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


def wait_before(attempt: int, *, patience: Patience, draws: np.random.Generator) -> float:
    """Return the seconds to wait before trying again: doubling, and half of it by chance.

    Args:
        attempt: How many times it has been tried, at least once.
        patience: The first wait and the longest.
        draws: The file's own stream of draws.

    Example:
        >>> from ripeness.terms.chance import stream
        >>> 2 <= wait_before(3, patience=Patience(), draws=stream(1, "fetch")) <= 4
        True
    """
    whole = min(patience.first_wait_s * 2 ** (attempt - 1), patience.longest_wait_s)
    return whole * (0.5 + 0.5 * float(draws.random()))
