"""A local server that does what it is told: serve, lie, stall, break off, send in circles."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Act = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request; `send` answers it in one piece, with whatever headers are given."""

    protocol_version = "HTTP/1.1"

    def send(self, content: bytes = b"", *, status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(content))} | named).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
        self.close_connection = True

    def do_GET(self):
        server: Liar = self.server.liar  # pyright: ignore[reportAttributeAccessIssue]
        name = self.path.rpartition("/")[2]
        server.asked[name].append({key.lower(): text for key, text in self.headers.items()})
        acts = server.acts.get(name) or [missing]
        turn = len(server.asked[name]) - 1
        try:
            acts[min(turn, len(acts) - 1)](self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


class Liar:
    """What the server does for each name, in turn, and what it was asked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.acts: dict[str, list[Act]] = {}
        self.asked: dict[str, list[dict[str, str]]] = defaultdict(list)
        self.over = threading.Event()

    def does(self, name: str, *acts: Act) -> None:
        """Do these things for a name, one a request, the last of them ever after."""
        self.acts[name] = list(acts)
        self.asked.pop(name, None)


@contextmanager
def lying() -> Iterator[Liar]:
    """Run the server while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Request)
    server.daemon_threads = True
    server.liar = Liar(f"http://127.0.0.1:{server.server_port}")  # pyright: ignore[reportAttributeAccessIssue]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.liar  # pyright: ignore[reportAttributeAccessIssue]
    finally:
        server.liar.over.set()  # pyright: ignore[reportAttributeAccessIssue]
        server.shutdown()
        server.server_close()
        thread.join()


def missing(request: Request) -> None:
    request.send(b"no such file", status=404)


def serves(content: bytes, **headers: str) -> Act:
    return lambda request: request.send(content, **headers)


def status(code: int, **headers: str) -> Act:
    return lambda request: request.send(b"", status=code, **headers)


def redirects(to: str) -> Act:
    return status(302, Location=to)


def ranged(content: bytes, etag: str) -> Act:
    """Serve as a good server does: parts, and nothing where nothing changed."""

    def act(request: Request) -> None:
        if request.headers.get("If-None-Match") == etag:
            request.send(status=304, ETag=etag)
            return
        span = request.headers.get("Range", "")
        if span and request.headers.get("If-Range") == etag:
            start = int(span.removeprefix("bytes=").removesuffix("-"))
            area = f"bytes {start}-{len(content) - 1}/{len(content)}"
            request.send(content[start:], status=206, ETag=etag, Content_Range=area)
            return
        request.send(content, ETag=etag)

    return act


def breaks_off(content: bytes, at: int, **headers: str) -> Act:
    """Announce all and send the beginning."""
    return lambda request: request.send(
        content[:at], **{"Content_Length": str(len(content)), **headers}
    )


def stalls(content: bytes, *, status: int = 200) -> Act:
    """Send the beginning, then nothing, until the asker has gone."""

    def act(request: Request) -> None:
        request.send_response(status)
        request.send_header("Content-Length", str(len(content) + 100))
        request.end_headers()
        request.wfile.write(content)
        request.wfile.flush()
        request.server.liar.over.wait(2)  # pyright: ignore[reportAttributeAccessIssue]
        request.close_connection = True

    return act


def drips(request: Request) -> None:
    """Send a byte now and then, for ever."""
    request.send_response(200)
    request.end_headers()
    request.close_connection = True
    while not request.server.liar.over.is_set():  # pyright: ignore[reportAttributeAccessIssue]
        request.wfile.write(b" ")
        request.wfile.flush()
        time.sleep(0.005)


def drips_a_head(request: Request) -> None:
    """Begin an answer and never come to its body."""
    request.close_connection = True
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not request.server.liar.over.is_set():  # pyright: ignore[reportAttributeAccessIssue]
        request.wfile.write(b"a")
        request.wfile.flush()
        time.sleep(0.005)


def never_ends(request: Request) -> None:
    """Send without end, as fast as it goes."""
    request.send_response(200)
    request.end_headers()
    request.close_connection = True
    while not request.server.liar.over.is_set():  # pyright: ignore[reportAttributeAccessIssue]
        request.wfile.write(b"[" * 2**16)


def hangs_up(request: Request) -> None:
    """Close without a word."""
    request.close_connection = True


def speaks_nonsense(request: Request) -> None:
    """Answer in no known protocol."""
    request.wfile.write(b"220 mail server ready\r\n\r\n")
    request.close_connection = True
