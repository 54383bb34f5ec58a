"""Pages off the web: exact bytes, polite visits, every redirect checked, no private address, and one failure never stops the rest."""

import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from unittest import mock

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.errors import UnreadableError
from bearwitness.workflow.captured import Captured
from bearwitness.workflow.fetching.addresses import find_numbers, is_public, parse_url
from bearwitness.workflow.fetching.lookups import Lookup
from bearwitness.workflow.fetching.visiting import Visitor, fetch_pages
from bearwitness.workflow.fetching.wire import WireLimits
from tests.capture.archive_writer import SENTENCE, chunk, write_page
from tests.web_server import Served, serve_pages

AT = datetime(2021, 3, 1, 10, tzinfo=UTC)
PAGE = Served(body=write_page())
QUICK = WireLimits(connect=5, idle=1.5, whole=3.0, size=100_000)


def visitor(**more: object) -> Visitor:
    made = Visitor(clock=lambda: AT, delay=0.0, allow_private=True, limits=QUICK)
    for name, value in more.items():
        setattr(made, name, value)
    return made


def fetch(*urls: str, by: Visitor | None = None) -> list[Captured]:
    return list(fetch_pages(urls, by or visitor()))


def error_of(item: Captured) -> str:
    assert item.report is None
    assert item.error is not None
    assert "\n" not in item.error
    return item.error


def test_a_page_is_a_report_and_its_exchange_is_kept_byte_for_byte() -> None:
    raw = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(write_page())
    with serve_pages({"/a": Served(pieces=(raw[:50], raw[50:90], raw[90:]))}) as server:
        (item,) = fetch(f"{server.url}/a")
        assert item.report is not None, item.error
        assert item.report.text == SENTENCE
        assert item.report.url == item.report.input == f"{server.url}/a"
        assert item.notes == ("captured 2021-03-01 10:00:00 UTC",)
        assert item.copy is not None
        assert item.copy.data == raw
        assert item.copy.method == "fetched"
        assert item.copy.captured_at == AT
        assert item.copy.answered_by == "127.0.0.1"
        assert item.copy.request.startswith(b"GET /a HTTP/1.1\r\nHost: 127.0.0.1:")
        assert server.asked == ["/robots.txt", "/a"]
        assert server.headers[1]["user-agent"].startswith("bearwitness/")
        assert not {"cookie", "referer", "authorization"} & set(server.headers[1])


def test_robots_are_heeded_and_asked_for_once() -> None:
    rules = b"User-agent: *\nDisallow: /\n\nUser-agent: Bearwitness\nDisallow: /private\nAllow: /private/open\n"
    pages = {
        "/robots.txt": Served(body=rules, content_type="text/plain"),
        "/a": PAGE,
        "/private/a": PAGE,
        "/private/open/a": PAGE,
    }
    with serve_pages(pages) as server:
        items = fetch(*(f"{server.url}{path}" for path in ("/a", "/private/a", "/private/open/a")))
        assert [item.report is not None for item in items] == [True, False, True]
        assert "its robots.txt asks programs not to read this page" in error_of(items[1])
        assert server.asked == ["/robots.txt", "/a", "/private/open/a"]


def test_a_server_that_fails_for_robots_is_left_alone() -> None:
    with serve_pages({"/robots.txt": Served(status=500), "/a": PAGE}) as server:
        items = fetch(f"{server.url}/a", f"{server.url}/b")
        assert all("it is left alone" in error_of(item) for item in items)
        assert server.asked == ["/robots.txt"]


def test_a_busy_server_is_asked_no_more_in_this_batch_and_others_are() -> None:
    with serve_pages({"/a": Served(status=429)}) as busy, serve_pages({"/a": PAGE}) as other:
        items = fetch(f"{busy.url}/a", f"{busy.url}/b", f"{other.url}/a")
        assert "left alone for now" in error_of(items[0])
        assert "left alone for now" in error_of(items[1])
        assert items[2].report is not None
        assert busy.asked == ["/robots.txt", "/a"]


