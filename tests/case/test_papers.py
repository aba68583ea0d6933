"""What a case says of its sources, for the page."""

from ripeness.case.papers import source_extent
from ripeness.evidence.catalogue import BUILT_IN


def test_a_source_that_maps_a_box_says_which_one():
    boxes = {source.name: source.box for source in BUILT_IN if source.box}
    assert boxes
    assert {name: source_extent(name) for name in boxes} == {
        name: box.model_dump() for name, box in boxes.items()
    }


def test_a_source_without_a_box_or_no_longer_installed_has_none():
    assert source_extent("deepstate") is None
    assert source_extent("not_installed") is None
