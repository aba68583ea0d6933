"""One request over the network: which addresses may be opened, and where redirects may lead."""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from ripeness.evidence.fetch.addresses import SCHEMES
from ripeness.evidence.fetch.ends import BrokenOffError, RefusedError
from ripeness.evidence.fetch.patience import Patience

MOST_REDIRECTS = 5
"""How many redirects are followed for one file."""

REDIRECTS = (301, 302, 303, 307, 308)

CHUNK = 2**16

PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Door:
    """What may be opened: public hosts, and the one `trusted` (host and port) that a user named."""

    patience: Patience
    trusted: tuple[str, int] | None = None


@dataclass(frozen=True)
class Answer:
    """An answer whose body has not been read yet."""

    status: int
    headers: Mapping[str, str]
    body: http.client.HTTPResponse

    def chunks(self) -> Iterator[bytes]:
        """Yield the body as it comes.

        Raises:
            BrokenOffError: If it breaks off in a way that the connection notices.
        """
        while True:
            with _talking():
                chunk = self.body.read1(CHUNK)
            if not chunk:
                return
            yield chunk


def origin(address: str) -> tuple[str, int]:
    """Return an address's host and port.

    Example:
        >>> origin("https://example.org/data"), origin("http://127.0.0.1:8000/")
        (('example.org', 443), ('127.0.0.1', 8000))
    """
    parts = urlsplit(address)
    return parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)


@contextmanager
def ask(address: str, headers: Mapping[str, str], *, door: Door) -> Iterator[Answer]:
    """Ask for an address, follow redirects, and give the answer.

    Args:
        address: The address.
        headers: Headers to send.
        door: What may be opened.

    Raises:
        BrokenOffError: If the connection fails.
        RefusedError: If the address, or one that a redirect names, may not be opened.
    """
    visited: list[str] = []
    while True:
        connection = _connected(_checked(address, visited), door)
        try:
            with _no_longer_than(door.patience.file_s, connection):
                answer = _answer(connection, address, headers)
            if answer.status not in REDIRECTS:
                yield answer
                return
        finally:
            connection.close()
        visited.append(address)
        address = _next(address, answer)


def _checked(address: str, visited: list[str]) -> SplitResult:
    """Return the parts of an address that may be opened, as far as its text tells.

    Raises:
        RefusedError: If it may not.
    """
    if address in visited:
        raise RefusedError(f"redirects in a circle: {' → '.join([*visited, address])}")
    if len(visited) > MOST_REDIRECTS:
        raise RefusedError(f"more than {MOST_REDIRECTS} redirects: {' → '.join(visited)}")
    try:
        parts = urlsplit(address)
        sound = parts.scheme in SCHEMES and parts.hostname and parts.port != 0
    except ValueError:
        raise RefusedError(f"a redirect to {address[:80]!r}, which is no address") from None
    if not sound or "@" in parts.netloc:
        raise RefusedError(f"a redirect to {address[:80]!r}; only http and https are opened")
    if visited and urlsplit(visited[-1]).scheme == "https" and parts.scheme == "http":
        raise RefusedError(f"a redirect from https down to {address[:80]!r}")
    return parts


def _connected(parts: SplitResult, door: Door) -> http.client.HTTPConnection:
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    public_only = (host, port) != door.trusted
    with _talking(unreachable=True):
        if public_only:
            for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                _refuse_private(str(found[4][0]), host)
        connection = _connection(parts.scheme, host, port, door.patience.connect_s)
        try:
            connection.connect()
            if public_only:  # a name may have been given another address since it was looked up
                _refuse_private(connection.sock.getpeername()[0], host)
            connection.sock.settimeout(door.patience.silence_s)
        except BaseException:
            connection.close()
            raise
    return connection


def _connection(scheme: str, host: str, port: int, wait_s: float) -> http.client.HTTPConnection:
    if scheme == "http":
        return http.client.HTTPConnection(host, port, timeout=wait_s)
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(host, port, timeout=wait_s, context=context)


def _refuse_private(number: str, host: str) -> None:
    """Refuse a number that is not on the public network.

    Raises:
        RefusedError: If it is private, local, reserved or for many.
    """
    address = ipaddress.ip_address(number.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    if not address.is_global or address.is_multicast:
        raise RefusedError(f"the host {host!r} at {number}, which is no public address")


def _answer(
    connection: http.client.HTTPConnection, address: str, headers: Mapping[str, str]
) -> Answer:
    parts = urlsplit(address)
    with _talking():
        target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        connection.request("GET", target, headers={**headers, "Connection": "close"})
        response = connection.getresponse()
    found = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, found, response)


@contextmanager
def _no_longer_than(seconds: float, connection: http.client.HTTPConnection) -> Iterator[None]:
    """Cut a connection that takes too long, though it is never silent for long.

    Raises:
        BrokenOffError: If it was cut.
    """
    late = threading.Event()
    cut = threading.Timer(seconds, _cut, (connection.sock, late))
    cut.daemon = True
    cut.start()
    try:
        yield
    except BrokenOffError:
        if not late.is_set():
            raise
    finally:
        cut.cancel()
    if late.is_set():
        raise BrokenOffError(f"no whole head of an answer in {seconds:g} s")


def _cut(line: socket.socket, late: threading.Event) -> None:
    late.set()
    with suppress(OSError):  # it may be closed already
        # the plain method, so that an encrypted socket is cut without its own farewell
        socket.socket.shutdown(line, socket.SHUT_RDWR)


def _next(address: str, answer: Answer) -> str:
    """Return where a redirect leads.

    Raises:
        RefusedError: If it does not say.
    """
    location = answer.headers.get("location", "")
    if not location:
        raise RefusedError(f"a redirect ({answer.status}) that leads nowhere")
    try:
        return urljoin(address, location)
    except ValueError:
        raise RefusedError(f"a redirect to {location[:80]!r}, which is no address") from None


@contextmanager
def _talking(*, unreachable: bool = False) -> Iterator[None]:
    """Name what goes wrong on the wire.

    Raises:
        BrokenOffError: If the connection fails, and trying again may help.
        RefusedError: If the other end is not who it claims to be, or an address cannot be sent.
    """
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        why = f"a certificate that cannot be trusted ({error.verify_message})"
        raise RefusedError(why) from error
    except (http.client.InvalidURL, UnicodeError) as error:
        raise RefusedError(f"an address that cannot be sent ({error})") from error
    except TimeoutError as error:
        what = "no connection in time" if unreachable else "silence for too long"
        raise BrokenOffError(what, unreachable=unreachable) from error
    except OSError as error:
        what = f"no connection ({error.strerror or error})" if unreachable else "a lost connection"
        raise BrokenOffError(what, unreachable=unreachable) from error
    except http.client.HTTPException as error:
        why = f"an answer that is not HTTP or breaks off ({type(error).__name__})"
        raise BrokenOffError(why) from error
