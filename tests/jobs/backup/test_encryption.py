"""Backups for a public key: only the private one opens them, and what is wrong is said."""

from __future__ import annotations

import errno
import io
import os
import tarfile

import pyrage
import pytest
from django.core.management import call_command

from huiying.base.accounts.core.models import Bureau
from huiying.base.rulebook.actions.adopt import adopt_default
from huiying.jobs.backup import encryption
from huiying.jobs.backup.archive import back_up
from huiying.jobs.backup.encryption import encrypting, is_encrypted, make_key, opened, read_key
from huiying.jobs.backup.errors import CannotBackUp
from huiying.jobs.backup.restoring import restore
from tests.factories import T0, make_cast
from tests.scenarios.incidents import restart_workers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def key(tmp_path, settings):
    """A private key elsewhere, its public key in the settings."""
    settings.DATA_DIR = tmp_path / "data"
    path = tmp_path / "stick" / "backup.key"
    path.parent.mkdir()
    settings.BACKUP_RECIPIENTS = [make_key(path)]
    restart_workers()
    return path


@pytest.fixture
def yunchuan(db):
    cast = make_cast("yunchuan", "云川区")
    adopt_default(bureau=cast.bureau, now=T0)
    return cast


@pytest.fixture
def sealed(yunchuan, tmp_path):
    """A backup that was written, in an installation that is empty now."""
    path = tmp_path / "b.tar.gz.age"
    assert back_up(target=path).encrypted
    call_command("flush", interactive=False, verbosity=0)
    restart_workers()
    return path


def refused(source, key) -> str:
    with pytest.raises(CannotBackUp) as caught:
        restore(source=source, key=key)
    assert not Bureau.objects.exists()
    assert "没有恢复任何内容" in str(caught.value)
    return str(caught.value)


def test_the_private_key_opens_what_the_public_one_closed(sealed, key):
    done = restore(source=sealed, key=key)

    assert done.rows
    assert Bureau.objects.get().slug == "yunchuan"


def test_nothing_of_it_can_be_read_without_the_key(sealed, settings):
    body = sealed.read_bytes()

    assert is_encrypted(sealed)
    assert not tarfile.is_tarfile(sealed)
    assert settings.SECRET_KEY.encode() not in body
    assert "没有打开它的私钥" in refused(sealed, None)


def test_another_private_key_is_told_from_damage(sealed, tmp_path):
    make_key(tmp_path / "other.key")

    assert "用另一个公钥加密" in refused(sealed, tmp_path / "other.key")


@pytest.mark.parametrize("part", [0.05, 0.5, 0.999])
def test_a_file_that_was_written_by_half_is_damaged(sealed, key, part):
    body = sealed.read_bytes()
    sealed.write_bytes(body[: max(int(len(body) * part), 30)])

    assert "损坏或不完整" in refused(sealed, key)


def test_one_changed_byte_is_found(sealed, key):
    body = bytearray(sealed.read_bytes())
    body[len(body) // 2] ^= 1
    sealed.write_bytes(body)

    assert "损坏或不完整" in refused(sealed, key)


def test_the_decrypted_copy_is_private_and_gone_afterwards(sealed, key, settings):
    with opened(sealed, key) as plain:
        assert tarfile.is_tarfile(plain)
        assert plain.stat().st_mode & 0o077 == 0
        assert plain.is_relative_to(settings.DATA_DIR)

    assert not list(settings.DATA_DIR.glob(f"{encryption.PLAIN_PREFIX}*"))


def test_a_key_has_one_owner_and_is_never_written_over(tmp_path, key):
    assert key.stat().st_mode & 0o077 == 0
    assert isinstance(read_key(key)[0], pyrage.x25519.Identity)
    with pytest.raises(CannotBackUp, match="没有写成私钥"):
        make_key(key)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("AGE-SECRET-KEY-1QQQQ", "不完整或已损坏"),
        ("age1abc", "没有私钥"),
        (None, "读不出来"),
    ],
)
def test_a_file_that_is_no_key_is_said(sealed, tmp_path, text, why):
    path = tmp_path / "no.key"
    if text is not None:
        path.write_text(text)

    assert why in refused(sealed, path)


@pytest.mark.parametrize(
    ("text", "why"), [("age1abc", "不是 age 的公钥"), ("AGE-SECRET-KEY-1X", "是私钥")]
)
def test_a_public_key_that_is_none_stops_the_backup(yunchuan, settings, tmp_path, text, why):
    settings.BACKUP_RECIPIENTS = [text]

    with pytest.raises(CannotBackUp, match=why):
        back_up(target=tmp_path / "x.age")
    assert not (tmp_path / "x.age").exists()


class FullDisk(io.RawIOBase):
    """A file on a disk without room."""

    def writable(self):
        return True

    def write(self, _body):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_ends_the_encryption_with_its_reason(settings):
    keys = encryption.recipients()

    def write():
        with encrypting(FullDisk(), keys) as plain:
            for _ in range(100):
                plain.write(os.urandom(1 << 16))

    with pytest.raises(OSError, match="No space left") as caught:
        write()

    assert caught.value.errno == errno.ENOSPC


def test_two_persons_may_each_hold_a_key(yunchuan, settings, tmp_path, key):
    second = tmp_path / "second.key"
    settings.BACKUP_RECIPIENTS = [*settings.BACKUP_RECIPIENTS, make_key(second)]
    back_up(target=tmp_path / "b.age")

    for one in (key, second):
        with opened(tmp_path / "b.age", one) as plain:
            assert tarfile.is_tarfile(plain)
