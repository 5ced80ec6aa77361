"""Trees over a log: published vectors, every size, and proofs that are forged."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from azione0.audit.merkle import (
    EMPTY_ROOT,
    Frontier,
    WrongTree,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    root_of,
)

#: The eight entries and their roots of Certificate Transparency's reference tests
#: (google/certificate-transparency, merkle tree tests; Apache-2.0).
ENTRIES = [
    bytes.fromhex(it)
    for it in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(it) for it in ENTRIES]
MANY = [leaf_hash(number.to_bytes(4, "big")) for number in range(300)]
quick = settings(max_examples=300, derandomize=True, deadline=None)


def by_definition(leaves):
    """The root as RFC 6962 § 2.1 writes it, by splitting."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return sha256(
        b"\x01" + by_definition(leaves[:left]) + by_definition(leaves[left:])
    ).digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_of_certificate_transparency(size):
    assert root_of(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_nothing_has_the_root_of_nothing():
    assert root_of([]) == EMPTY_ROOT == Frontier().root


def test_a_tree_that_grew_is_the_tree_of_its_leaves_at_every_size():
    edge = Frontier()
    for size in range(len(MANY)):
        assert edge.root == by_definition(MANY[:size])
        edge = edge.grown([MANY[size]])
        assert edge.size == size + 1


@quick
@given(some.integers(0, 300), some.data())
def test_it_does_not_matter_in_which_pieces_a_tree_grew(size, data):
    cut = data.draw(some.integers(0, size))
    grown = Frontier().grown(MANY[:cut]).grown(MANY[cut:size])
    assert grown == Frontier().grown(MANY[:size])


@quick
@given(some.integers(1, 300), some.data())
def test_every_leaf_is_shown_to_be_included_and_no_other(size, data):
    index = data.draw(some.integers(0, size - 1))
    leaves = MANY[:size]
    root, proof = root_of(leaves), inclusion_proof(leaves, index)
    assert is_included(leaves[index], index, size, proof, root)
    other = data.draw(some.integers(0, 299))
    if other != index:
        assert not is_included(MANY[other], index, size, proof, root)
        assert not is_included(leaves[index], other, size, proof, root)
    assert not is_included(leaves[index], index, size, [*proof, root], root)
    if proof:
        assert not is_included(leaves[index], index, size, proof[:-1], root)
        place = data.draw(some.integers(0, len(proof) - 1))
        forged = [*proof]
        forged[place] = _flipped(forged[place], data.draw(some.integers(0, 255)))
        assert not is_included(leaves[index], index, size, forged, root)


@quick
@given(some.integers(0, 300), some.data())
def test_what_grew_is_shown_to_have_grown_and_nothing_else(size, data):
    old_size = data.draw(some.integers(0, size))
    old, new = root_of(MANY[:old_size]), root_of(MANY[:size])
    proof = consistency_proof(MANY[:size], old_size)
    assert is_consistent(old_size, old, size, new, proof)
    assert not is_consistent(old_size, old, size, new, [*proof, new])
    assert not is_consistent(size + 1, old, size, new, proof)
    if 0 < old_size < size:
        bit = data.draw(some.integers(0, 255))
        assert not is_consistent(old_size, _flipped(old, bit), size, new, proof)
        assert not is_consistent(old_size, old, size, _flipped(new, bit), proof)
        place = data.draw(some.integers(0, len(proof) - 1))
        forged = [*proof]
        forged[place] = _flipped(forged[place], bit)
        assert not is_consistent(old_size, old, size, new, forged)
        assert not is_consistent(old_size, old, size, new, proof[1:])


@quick
@given(some.integers(2, 300), some.data())
def test_another_past_is_never_shown_to_have_grown_into_the_present(size, data):
    old_size = data.draw(some.integers(1, size - 1))
    changed = data.draw(some.integers(0, old_size - 1))
    past = [*MANY[:old_size]]
    past[changed] = _flipped(past[changed], 0)
    proof = consistency_proof(MANY[:size], old_size)
    new = root_of(MANY[:size])
    assert not is_consistent(old_size, root_of(past), size, new, proof)


@pytest.mark.parametrize("index", [-1, 8, 99])
def test_there_is_no_proof_for_a_leaf_that_is_not_there(index):
    with pytest.raises(WrongTree):
        inclusion_proof(LEAVES, index)
    assert not is_included(LEAVES[0], index, 8, [], root_of(LEAVES))


@pytest.mark.parametrize("size", [-1, 9])
def test_a_tree_does_not_grow_backwards(size):
    with pytest.raises(WrongTree):
        consistency_proof(LEAVES, size)


def test_an_edge_has_as_many_nodes_as_its_size_has_bits():
    with pytest.raises(WrongTree):
        Frontier(3, (LEAVES[0],))


def test_what_is_no_hash_proves_nothing():
    assert not is_included(b"", 0, 1, [], b"")
    assert not is_consistent(1, b"", 1, b"", [])


def _flipped(value, bit):
    changed = bytearray(value)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
