"""How long a task takes."""

import time
from collections.abc import Callable


def best_of(task: Callable[[], object], times: int = 3) -> float:
    """Return the shortest of a few timings, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        task()
        found.append(time.perf_counter() - start)
    return min(found)
