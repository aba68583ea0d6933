import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace

import numpy as np
import pytest
from tests.conftest import ROOT

from ripeness.campaign.battle import BATCH, battle
from ripeness.campaign.couplings import COUPLINGS, OFF, switches
from ripeness.campaign.order import ORDER
from ripeness.campaign.world import Given, Wearing
from ripeness.terms.chance import stream
from ripeness.terms.errors import ModelError

MEMBERS, WEEKS = 90, 8


@dataclass(frozen=True)
class Strip:
    """A front that is one number a member: the ground held, of a hundred km²; one place is half."""

    least_km2: float = 0.25

    def begin(self, _first, count):
        return np.full(count, 40.0)

    def week(self, state, wanted_km2, shift):
        moved = wanted_km2 if shift is None else wanted_km2 * np.exp(shift[:, :, 0])
        moved = np.floor(moved / self.least_km2 + 0.5) * self.least_km2
        gained = np.minimum(moved[:, 0], 100 - state)
        lost = np.minimum(moved[:, 1], state + gained)
        return state + gained - lost, np.column_stack([gained, lost])

    def holdings(self, state):
        return state, np.clip((state - 25) / 50, 0, 1)[:, None]


@dataclass(frozen=True)
class Thinning:
    """Supply that falls with the ground held: whole at 40 km², none at 0 or 100."""

    def delivered(self, front):
        share = np.column_stack([(100 - front) / 60, front / 40]).clip(0, 1)
        return share[:, :, None]


def given(**changes):
    generator = stream(3, "test", "battle")
    whole = Given(
        front=Strip(),
        tempo_km2=generator.gamma(2.0, 1.0, size=(MEMBERS, WEEKS, 2)) * np.array([1.0, 0.3]),
        drawn_slot=0,
        tolls=generator.gamma(20.0, 5.0, size=(MEMBERS, WEEKS, 2)),
        wearing=Wearing(
            lost=np.tile([0.02, 0.03], (MEMBERS, 1)), joined=np.tile([0.02, 0.01], (MEMBERS, 1))
        ),
    )
    return replace(whole, **changes)


ALL_ON = switches({one.name: 0.5 for one in COUPLINGS})


def test_the_order_of_a_week_can_be_read():
    names = [step.name for step in ORDER]
    assert names == ["tempo", "allocation", "control", "supply", "attrition", "beliefs"]


def test_with_couplings_off_each_model_gives_its_own_results():
    world = given()
    found = battle(world, members=MEMBERS)
    np.testing.assert_allclose(
        np.cumsum(found.changed_km2[:, 1:], axis=1),
        np.floor(np.cumsum(world.tempo_km2, axis=1) / 0.25 + 0.5) * 0.25,
    )
    np.testing.assert_array_equal(found.tolls[:, 1:], world.tolls)
    assert (found.believed_km2 == found.believed_km2[:, :1]).all()


def test_ground_and_losses_add_up_every_week_in_every_member():
    found = battle(given(switches=ALL_ON, supplies=Thinning()), members=MEMBERS)
    net = found.changed_km2[:, 1:, 0] - found.changed_km2[:, 1:, 1]
    np.testing.assert_allclose(np.diff(found.region_km2, axis=1), net, atol=1e-9)
    assert (found.tolls >= 0).all()
    worn = given().wearing
    change = (worn.joined - worn.lost)[:, None]
    np.testing.assert_allclose(
        found.strength[:, 1:], np.maximum(found.strength[:, :-1] + change, 0.0), atol=1e-12
    )
    assert ((found.region_km2 >= 0) & (found.region_km2 <= 100)).all()


def test_every_coupling_moves_something():
    without = battle(given(supplies=Thinning()), members=MEMBERS)
    moves = {
        "supply_shifts_hazard": "region_km2",
        "strength_moves_tempo": "region_km2",
        "ground_moves_losses": "tolls",
        "ground_moves_beliefs": "believed_km2",
    }
    assert set(moves) == {one.name for one in COUPLINGS}
    for name, what in moves.items():
        on = battle(given(supplies=Thinning(), switches=switches({name: 0.5})), members=MEMBERS)
        assert not np.array_equal(getattr(on, what), getattr(without, what)), name


