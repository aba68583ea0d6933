"""Named random streams, so that one change disturbs one thing (decision 0003)."""

import hashlib

import numpy as np


def stream(seed: int, *names: str | int) -> np.random.Generator:
    """Return the generator that belongs to a seed and a chain of names.

    Name a side by its `slot`, never by its label, so that exchanging labels changes no draw.

    Args:
        seed: The seed of the run.
        names: What the draws are for, from the general to the particular.

    Example:
        >>> first = stream(1, "front", "pace", "a", 0).random()
        >>> first == stream(1, "front", "pace", "a", 0).random()
        True
        >>> first == stream(1, "front", "pace", "b", 0).random()
        False
    """
    key = "\x1f".join([str(int(seed)), *(f"{type(name).__name__}:{name}" for name in names)])
    words = np.frombuffer(hashlib.sha256(key.encode()).digest(), dtype="<u4")
    return np.random.default_rng(np.random.SeedSequence([int(word) for word in words]))
