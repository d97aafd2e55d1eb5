"""Signatures: the vectors of the standard, and agreement with a library of others."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from batola_desk.updates.ed25519 import _ORDER, _P, is_signed
from tests.support.update_packages import public_key

VECTORS = (  # RFC 8032 §7.1: TEST 1, 2, 3 and SHA(abc): key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
        "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
)


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_vectors_of_the_standard(key: str, message: str, signature: str) -> None:
    known = bytes.fromhex(message), bytes.fromhex(signature), bytes.fromhex(key)
    assert is_signed(*known)
    assert not is_signed(known[0] + b"x", known[1], known[2])


@settings(max_examples=60, deadline=None)
@given(
    seed=st.binary(min_size=32, max_size=32),
    message=st.binary(max_size=200),
    at=st.integers(0, 95),
    bit=st.integers(0, 7),
)
def test_it_agrees_with_a_library_of_others_on_good_and_on_changed_ones(
    seed: bytes, message: bytes, at: int, bit: int
) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = public_key(key), key.sign(message)
    assert is_signed(message, signature, public)
    changed = bytearray(signature + public)
    changed[at] ^= 1 << bit
    bad_signature, bad_public = bytes(changed[:64]), bytes(changed[64:])
    try:
        Ed25519PublicKey.from_public_bytes(bad_public).verify(bad_signature, message)
        is_good = True
    except (InvalidSignature, ValueError):
        is_good = False
    assert is_signed(message, bad_signature, bad_public) == is_good


def test_one_signature_has_one_form() -> None:
    """Adding the group's order to S gives another text that satisfies the equation: refused."""
    key = Ed25519PrivateKey.generate()
    signature = key.sign(b"x")
    twin = int.from_bytes(signature[32:], "little") + _ORDER
    assert not is_signed(b"x", signature[:32] + twin.to_bytes(32, "little"), public_key(key))


def test_one_point_has_one_form() -> None:
    """y = p + 1 is y = 1 written otherwise, a point with which everything would be signed: refused."""
    neutral, twin = (1).to_bytes(32, "little"), (_P + 1).to_bytes(32, "little")
    assert is_signed(b"x", neutral + bytes(32), neutral)  # the equation holds, and so it would for the twin
    assert not is_signed(b"x", neutral + bytes(32), twin)
    assert not is_signed(b"x", twin + bytes(32), neutral)


@pytest.mark.parametrize("size", [0, 31, 33, 63, 65])
def test_other_lengths_are_no_signature_and_no_key(size: int) -> None:
    key = Ed25519PrivateKey.generate()
    assert not is_signed(b"x", bytes(size), public_key(key))
    assert not is_signed(b"x", key.sign(b"x"), bytes(size))
