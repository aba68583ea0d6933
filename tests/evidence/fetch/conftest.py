"""A server that lies, and a fetch whose waits cost nothing."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from tests.evidence.fetch.liar import Liar, lying

from ripeness.evidence.fetch.addresses import Offer, offer
from ripeness.evidence.fetch.collection import FetchReport, Ways, fetch
from ripeness.evidence.fetch.patience import Clock, Patience

QUICK = Patience(tries=3, connect_s=20, silence_s=20, file_s=60)


def a_map(word: str = "one") -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": [], "note": word * 500}).encode()


@pytest.fixture
def server() -> Iterator[Liar]:
    """The server; a test that asks for it may open sockets."""
    with lying() as liar:
        yield liar


@dataclass
class Desk:
    """Everything a test needs to fetch: an offer, a shelf, and the waits noted."""

    root: Path
    offered: Offer
    waits: list[float] = field(default_factory=list)
    patience: Patience = QUICK

    def fetch(
        self, *, today: date = date(2025, 12, 17), since: date | None = date(2025, 12, 1)
    ) -> FetchReport:
        clock = Clock(elapsed=itertools.count().__next__, sleep=self.waits.append)
        ways = Ways(seed=1, patience=self.patience, clock=clock)
        return fetch(self.offered, self.root, today=today, ways=ways, since=since)

    def limited(self, **limits: object) -> "Desk":
        public = self.offered.public.model_copy(update=limits)
        self.offered = self.offered.model_copy(update={"public": public})
        return self

    @property
    def shelf(self) -> Path:
        return self.root / self.offered.source


def name(day: int, month: int = 12) -> str:
    return f"deepstatemap_data_2025{month:02}{day:02}.geojson"


@pytest.fixture
def desk(server: Liar, tmp_path: Path) -> Desk:
    """A desk for the first three days of December: those after them are too new on its today."""
    given = f"{server.address}/data/deepstatemap_data_YYYYMMDD.geojson"
    return Desk(tmp_path / "shelf", offer("deepstate", given=given))
