"""Files are written whole or not at all."""

from pathlib import Path

import pytest

from ripeness.terms.files import digest_of_bytes, digest_of_file, write_text, written_aside


def test_a_write_that_fails_leaves_what_stood_there(tmp_path: Path):
    path = tmp_path / "a.txt"
    write_text(path, "before")

    def fail() -> None:
        with written_aside(path) as aside:
            aside.write_text("half")
            message = "disk full"
            raise OSError(message)

    with pytest.raises(OSError, match="disk full"):
        fail()
    assert path.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_a_digest_is_of_the_content(tmp_path: Path):
    path = tmp_path / "deep" / "a.txt"
    write_text(path, "Гуляйполе")
    assert digest_of_file(path) == digest_of_bytes("Гуляйполе".encode())