def test_requests_to_one_server_are_apart_by_the_pause_or_what_it_asks_for() -> None:
    slept: list[float] = []
    with serve_pages({"/a": PAGE, "/b": PAGE}) as server:
        fetch(f"{server.url}/a", f"{server.url}/b", by=visitor(delay=5.0, sleep=slept.append))
    assert [4.5 < one <= 5.0 for one in slept] == [True, True]
    rules = Served(body=b"User-agent: *\nCrawl-delay: 600", content_type="text/plain")
    slept.clear()
    with serve_pages({"/robots.txt": rules, "/a": PAGE}) as server:
        fetch(f"{server.url}/a", by=visitor(delay=5.0, sleep=slept.append))
    assert [59 < one <= 60 for one in slept] == [True]


def test_redirects_are_followed_and_said_and_each_is_checked() -> None:
    def answer(path: str) -> Served:
        aims = {
            "/a": "/b?x=1 2",
            "/b?x=1%202": "/c",
            "/round": "/round2",
            "/round2": "/round",
            "/file": "file:///etc/passwd",
        }
        aims |= {
            "/named": "http://user:pass@127.0.0.1/",
            "/port": "http://127.0.0.1:22/",
            "/no": "http://nowhere.invalid/x",
        }
        if path.startswith("/deep"):
            return Served(status=302, headers=(("Location", path + "x"),))
        if path in aims:
            return Served(status=301, headers=(("Location", aims[path]),))
        return PAGE if path == "/c" else Served(status=404)

    with serve_pages(answer) as server:
        urls = [f"{server.url}/{name}" for name in ("a", "round", "file", "named", "no", "deep")]
        items = fetch(*urls)
        first = items[0]
        assert first.report is not None, first.error
        assert first.report.url == f"{server.url}/c"
        assert first.report.input == urls[0]
        assert first.notes[-1] == f"sent on to {server.url}/c"
        assert first.copy is not None
        assert first.copy.path == (urls[0], f"{server.url}/b?x=1%202", f"{server.url}/c")
        said = [
            "in a circle",
            "no address of a web page",
            "name or password",
            "no server is known",
            "more than 5 times",
        ]
        for item, words in zip(items[1:], said, strict=True):
            assert words in error_of(item)


