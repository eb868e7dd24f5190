"""Data at rest lie under AES-256 or under SM4, and both are always read."""

from __future__ import annotations

import io

import pytest
from cryptography.exceptions import InvalidTag

from huiying.base.files.ciphers import (
    AES,
    KEY_BYTES,
    SM4,
    SM4GCM,
    WRAPPED,
    cipher_of,
    is_available,
    new_key,
    unwrap,
    wrap,
)
from huiying.base.files.sealed_stream import SealedWriter, open_key, read_sealed, seal_key
from huiying.base.files.sealing import CannotOpen, Sealed, open_sealed, reseal_key, seal

BOTH = pytest.mark.parametrize("cipher", [AES, SM4])


def test_sm4_in_gcm_gives_what_rfc_8998_prints():
    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    nonce = bytes.fromhex("00001234567800000000ABCD")
    also = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    plain = b"".join(bytes([byte]) * 8 for byte in bytes.fromhex("AABBCCDDEEFFEEAA"))
    expected = bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )

    assert SM4GCM(key).encrypt(nonce, plain, also) == expected
    assert SM4GCM(key).decrypt(nonce, expected, also) == plain


@BOTH
def test_a_changed_byte_opens_under_neither(cipher, settings):
    settings.CIPHER = cipher
    worker, nonce = cipher_of(new_key()), bytes(12)
    body = worker.encrypt(nonce, "张三的电话".encode(), b"1")

    for wrong in (body[:-1] + bytes([body[-1] ^ 1]), body[:5], b""):
        with pytest.raises(InvalidTag):
            worker.decrypt(nonce, wrong, b"1")
    with pytest.raises(InvalidTag):
        worker.decrypt(nonce, body, b"2")


def test_a_key_of_another_length_has_no_cipher():
    with pytest.raises(ValueError, match="24 bytes"):
        cipher_of(bytes(24))


@BOTH
def test_a_wrapped_key_opens_under_its_secret_and_purpose_alone(cipher, settings):
    settings.CIPHER = cipher
    key = new_key()
    wrapped = wrap(key, "secret", "files 1")

    assert len(key) == KEY_BYTES[cipher]
    assert len(wrapped) == WRAPPED, "columns and files need not know the cipher"
    assert unwrap(wrapped, "secret", "files 1") == key
    assert unwrap(wrapped, "another", "files 1") is None
    assert unwrap(wrapped, "secret", "files 2") is None
    assert unwrap(wrapped[:-1] + bytes([wrapped[-1] ^ 1]), "secret", "files 1") is None
    assert unwrap(wrapped[:-1], "secret", "files 1") is None


@BOTH
def test_a_large_file_is_read_back_and_one_cut_off_is_not(cipher, settings, tmp_path):
    settings.CIPHER = cipher
    plain, path = bytes(range(256)) * 9000, tmp_path / "file"  # three pieces
    target = io.BytesIO()
    writer = SealedWriter(target)
    writer.write(plain)
    writer.finish()
    path.write_bytes(target.getvalue())
    key = open_key(7, seal_key(7, writer.key))

    assert b"".join(read_sealed(path, key)) == plain
    path.write_bytes(target.getvalue()[: 1 << 20])
    with pytest.raises(CannotOpen):
        list(read_sealed(path, key))


def test_what_was_sealed_before_a_switch_of_ciphers_still_opens_and_takes_a_new_secret(
    settings,
):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "old" * 9, []
    settings.CIPHER = AES
    before = seal(1, b"before")
    settings.CIPHER = SM4
    after = seal(1, b"after")

    assert (open_sealed(1, before), open_sealed(1, after)) == (b"before", b"after")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 9, ["old" * 9]
    moved = [Sealed(reseal_key(1, one.key), one.body) for one in (before, after)]
    settings.SECRET_KEY_FALLBACKS = []
    assert [open_sealed(1, one) for one in moved] == [b"before", b"after"]
    assert [reseal_key(1, one.key) for one in moved] == [None, None]
    with pytest.raises(CannotOpen):
        open_sealed(1, after)


def test_this_machine_has_both():
    assert is_available(AES)
    assert is_available(SM4)
