"""Encrypt a backup to public keys, and open it with the private one, which is elsewhere.

In:   age recipients (``HUIYING_BACKUP_RECIPIENTS``); the file of a private key.
Out:  a file in the format of age (https://age-encryption.org/v1): X25519, ChaCha20-Poly1305.
Cost: some milliseconds a megabyte; memory for one piece of 64 KB.

The installation knows the public keys alone: who takes the machine over reads what is on it
now, and no older backup. The format is not ours: ``age -d -i KEY FILE`` opens it as well.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

import pyrage
from django.conf import settings

from huiying.base.files.private_folder import make_private_folder
from huiying.jobs.backup.errors import CannotBackUp
from huiying.jobs.backup.parts import drop_parts, part_prefix

HEADER = b"age-encryption.org/v1\n"
PRIVATE = "AGE-SECRET-KEY-"  # how the line of a private key begins
NO_MATCH = "No matching keys"  # the library's words for a key that is not among the recipients
PLAIN_PREFIX = ".opened-"  # how the name of a decrypted copy begins, before its process


def recipients() -> list[pyrage.x25519.Recipient]:
    """Return the public keys of the settings; none when backups are not encrypted.

    Raises:
        CannotBackUp: If one of them is no public key of age.
    """
    found = []
    for text in settings.BACKUP_RECIPIENTS:
        try:
            found.append(pyrage.x25519.Recipient.from_str(text))
        except pyrage.RecipientError as error:
            hint = (
                "是私钥，不能放在这里"
                if text.startswith(PRIVATE)
                else "不是 age 的公钥（age1…）"
            )
            raise CannotBackUp(
                f"没有备份：HUIYING_BACKUP_RECIPIENTS 的第 {len(found) + 1} 个{hint}。"
            ) from error
    return found


@contextmanager
def encrypting(target: BinaryIO, keys: list[pyrage.x25519.Recipient]) -> Iterator[IO[bytes]]:
    """Yield what takes plain bytes and writes them encrypted; without keys the target itself.

    Raises:
        OSError: If the target cannot be written.
    """
    if not keys:
        yield target
        return
    reader, writer = os.pipe()
    failed: list[BaseException] = []
    watched = _Watched(target)

    def encrypt() -> None:
        with os.fdopen(reader, "rb") as plain:
            try:
                pyrage.encrypt_io(plain, watched, keys)
            except BaseException as error:  # raised in the thread that writes
                failed.append(error)

    thread = threading.Thread(target=encrypt, name="backup encryption")
    thread.start()
    try:
        with os.fdopen(writer, "wb") as plain:
            yield plain
    except BrokenPipeError:
        pass  # why the other end was closed is raised below
    finally:
        thread.join()
    if failed:
        raise watched.failure or failed[0]


class _Watched:
    """What a library writes into, which tells of a full disk in words of its own alone."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self.failure: OSError | None = None

    def write(self, body: bytes) -> int:
        """Write, and keep why it could not be."""
        try:
            return self._target.write(body)
        except OSError as error:
            self.failure = error
            raise

    def flush(self) -> None:
        """Pass on what waits."""
        self._target.flush()


def is_encrypted(path: Path) -> bool:
    """Tell whether a file is encrypted.

    Raises:
        OSError: If it cannot be read.
    """
    with path.open("rb") as file:
        return file.read(len(HEADER)) == HEADER


@contextmanager
def opened(path: Path, key: Path | None) -> Iterator[Path]:
    """Yield a readable copy of a backup, dropped afterwards; itself if it is not encrypted.

    Args:
        key: The file of a private key; of no use to a file that is not encrypted.

    Raises:
        CannotBackUp: If the key is missing, wrong or none, or the file is damaged.
        OSError: If the file cannot be read, or there is no room for the copy.
    """
    if not is_encrypted(path):
        yield path
        return
    if key is None:
        raise CannotBackUp(
            "这份备份是加密的，本机没有打开它的私钥。请取来私钥文件，加 --key 文件。"
        )
    folder = make_private_folder(Path(settings.DATA_DIR))
    drop_parts(folder, kind=PLAIN_PREFIX)
    name = part_prefix(PLAIN_PREFIX)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=name) as plain:  # mode 600
        _decrypt(path, plain, read_key(key))
        plain.flush()
        yield Path(plain.name)


def _decrypt(path: Path, plain: IO[bytes], key: list[pyrage.x25519.Identity]) -> None:
    try:
        with path.open("rb") as source:
            pyrage.decrypt_io(source, plain, key)
    except (pyrage.DecryptError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # of a disk; the library's own words for a damaged file have no number
        if NO_MATCH in str(error):
            raise CannotBackUp("这个私钥打不开这份备份：它是用另一个公钥加密的。") from error
        raise CannotBackUp(
            "这份备份已损坏或不完整（只写了一半，或传输时出错），打不开。请换一份。"
        ) from error


def read_key(path: Path) -> list[pyrage.x25519.Identity]:
    """Return the private keys in a file, one a line; lines with # are comments.

    Raises:
        CannotBackUp: If there is none.
    """
    try:
        lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
        found = [
            pyrage.x25519.Identity.from_str(one) for one in lines if one.startswith(PRIVATE)
        ]
    except OSError as error:
        raise CannotBackUp(f"私钥文件 {path} 读不出来：{error.strerror}。") from error
    except (pyrage.IdentityError, UnicodeDecodeError) as error:
        raise CannotBackUp(f"{path} 里的私钥不完整或已损坏。") from error
    if not found:
        raise CannotBackUp(f"{path} 里没有私钥（以 {PRIVATE} 开头的一行）。")
    return found


def make_key(path: Path) -> str:
    """Write a new private key, which its owner alone can read; return its public key.

    Raises:
        CannotBackUp: If the file exists or cannot be written.
    """
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"# public key: {public}\n{identity}\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise CannotBackUp(f"没有写成私钥 {path}：{error.strerror}。") from error
    return public
