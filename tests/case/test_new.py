import pytest
from tests.case.files import write_case

from ripeness.case import new
from ripeness.case.load import check
from ripeness.case.new import new_case
from ripeness.terms.errors import CaseError, DataError


def files_of(folder):
    """Every file under a folder with its content."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder): path.read_bytes() for path in found}


def test_a_copy_is_whole_sound_and_writable(tmp_path):
    original = write_case(tmp_path / "original")
    (original / "case.yaml").chmod(0o444)
    copy = new_case(tmp_path / "deep" / "copy", like=original)
    assert files_of(copy) == files_of(original)
    assert check(copy) == ()
    (copy / "case.yaml").write_text("name: changed")


def test_the_founding_case_can_be_copied(tmp_path):
    assert check(new_case(tmp_path / "mine")) == ()


def test_an_empty_folder_may_be_filled(tmp_path):
    target = tmp_path / "empty"
    target.mkdir()
    new_case(target, like=write_case(tmp_path / "original"))
    assert (target / "case.yaml").is_file()


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_what_is_there_is_never_overwritten(tmp_path, kind):
    original = write_case(tmp_path / "original")
    target = tmp_path / "target"
    if kind == "folder":
        target.mkdir()
        (target / "mine.txt").write_text("mine")
    else:
        target.write_text("mine")
    with pytest.raises(DataError, match="nothing was written"):
        new_case(target, like=original)
    assert (target / "mine.txt" if kind == "folder" else target).read_text() == "mine"


def test_a_copy_inside_the_case_itself_is_refused(tmp_path):
    original = write_case(tmp_path / "original")
    with pytest.raises(DataError, match="inside the case"):
        new_case(original / "copy", like=original)


def test_there_must_be_a_case_to_copy(tmp_path):
    with pytest.raises(CaseError, match="neither a built-in case nor a folder"):
        new_case(tmp_path / "copy", like="nowhere")


def test_a_copy_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    original = write_case(tmp_path / "original")

    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(new.shutil, "copytree", full)
    with pytest.raises(DataError, match="No space left on device"):
        new_case(tmp_path / "copy", like=original)
    assert [path.name for path in tmp_path.iterdir()] == ["original"]