def test_members_do_not_hang_on_how_many_there_are():
    few = battle(given(switches=ALL_ON, supplies=Thinning()), members=BATCH)
    many = battle(given(switches=ALL_ON, supplies=Thinning()), members=MEMBERS)
    for name, values in vars(few).items():
        np.testing.assert_array_equal(values, getattr(many, name)[:BATCH])


def test_a_battle_cut_short_goes_on_where_it_was(tmp_path):
    whole = battle(given(), members=MEMBERS, kept=tmp_path / "a")
    assert len(list((tmp_path / "a").glob("*.npz"))) == -(-MEMBERS // BATCH)
    first, second, third = sorted((tmp_path / "a").glob("*.npz"))
    second.write_bytes(second.read_bytes()[:100])
    third.unlink()
    again = battle(replace(given(), front=Strip()), members=MEMBERS, kept=tmp_path / "a")
    for name, values in vars(whole).items():
        np.testing.assert_array_equal(values, getattr(again, name))
    assert first.is_file()


SLOW = """
import sys, time
from dataclasses import replace
from pathlib import Path
from tests.campaign import test_battle as here

class Slow(here.Strip):
    def week(self, state, wanted_km2, shift):
        time.sleep(float(sys.argv[2]))
        return super().week(state, wanted_km2, shift)

here.battle(here.given(front=Slow()), members=here.MEMBERS, kept=Path(sys.argv[1]))
"""


def begun(folder, *, pause):
    """The same battle in another process, which keeps its batches in a folder."""
    return subprocess.Popen(
        [sys.executable, "-c", SLOW, str(folder), str(pause)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_a_battle_killed_in_the_middle_goes_on_with_the_same_numbers(tmp_path):
    folder = tmp_path / "kept"
    folder.mkdir()
    process = begun(folder, pause=0.1)
    for _ in range(600):
        if list(folder.glob("*.npz")):
            break
        time.sleep(0.1)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    assert 0 < len(list(folder.glob("*.npz"))) < -(-MEMBERS // BATCH)
    again = battle(given(), members=MEMBERS, kept=folder)
    for name, values in vars(battle(given(), members=MEMBERS)).items():
        np.testing.assert_array_equal(values, getattr(again, name))


def test_two_processes_give_the_numbers_of_one(tmp_path):
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    running = [begun(folder, pause=0) for folder in folders]
    assert [process.wait() for process in running] == [0, 0]
    here = battle(given(), members=MEMBERS)
    for folder in folders:
        read = battle(given(front=None), members=MEMBERS, kept=folder)
        for name, values in vars(here).items():
            np.testing.assert_array_equal(values, getattr(read, name))


def test_a_full_disk_is_told_and_leaves_nothing_half_written(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="No space left"):
        battle(given(), members=MEMBERS, kept=tmp_path / "a")
    assert not list((tmp_path / "a").iterdir())


def test_exchanging_the_slots_exchanges_strengths_and_nothing_else():
    here = battle(given(switches=ALL_ON, supplies=Thinning()), members=MEMBERS)
    worn = given().wearing
    there = battle(
        given(
            drawn_slot=1,
            switches=ALL_ON,
            supplies=Thinning(),
            wearing=Wearing(lost=worn.lost[:, ::-1], joined=worn.joined[:, ::-1]),
        ),
        members=MEMBERS,
    )
    np.testing.assert_allclose(here.region_km2, there.region_km2, rtol=1e-9)
    np.testing.assert_allclose(here.strength, there.strength[:, :, ::-1], rtol=1e-9)


def test_less_support_to_one_side_never_helps_it():
    on = switches({"strength_moves_tempo": 1.0})
    whole = battle(given(switches=on), members=MEMBERS)
    worn = given().wearing
    none = battle(given(switches=on, wearing=replace(worn, support=(1.0, 0.0))), members=MEMBERS)
    assert (none.region_km2 >= whole.region_km2 - 1e-9).all()


def test_members_that_were_not_drawn_are_refused():
    with pytest.raises(ModelError, match="91 members"):
        battle(given(), members=91)
    assert given().switches == OFF
