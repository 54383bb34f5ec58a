"""Keys, checkpoints and timestamps: what is signed is known again, and nothing else passes for it."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.core.errors import UsageError
from bearwitness.custody.checkpoints import Head, find_signer, parse_note, sign_head
from bearwitness.custody.signing import (
    PublicKey,
    decrypt_seed,
    derive_public,
    encrypt_seed,
    is_signed,
    parse_public,
    sign,
)
from bearwitness.custody.timestamps import build_request, check_answer, parse_roots
from bearwitness.workflow.time_authority import build_asker
from tests.custody.time_server import serve_time

seeds = st.binary(min_size=32, max_size=32)
names = st.text(st.characters(categories=["L", "N", "P"], exclude_characters="+"), min_size=1, max_size=20)
heads = st.builds(
    Head,
    log=st.text("0123456789abcdef", min_size=32, max_size=32),
    size=st.integers(0, 10**9),
    root=st.binary(min_size=32, max_size=32),
    at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)


@given(seed=seeds, name=names, head=heads, other=seeds)
def test_a_checkpoint_comes_back_as_it_was_signed_and_by_no_other_key(
    seed: bytes, name: str, head: Head, other: bytes
) -> None:
    note = sign_head(head, seed, name)
    key = derive_public(seed, name)
    again = parse_note(str(note))
    assert again == note
    assert find_signer(again, (derive_public(other, name), key)) == key or other == seed
    assert find_signer(again, (derive_public(other, name),)) is None or other == seed
    assert find_signer(again, (derive_public(seed, name + "x"),)) is None


@given(head=heads, change=st.data())
def test_a_changed_letter_of_a_checkpoint_is_found(head: Head, change: st.DataObject) -> None:
    seed = b"s" * 32
    text = str(sign_head(head, seed, "key"))
    at = change.draw(st.integers(0, len(text) - 1))
    letter = change.draw(st.characters(codec="utf-8"))
    changed = text[:at] + letter + text[at + 1 :]
    try:
        note = parse_note(changed)
    except UsageError:
        return
    # Base64 has a few letters whose last bits mean nothing, and a line may end in other ways; what is signed stays the same then.
    assert find_signer(note, (derive_public(seed, "key"),)) is None or note.text == text.partition("\n\n")[0] + "\n"


def test_a_known_note_of_another_program() -> None:
    """The vector of RFC 8032 (test 1): the key, and its signature over nothing."""
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    key = derive_public(seed, "rfc8032")
    assert key.raw.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert sign(seed, b"").hex() == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe2465"
        "5141438e7a100b"
    )
    assert is_signed(key, b"", sign(seed, b""))
    assert not is_signed(key, b"x", sign(seed, b""))


def test_the_public_line_is_that_of_signed_notes() -> None:
    """The example key of Go's sumdb/note, which fixed the format."""
    line = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert str(parse_public(line)) == line


@given(seed=seeds, name=names)
def test_a_public_key_comes_back(seed: bytes, name: str) -> None:
    key = derive_public(seed, name)
    assert parse_public(f" {key}\n") == key


@pytest.mark.parametrize(
    "text",
    ["", "name", "a+b+c", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "x+00000000+AQ=="],
)
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="this is no public key; it is one line"):
        parse_public(text)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\n", "\u202e"])
def test_names_that_a_signature_cannot_hold(name: str) -> None:
    with pytest.raises(UsageError, match="a key cannot be named"):
        derive_public(b"s" * 32, name)


@settings(max_examples=10)
@given(seed=seeds, passphrase=st.text(st.characters(categories=["L", "N", "P"]), min_size=12))
def test_a_key_in_a_file_opens_with_its_passphrase_alone(seed: bytes, passphrase: str) -> None:
    file = encrypt_seed(seed, passphrase)
    assert seed not in file
    assert decrypt_seed(file, passphrase) == seed
    with pytest.raises(UsageError, match="is the passphrase right"):
        decrypt_seed(file, passphrase + "x")


