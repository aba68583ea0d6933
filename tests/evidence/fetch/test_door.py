"""Which addresses may be opened."""

import ssl
from urllib.parse import urlsplit

import pytest

from ripeness.evidence.fetch.door import Door, _checked, _connected, _refuse_private, _talking
from ripeness.evidence.fetch.ends import BrokenOffError, RefusedError
from ripeness.evidence.fetch.patience import Patience


def test_a_redirect_never_leaves_encryption():
    with pytest.raises(RefusedError, match="from https down to"):
        _checked("http://example.org/", ["https://example.org/"])
    assert _checked("https://example.org/", ["http://example.org/"]).scheme == "https"


@pytest.mark.parametrize("number", ["8.8.8.8", "2606:4700::1111"])
def test_public_numbers_may_be_opened(number: str):
    _refuse_private(number, "example.org")


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "100.64.0.1", "0.0.0.0", "224.0.0.1", "fe80::1%eth0"],  # noqa: S104
)
def test_other_numbers_may_not(number: str):
    with pytest.raises(RefusedError, match="no public address"):
        _refuse_private(number, "example.org")


@pytest.mark.enable_socket
def test_only_the_trusted_port_of_a_private_host_may_be_opened():
    door = Door(Patience(), trusted=("127.0.0.1", 8000))
    with pytest.raises(RefusedError, match="no public address"):
        _connected(urlsplit("http://127.0.0.1:8001/"), door)


def test_a_certificate_that_cannot_be_trusted_is_not_tried_again():
    error = ssl.SSLCertVerificationError(1, "refused")
    error.verify_message = "self-signed"
    with (
        pytest.raises(RefusedError, match=r"a certificate.*self-signed"),
        _talking(unreachable=True),
    ):
        raise error


def test_other_failures_are_tried_again():
    with pytest.raises(BrokenOffError, match="no connection in time"), _talking(unreachable=True):
        raise TimeoutError
