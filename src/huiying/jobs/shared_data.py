"""Whether this machine has what all machines of an installation share: its key and its files.

In:   the key of the settings, ``DATA_DIR/files``, the database.
Out:  a sentence that says what is lacking and what to do; a mark in the folder of files.
Cost: three small queries and one file read; ``has_key`` and ``has_file_folder`` one query each
      and a few bytes.

Machines that share a database must share key and files: with another key nothing that was
sealed opens, and a worker that looks into a folder of its own takes every file for lost. So the
first start writes a mark into the folder of files and into the database, and whoever finds
another one, or none, refuses to work.
"""

from __future__ import annotations

import hmac
import os
import platform
import secrets
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from huiying.base.files import store
from huiying.base.files.private_folder import make_private_folder
from huiying.base.files.queries import FileState, newest_file_state
from huiying.base.files.sealing import all_secrets
from huiying.jobs import clock
from huiying.jobs.models import Installation
from huiying.work.collection.posts.voice_keys import newest_key_is_readable

FOLDER_FILE = ".folder"
HOST, FOLDER = "host:", "folder:"
REST = "见 docs/operations.md 的 Several machines。"


def lacking() -> str:
    """Say what this machine lacks of what is shared, and what to do; "" if nothing."""
    row = Installation.objects.first()
    if row is not None and not _is_own_key(row):
        return _other_key()
    if files_are_away():
        return f"连不上存放文件的 {store.place()}。请检查 HUIYING_FILES_URL、账号和网络。"
    if row is not None and _mark_of_files() != row.mark:
        return (
            f"这台机器上没有这个安装的文件：{store.place()} 是另一个目录，或者没有挂上。"
            f"请把原来的目录共享到这里，或用 HUIYING_DATA_DIR、"
            f"HUIYING_FILES_URL 指过去。{REST}"
        )
    state = newest_file_state()
    if state == FileState.LOCKED or not newest_key_is_readable():
        return _other_key()
    if state == FileState.MISSING:
        return (
            f"最新收下的文件不在 {store.place()} 里，或已损坏。请把存放文件的目录共享到这里，"
            f"或从备份取回；确实丢了，请运行 huiying doctor --adopt。{REST}"
        )
    return ""


def files_of_another() -> str:
    """Say that the bucket holds what another installation kept, before it is marked as ours.

    A folder lies in the data of its installation. A bucket is named by a setting, which is
    copied to a machine for trials; the check of files there would delete what is younger than
    the backup that was restored.
    """
    if not settings.FILES_URL or Installation.objects.exists() or not store.read_mark():
        return ""
    if next(store.lying(before=clock.real_now() + timedelta(days=1)), None) is None:
        return ""
    return (
        f"{store.place()} 里已有另一个安装的文件，没有使用。试恢复、试用请在 HUIYING_FILES_URL "
        "里换一个目录，或去掉它。那个安装确实不再使用，请先在存储里删除该目录下的 "
        f"{store.MARK}。见 docs/operations.md 的 Files at an S3。"
    )


def files_are_away() -> bool:
    """Tell whether the store of files does not answer; what it has is not known then."""
    try:
        store.read_mark()
    except store.StoreAway:
        return True
    return False


def _mark_of_files() -> str | None:
    """Return the mark beside the files; None if the store does not answer."""
    try:
        return store.read_mark()
    except store.StoreAway:
        return None


def _other_key() -> str:
    return (
        "这台机器的密钥不是这个安装的，打不开已经封存的内容。请把原来的 secret.key（在别的机器"
        f"上，或在备份里）放进 {settings.DATA_DIR}，或设同一个 HUIYING_SECRET_KEY。{REST}"
    )


def has_file_folder() -> bool:
    """Tell whether the folder of files is the installation's; yes before it was ever marked."""
    row = Installation.objects.first()
    return row is None or _mark_of_files() == row.mark


def has_key() -> bool:
    """Tell whether the secret key is the installation's; yes before it was ever marked."""
    row = Installation.objects.first()
    return row is None or _is_own_key(row)


def _is_own_key(row: Installation) -> bool:
    """Tell whether one of the keys of this machine is the installation's."""
    hashes = (key_hash(row.mark, one) for one in all_secrets())
    return any(hmac.compare_digest(row.key_hash, one) for one in hashes)


def is_first_key_adopted() -> bool:
    """Tell whether the key that seals is the one by which machines know the installation."""
    row = Installation.objects.first()
    return row is None or hmac.compare_digest(row.key_hash, key_hash(row.mark))


def register_installation(*, anew: bool = False) -> None:
    """Mark key and folder as the installation's, unless another one did.

    Args:
        anew: Also when it was marked before: what is here counts from now on.
    """
    row = Installation.objects.first()
    if row is not None and not anew:
        return
    mark = secrets.token_hex(16)
    store.write_mark(mark)  # else the row would lock everybody out
    values = {"mark": mark, "key_hash": key_hash(mark)}
    Installation.objects.update_or_create(pk=1, defaults=values)


def adopt_key(secret: str) -> None:
    """Let another key be the installation's, as after a restore."""
    for row in Installation.objects.all():
        Installation.objects.filter(pk=row.pk).update(key_hash=key_hash(row.mark, secret))


def key_hash(mark: str, secret: str = "") -> str:
    """Return what tells a key from another one and does not give it away."""
    key = (secret or settings.SECRET_KEY).encode()
    return hmac.digest(key, f"huiying installation {mark}".encode(), "sha256").hex()


def read_mark(folder: Path, name: str) -> str:
    """Return the mark of a folder; "" if it has none, or cannot be read."""
    try:
        return (folder / name).read_text("ascii").strip()
    except (OSError, ValueError):
        return ""


# Files that lie on one machine alone


def machine_of(path: Path) -> str:
    """Return what has a file: the data folder, which machines may share, or this machine."""
    data = Path(settings.DATA_DIR)
    return f"{FOLDER}{_own_mark(data)}" if path.is_relative_to(data) else _host()


def is_of_this_machine(machine: str) -> bool:
    """Tell whether a file that ``machine_of`` was asked about should be here."""
    data = Path(settings.DATA_DIR)
    return machine in (_host(), f"{FOLDER}{read_mark(data, FOLDER_FILE)}")


def _host() -> str:
    return f"{HOST}{platform.node()[:80]}"


def _own_mark(folder: Path) -> str:
    with suppress(FileExistsError):
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        descriptor = os.open(make_private_folder(folder) / FOLDER_FILE, flags, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as handle:
            handle.write(secrets.token_hex(16))
    return read_mark(folder, FOLDER_FILE)
