"""What a model's server can do wrong: each is a fault in plain words, in time, and nothing is sent anywhere else."""

import gzip
import time

import pytest

from bearwitness.workflow.model_client import LARGEST_ANSWER, send_request
from bearwitness.workflow.model_endpoint import Endpoint, build_endpoint
from tests.model_server import Reply, Server, propose, serve

WAIT = 1.0


def reach(server: Server, key: str | None = None) -> Endpoint:
    return build_endpoint(server.url, "a-model", key, wait=WAIT, allow_remote=False)


def find_code(reply: Reply) -> str | None:
    with serve(lambda _: reply) as server:
        sent = send_request(reach(server), "{}")
    return None if sent.fault is None else sent.fault.code


def test_a_good_answer_is_taken_whole() -> None:
    reply = propose()
    with serve(lambda _: reply) as server:
        sent = send_request(reach(server), "{}")
    assert (sent.fault, sent.body, sent.status) == (None, (reply.pieces or ())[0], 200)
    assert server.headers[0]["path"] == "/v1/chat/completions"
    assert "Authorization" not in server.headers[0]


def test_the_key_is_sent_to_the_server_and_shown_nowhere() -> None:
    with serve(lambda _: propose()) as server:
        endpoint = reach(server, "sk-secret")
        send_request(endpoint, "{}")
    assert server.headers[0]["Authorization"] == "Bearer sk-secret"
    assert "sk-secret" not in repr(endpoint)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(pieces=(b"x",), status=500), "model-refuses"),
        (Reply(pieces=(b"x",), status=401), "model-refuses"),
        (Reply(pieces=(), status=204), "model-refuses"),
        (Reply(pieces=None), "model-not-reached"),
        (Reply(pieces=(b"x" * 100_000,) * 20), "model-too-long"),
        (
            Reply(pieces=(gzip.compress(b"0" * 50_000_000),), headers=(("Content-Encoding", "gzip"),)),
            "model-compresses",
        ),
        (Reply(pieces=(b"half",), headers=(("Content-Length", "1000"),)), "model-not-reached"),
    ],
    ids=["500", "401", "204", "hangs up", "floods", "bomb", "breaks off"],
)
def test_each_misbehaviour_is_a_fault(reply: Reply, code: str) -> None:
    assert find_code(reply) == code


@pytest.mark.parametrize(
    "reply",
    [Reply(pieces=(b" ",) * 60, pause=0.1), Reply(pieces=(b"{}",), pause=3.0)],
    ids=["drips", "is silent"],
)
def test_a_slow_server_is_left_in_time(reply: Reply) -> None:
    """Each drop comes in time; the answer as a whole does not."""
    with serve(lambda _: reply) as server:
        before = time.monotonic()
        sent = send_request(reach(server), "{}")
        took = time.monotonic() - before
    assert sent.fault is not None
    assert sent.fault.code == "model-too-slow"
    assert took < WAIT + 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(status: int) -> None:
    with serve(lambda _: propose()) as other:
        away = (("Location", f"{other.url}/chat/completions"),)
        assert find_code(Reply(pieces=(), status=status, headers=away)) == "model-redirects"
    assert other.asked == []


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(lambda _: propose()) as proxy, serve(lambda _: propose()) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        assert send_request(reach(server), "{}").fault is None
    assert (len(proxy.asked), len(server.asked)) == (0, 1)


def test_no_server_at_all_says_what_to_look_at() -> None:
    with serve(lambda _: propose()) as server:
        endpoint = reach(server)
    sent = send_request(endpoint, "{}")
    assert sent.fault is not None
    assert sent.fault.code == "model-not-reached"
    assert "is the model's server running?" in sent.fault.detail


def test_the_longest_answer_is_taken() -> None:
    body = b'{"a": "' + b"x" * (LARGEST_ANSWER - 9) + b'"}'
    assert find_code(Reply(pieces=(body,))) is None