def test_openssl_opens_the_key_too(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(encrypt_seed(b"s" * 32, "twelve letters"))
    command = ["openssl", "pkey", "-in", str(path), "-passin", "pass:twelve letters", "-noout", "-text"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "ED25519 Private-Key" in told


def test_a_passphrase_of_few_letters_is_refused() -> None:
    with pytest.raises(UsageError, match="the passphrase has 4 characters; take at least 12"):
        encrypt_seed(b"s" * 32, "milk")


@pytest.mark.parametrize("text", ["", "bearwitness.log/x\n1\n\n\n", "other.log/1\n1\nAA==\ntime x\n\n\u2014 a AAAA\n"])
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="this is no checkpoint"):
        parse_note(text)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A timestamp authority of OpenSSL's, with its root."""
    with serve_time(tmp_path_factory.mktemp("tsa")) as served:
        yield served


def test_a_timestamp_of_an_authority(authority: tuple[str, bytes]) -> None:
    url, root = authority
    answer = build_asker(url)(b"a checkpoint")
    trusted = check_answer(answer, b"a checkpoint", root)
    assert (trusted.fault, trusted.is_trusted) == ("", True)
    assert trusted.at is not None
    assert abs(datetime.now(UTC) - trusted.at) < timedelta(minutes=5)
    told = check_answer(answer, b"a checkpoint")
    assert (told.at, told.fault, told.is_trusted) == (trusted.at, "", False)


def _exchange(answer: bytes, authority: tuple[str, bytes]) -> tuple[bytes, bytes, bytes]:
    return answer, b"another", authority[1]


def _cut(answer: bytes, authority: tuple[str, bytes]) -> tuple[bytes, bytes, bytes]:
    return answer[:-20], b"a checkpoint", authority[1]


def _change(answer: bytes, authority: tuple[str, bytes]) -> tuple[bytes, bytes, bytes]:
    place = answer.index(b"20", answer.index(b"\x18\x0f"))  # the year of the time that was signed
    return answer[:place] + b"19" + answer[place + 2 :], b"a checkpoint", authority[1]


@pytest.mark.parametrize("way", [_exchange, _cut, _change])
def test_a_timestamp_that_was_tampered_with(
    authority: tuple[str, bytes], way: Callable[[bytes, tuple[str, bytes]], tuple[bytes, bytes, bytes]]
) -> None:
    stamp = check_answer(*way(build_asker(authority[0])(b"a checkpoint"), authority))
    assert stamp.fault
    assert (stamp.at, stamp.is_trusted) == (None, False)


def test_an_authority_of_another_root_is_not_trusted(authority: tuple[str, bytes], tmp_path: Path) -> None:
    answer = build_asker(authority[0])(b"a checkpoint")
    with serve_time(tmp_path) as (_, other):
        assert "not signed by an authority" in check_answer(answer, b"a checkpoint", other).fault


@given(answer=st.binary(max_size=40))
def test_what_is_no_answer_is_said_so(answer: bytes) -> None:
    assert check_answer(answer, b"x").fault == "this is no answer of a timestamp authority"


def test_requests_hold_a_hash_and_nothing_else() -> None:
    assert b"a checkpoint" not in build_request(b"a checkpoint")
    assert len(build_request(b"x" * 100_000)) < 100


@pytest.mark.parametrize("url", ["", "ftp://a.example", "https:///path", "milk"])
def test_what_is_no_authority(url: str) -> None:
    with pytest.raises(UsageError, match="is no address of an authority"):
        build_asker(url)


def test_an_authority_that_does_not_answer() -> None:
    with pytest.raises(UsageError, match=r"the authority 127.0.0.1 cannot be reached"):
        build_asker("http://127.0.0.1:9/")(b"x")


def test_roots_that_are_none() -> None:
    with pytest.raises(UsageError, match="holds no certificates"):
        parse_roots(b"milk")


def test_a_key_says_its_name() -> None:
    assert PublicKey(name="a", raw=b"r" * 32).mark != PublicKey(name="b", raw=b"r" * 32).mark
