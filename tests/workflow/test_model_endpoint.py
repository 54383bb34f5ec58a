"""The address of a model: this machine without asking, any other only when it is said plainly, and never with a secret in it."""

import pytest

from bearwitness.core.errors import UsageError
from bearwitness.workflow.model_endpoint import Endpoint, build_endpoint


def build(url: str | None, model: str = "a-model", *, wait: float = 60, allow_remote: bool = False) -> Endpoint:
    return build_endpoint(url, model, None, wait=wait, allow_remote=allow_remote)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:11434/v1",
        "http://127.0.0.1:8080/v1/",
        "http://[::1]:8080/v1/chat/completions",
        "https://127.1.2.3/v1",
    ],
)
def test_this_machine_needs_no_leave(url: str) -> None:
    endpoint = build(url)
    assert endpoint.is_local
    assert endpoint.url.endswith("/v1/chat/completions")
    assert endpoint.url.count("/chat/completions") == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://192.168.1.7:8080/v1",
        "https://models.example.org/v1",
        "http://0.0.0.0:8080/v1",
        "http://localhost.example.org/v1",
        "http://127.0.0.1.example.org/v1",
        "http://2130706433/v1",
        "http://[::ffff:10.0.0.1]/v1",
    ],
)
def test_any_other_machine_needs_it_said_plainly(url: str) -> None:
    with pytest.raises(
        UsageError, match=r"off this machine: the text of every report would be sent there.*--allow-remote-model"
    ):
        build(url)
    endpoint = build(url, allow_remote=True)
    assert not endpoint.is_local
    assert endpoint.is_encrypted == url.startswith("https:")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:11434/v1",
        "ftp://localhost/v1",
        "file:///etc/passwd",
        "http://",
        "http:///v1",
        "http://user:sk-secret@localhost/v1",
        "http://localhost/v1?key=sk-secret",
        "http://localhost/v1#sk-secret",
        "http://localhost:99999/v1",
        "http://[::1/v1",
        "http://localhost/v1\r\nX: sk-secret",
        "http://lоcalhost/v1",
    ],
)
def test_what_is_no_address_is_refused_and_not_repeated(url: str) -> None:
    """A key may have been pasted into it."""
    with pytest.raises(UsageError) as refused:
        build(url, allow_remote=True)
    assert "sk-secret" not in str(refused.value)


@pytest.mark.parametrize("model", ["", " ", "a b", "a\nb", "-x", "x" * 101, "naïve"])
def test_what_is_no_name_of_a_model_is_refused(model: str) -> None:
    with pytest.raises(UsageError, match="--model is no name"):
        build("http://localhost/v1", model)


@pytest.mark.parametrize("wait", [0.0, -1.0, 1e9, float("nan"), float("inf")])
def test_a_wait_must_end(wait: float) -> None:
    with pytest.raises(UsageError, match="--model-wait"):
        build("http://localhost/v1", wait=wait)


def test_a_model_without_an_address_says_how_to_give_one() -> None:
    with pytest.raises(UsageError, match=r"add --model-url http://localhost:11434/v1"):
        build(None)


def test_a_key_that_is_none_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError, match="BEARWITNESS_MODEL_KEY") as refused:
        build_endpoint("http://localhost/v1", "m", "sk\r\nsecret", wait=60, allow_remote=False)
    assert "secret" not in str(refused.value)
