"""The tree of the log: known roots, and the laws of RFC 6962 against its own recursive definitions written out."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.custody.tree import (
    EMPTY,
    Peaks,
    add_leaves,
    are_peaks,
    build_tree,
    compute_root,
    find_root,
    hash_leaf,
    holds_leaf,
    is_continued,
    prove_consistency,
    prove_inclusion,
)

KNOWN = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""The roots that the project Certificate Transparency publishes over these entries, from none to eight."""

sizes = st.integers(1, 70)


def naive_root(entries: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = split(len(entries))
    return sha256(b"\x01" + naive_root(entries[:k]) + naive_root(entries[k:])).digest()


def naive_path(m: int, entries: list[bytes]) -> list[bytes]:
    """RFC 6962, 2.1.1."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if m < k:
        return [*naive_path(m, entries[:k]), naive_root(entries[k:])]
    return [*naive_path(m - k, entries[k:]), naive_root(entries[:k])]


def naive_proof(m: int, entries: list[bytes], *, is_whole: bool = True) -> list[bytes]:
    """RFC 6962, 2.1.2 (SUBPROOF)."""
    if m == len(entries):
        return [] if is_whole else [naive_root(entries)]
    k = split(len(entries))
    if m <= k:
        return [*naive_proof(m, entries[:k], is_whole=is_whole), naive_root(entries[k:])]
    return [*naive_proof(m - k, entries[k:], is_whole=False), naive_root(entries[:k])]


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def entries_of(size: int) -> list[bytes]:
    """Different entries."""
    return [b"entry %d" % n for n in range(size)]


def leaves_of(size: int) -> list[bytes]:
    """Their hashes."""
    return [hash_leaf(entry) for entry in entries_of(size)]


@pytest.mark.parametrize("size", range(len(ROOTS)))
def test_known_roots(size: int) -> None:
    leaves = [hash_leaf(bytes.fromhex(entry)) for entry in KNOWN[:size]]
    assert compute_root(add_leaves(Peaks(), leaves)).hex() == ROOTS[size]


@given(size=st.integers(0, 70), cut=st.integers(0, 70))
def test_leaves_added_in_parts_give_the_root_of_the_definition(size: int, cut: int) -> None:
    leaves = leaves_of(size)
    peaks = add_leaves(add_leaves(Peaks(), leaves[:cut]), leaves[cut:])
    assert are_peaks(peaks)
    assert compute_root(peaks) == naive_root(entries_of(size)) == find_root(build_tree(leaves), size)


@given(size=sizes, data=st.data())
def test_every_leaf_is_proven_and_no_other_in_its_place(size: int, data: st.DataObject) -> None:
    entries, leaves, at = entries_of(size), leaves_of(size), data.draw(sizes)
    number = data.draw(st.integers(0, size - 1))
    tree = build_tree([*leaves, *leaves_of(at)])
    proof = prove_inclusion(tree, number, size)
    root = naive_root(entries)
    assert list(proof) == naive_path(number, entries)
    assert holds_leaf(leaves[number], number, (size, root), proof)
    for other in {*range(-1, size + 1)} - {number}:
        assert not holds_leaf(leaves[number], other, (size, root), proof)
    assert not holds_leaf(hash_leaf(b"forged"), number, (size, root), proof)
    for n in range(len(proof)):
        assert not holds_leaf(leaves[number], number, (size, root), (*proof[:n], EMPTY, *proof[n + 1 :]))
        assert not holds_leaf(leaves[number], number, (size, root), (*proof[:n], *proof[n + 1 :]))
    assert not holds_leaf(leaves[number], number, (size, root), (*proof, EMPTY))


@given(size=sizes, data=st.data())
def test_every_earlier_tree_is_proven_and_no_other(size: int, data: st.DataObject) -> None:
    entries, before = entries_of(size), data.draw(st.integers(0, size))
    tree = build_tree(leaves_of(size))
    proof = prove_consistency(tree, before, size)
    earlier, later = (before, naive_root(entries[:before])), (size, naive_root(entries))
    assert list(proof) == (naive_proof(before, entries) if before else [])
    assert is_continued(earlier, later, proof)
    forged = naive_root([*entries[:-1], b"forged"])
    assert not is_continued(earlier, (size, forged), proof) or before == 0
    if before:
        changed = naive_root([b"forged", *entries[1:before]])
        assert not is_continued((before, changed), later, proof)
    for n in range(len(proof)):
        assert not is_continued(earlier, later, (*proof[:n], EMPTY, *proof[n + 1 :]))
        assert not is_continued(earlier, later, (*proof[:n], *proof[n + 1 :]))
    assert not is_continued(earlier, later, (*proof, EMPTY))
    assert not is_continued((size + 1, forged), later, proof)


@given(size=st.integers(2, 70), data=st.data())
def test_any_changed_exchanged_or_missing_leaf_gives_another_root(size: int, data: st.DataObject) -> None:
    leaves = leaves_of(size)
    root = compute_root(add_leaves(Peaks(), leaves))
    one, other = data.draw(st.tuples(*[st.integers(0, size - 1)] * 2).filter(lambda pair: pair[0] != pair[1]))
    exchanged = list(leaves)
    exchanged[one], exchanged[other] = leaves[other], leaves[one]
    changed = [*leaves[:one], hash_leaf(b"forged"), *leaves[one + 1 :]]
    for forged in (exchanged, changed, leaves[:one] + leaves[one + 1 :], [*leaves, leaves[one]]):
        assert compute_root(add_leaves(Peaks(), forged)) != root


def test_no_pair_passes_for_an_entry() -> None:
    """The attack that domain separation is against: an entry made of two hashes."""
    left, right = leaves_of(2)
    assert compute_root(add_leaves(Peaks(), [hash_leaf(left + right)])) != compute_root(
        add_leaves(Peaks(), [left, right])
    )


@pytest.mark.parametrize(("number", "size"), [(3, 3), (-1, 3), (0, 4)])
def test_no_proof_of_a_leaf_that_is_not_there(number: int, size: int) -> None:
    with pytest.raises(ValueError, match="there is no leaf"):
        prove_inclusion(build_tree(leaves_of(3)), number, size)


@pytest.mark.parametrize(("before", "size"), [(3, 2), (-1, 3), (1, 4)])
def test_no_proof_of_a_tree_that_never_was(before: int, size: int) -> None:
    with pytest.raises(ValueError, match="does not come before"):
        prove_consistency(build_tree(leaves_of(3)), before, size)