@pytest.mark.parametrize(
    ("served", "said"),
    [
        (Served(status=404), "has no such page (status 404)"),
        (Served(status=403), "refuses it (status 403)"),
        (Served(status=502), "answers with status 502"),
        (Served(body=b"\x89PNG", content_type="image/png"), "it is no page of words (picture)"),
        (Served(body=b"<script>a()</script>"), "holds no text"),
        (Served(pieces=(b"SSH-2.0-OpenSSH\r\n",)), "none of a web server"),
        (Served(pieces=(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabc",)), "broke off"),
        (Served(pieces=(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 150_000)), "larger than 0 MB"),
        (Served(pieces=(b"HTTP/1.1 200 OK\r\n",) + (b"a",) * 40, pause=0.1), "no whole answer in time"),
        (Served(pieces=(b"HTTP/1.1 200 OK\r\n", b"\r\n"), pause=2.0), "no whole answer in time"),
        (Served(pieces=(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200,)), "none of a web server"),
        (Served(pieces=(b"",)), "none of a web server"),
        # Sizes stated to fill the memory of who believes them; the law below found that Python does.
        (Served(pieces=(b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999999\r\n\r\nabc",)), "broke off"),
        (Served(pieces=(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffff\r\nabc",)), "broke off"),
    ],
)
def test_answers_that_hold_no_report_are_one_line_and_do_not_stop_the_rest(served: Served, said: str) -> None:
    with serve_pages({"/a": served, "/b": PAGE}) as server:
        bad, good = fetch(f"{server.url}/a", f"{server.url}/b")
        assert said in error_of(bad)
        assert good.report is not None


def test_a_server_that_is_not_there_is_said() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.monotonic()
    (item,) = fetch(f"http://127.0.0.1:{port}/a")
    assert "could not be reached" in error_of(item)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "url",
    [
        "ftp://post.example/a", "file:///etc/passwd", "javascript:alert(1)", "post.example", "http://", "http:///a", "",
        "http://post.example:99999/", "http://post.example:abc/", "http://post.example/a\r\nX: y", "http://po st.example/",
        "http://post.example\\@127.0.0.1/", "http://[::1", "http://" + "a" * 3000, "http://user@post.example/", "http://a:b@post.example/",
        "http://post.example:22/", "http://post.example:25/", "http://..../",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused_before_anything_is_asked(url: str) -> None:
    with mock.patch("socket.getaddrinfo", side_effect=AssertionError), pytest.raises(UnreadableError):
        parse_url(url)


PRIVATE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.127.255.254",
    "192.0.0.8", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "203.0.113.7",
    "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "no number",
]  # fmt: skip


@pytest.mark.parametrize("number", PRIVATE)
def test_numbers_that_are_not_public_are_never_asked(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize(
    "number", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_public_numbers_are(number: str) -> None:
    assert is_public(number)


@given(
    st.ip_addresses(v=4, network="10.0.0.0/8")
    | st.ip_addresses(v=4, network="100.64.0.0/10")
    | st.ip_addresses(v=4, network="127.0.0.0/8")
)
def test_law_no_way_of_writing_a_private_number_makes_it_public(number: object) -> None:
    packed = int(number)  # type: ignore[call-overload]
    assert not is_public(str(number))
    assert not is_public(f"::ffff:{number}")
    assert not is_public(f"64:ff9b::{packed >> 16:x}:{packed & 0xFFFF:x}")
    assert not is_public(f"2002:{packed >> 16:x}:{packed & 0xFFFF:x}::1")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "127.1"]
)
def test_this_machine_is_not_asked_however_it_is_called(host: str) -> None:
    with serve_pages({"/a": PAGE}) as server:
        (item,) = fetch(f"http://{host}:{server.port}/a", by=visitor(allow_private=False))
        assert "is not asked" in error_of(item) or "no server is known" in error_of(item)
        assert server.asked == []


def _rows(*numbers: str) -> list[tuple[int, int, int, str, tuple[str, int]]]:
    return [(2, 1, 6, "", (number, 80)) for number in numbers]


def test_a_name_with_one_private_number_among_public_ones_is_refused() -> None:
    with (
        mock.patch("socket.getaddrinfo", return_value=_rows("1.1.1.1", "10.0.0.1")),
        pytest.raises(UnreadableError, match=r"10\.0\.0\.1"),
    ):
        find_numbers(parse_url("http://post.example/"))


def test_a_name_that_leads_elsewhere_the_second_time_reaches_only_what_was_checked() -> None:
    """DNS rebinding: the number is looked up once a request, and the connection goes to that number."""
    asked: list[tuple[str, int]] = []

    def connect(target: tuple[str, int], **_: float) -> socket.socket:
        asked.append(target)
        raise OSError

    with (
        mock.patch("socket.getaddrinfo", side_effect=[_rows("1.1.1.1"), _rows("127.0.0.1")]),
        mock.patch("socket.create_connection", connect),
    ):
        (item,) = fetch("http://post.example/a", by=visitor(allow_private=False))
    assert "could not be reached" in error_of(item)
    assert asked == [("1.1.1.1", 80)]


def test_a_name_whose_lookup_hangs_holds_up_one_page_and_not_for_long() -> None:
    """A dead name server kept `watch` from all other feeds for minutes; the system's own lookup has no time limit."""
    hung, begun = threading.Event(), time.monotonic()

    def resolve(host: str, _: int) -> tuple[str, ...]:
        if host == "hung.example":
            hung.wait(30)
        return ("127.0.0.1",)

    with serve_pages({"/a": PAGE}) as server:
        by = visitor(lookup=Lookup(seconds=0.2, resolve=resolve))
        items = fetch("http://hung.example/a", "http://hung.example/b", f"{server.url}/a", by=by)
    hung.set()
    assert time.monotonic() - begun < 10
    assert "the name hung.example could not be looked up in 0.2 seconds" in error_of(items[0])
    assert error_of(items[1]) == error_of(items[0])
    assert items[2].report is not None


@pytest.mark.parametrize("trouble", [OSError, socket.gaierror, UnicodeError])
def test_a_name_that_leads_nowhere_is_said_whatever_the_lookup_raises(trouble: type[Exception]) -> None:
    def resolve(*_: object) -> tuple[str, ...]:
        raise trouble

    for lookup in (Lookup(resolve=resolve), Lookup(resolve=lambda *_: ())):
        with pytest.raises(UnreadableError, match=r"no server is known by the name post\.example"):
            find_numbers(parse_url("http://post.example/"), lookup=lookup)


def test_a_redirect_to_a_private_address_is_not_followed() -> None:
    """The first server is let through as if it were public; where it sends on to is looked at again."""
    with serve_pages(
        {"/a": Served(status=302, headers=(("Location", "http://169.254.169.254:8080/latest/meta-data/"),))}
    ) as server:
        by = visitor(allow_private=False)
        with mock.patch("bearwitness.workflow.fetching.addresses.is_public", lambda number: number == "127.0.0.1"):
            (item,) = fetch(f"{server.url}/a", by=by)
    assert "169.254.169.254, which is no public address" in error_of(item)


def write_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate that 127.0.0.1 gives itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now - timedelta(1), now + timedelta(1)
    )
    named = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = made.add_extension(named, critical=False).sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "cert.pem", folder / "key.pem"


def test_a_server_that_cannot_prove_who_it_is_is_not_read_and_one_that_can_is(tmp_path: Path) -> None:
    certificate, key = write_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serve_pages({"/a": PAGE}, context) as server:
        (item,) = fetch(f"{server.url}/a")
        assert "cannot prove that it is itself" in error_of(item)
        assert server.asked == []
        trusting = ssl.create_default_context(cafile=str(certificate))
        with mock.patch("ssl.create_default_context", return_value=trusting):
            (item,) = fetch(f"{server.url}/a")
        assert item.report is not None, item.error
        assert item.copy is not None
        assert item.copy.data.startswith(b"HTTP/1.1 200 OK\r\n")


def test_being_sent_on_from_an_encrypted_line_to_an_open_one_is_said(tmp_path: Path) -> None:
    certificate, key = write_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serve_pages({"/a": PAGE}) as plain:
        sends = {"/a": Served(status=302, headers=(("Location", f"{plain.url}/a"),))}
        trusting = ssl.create_default_context(cafile=str(certificate))
        with serve_pages(sends, context) as server, mock.patch("ssl.create_default_context", return_value=trusting):
            (item,) = fetch(f"{server.url}/a")
    assert item.notes[-1] == "the page came over an open line, though its address asked for an encrypted one"


def test_a_redirect_to_a_port_no_page_is_served_on_is_not_followed() -> None:
    sends = {"/a": Served(status=302, headers=(("Location", "http://127.0.0.1:22/"),))}
    seems_public = mock.patch("bearwitness.workflow.fetching.addresses.is_public", lambda number: number == "127.0.0.1")
    with serve_pages(sends) as server, seems_public:
        (item,) = fetch(f"{server.url}/a", by=visitor(allow_private=False))
    assert "its port 22 is none that web pages are served on" in error_of(item)


SOUND = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(write_page())
PIECES = [
    b"\r\n",
    b":",
    b"HTTP/1.1 302 Found\r\nLocation: //[x\r\n\r\n",
    b"-1",
    b"fffffffffffff",
    b"Content-Length: 9\r\n",
    b"\xff\xfe",
    b"100",
]


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, len(SOUND)),
    st.sampled_from(PIECES) | st.binary(max_size=5),
    st.sampled_from([0, 1, 30]),
    st.booleans(),
)
def test_law_whatever_a_server_sends_is_a_report_or_one_plain_line(
    at: int, put: bytes, cut: int, is_alone: bool
) -> None:
    answer = put if is_alone else SOUND[:at] + put + SOUND[at + cut :]
    replies = iter([b"HTTP/1.1 404 None\r\n\r\n", answer, answer, answer])

    def connect(*_: object) -> tuple[socket.socket, str]:
        ours, theirs = socket.socketpair()
        theirs.sendall(next(replies))
        theirs.shutdown(socket.SHUT_WR)
        opened.append(theirs)
        return ours, "192.0.2.1"

    opened: list[socket.socket] = []
    with mock.patch("bearwitness.workflow.fetching.wire._connect", connect):
        (item,) = fetch("http://127.0.0.1:1/a")
    for one in opened:
        one.close()
    if item.report is None:
        error_of(item)
    else:
        assert item.copy is not None
        assert item.copy.data == answer
