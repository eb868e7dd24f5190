"""Seal everything anew under a new key, until the old one opens nothing that is left.

In:   the keys of the settings: the one that seals first, then those that open as well.
Out:  every sealed key and text under the first; what is under which; records in every bureau.
Cost: one read of each sealed column, one update of each value that is under an older key; no
      file is read or written.

It may be killed at any moment and started again: a value is under one key or the other, both
open it, and what is done is skipped. Bodies stay as they are: who had the old key and a copy of
the database from that time can still read that copy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused
from huiying.base.files.digest_secret import has_digest_secret, keep_digest_secret
from huiying.base.files.sealing import all_secrets
from huiying.jobs.installation_record import record_for_every_bureau
from huiying.jobs.key_rotation.sealed_columns import (
    SealedColumn,
    SealedUnder,
    put,
    resealed,
    sealed_columns,
    sealed_values,
)
from huiying.jobs.shared_data import adopt_key, is_first_key_adopted

OnProgress = Callable[[str, int], None]  # column, values that were looked at


@dataclass(frozen=True, slots=True)
class ColumnState:
    """How many values of a column are under which key."""

    label: str
    current: int = 0
    older: int = 0
    unreadable: int = 0


def state_of_keys() -> list[ColumnState]:
    """Count under which key everything is sealed; it changes nothing."""
    return [_walk(column, write=False) for column in sealed_columns()]


def rotate(on_progress: OnProgress, by: Actor) -> list[ColumnState]:
    """Seal anew what is under an older key; return how everything stands afterwards.

    Args:
        by: Who ran the command, for the record.

    Raises:
        Refused: If there is no older key.
    """
    if not settings.SECRET_KEY_FALLBACKS:
        raise Refused("只有一个密钥，没有可更换的。请先运行 huiying rotate-key --new。")
    with transaction.atomic():
        keep_digest_secret()
        # Processes that do not know the new key yet see here that they must not go on.
        adopt_key(settings.SECRET_KEY)
    keys = {"keys": len(all_secrets())}
    record_for_every_bureau("installation.key_rotation_began", keys, by)
    changed = sum(
        _walk(column, write=True, on_progress=on_progress).older for column in sealed_columns()
    )
    found = state_of_keys()
    older = sum(one.older for one in found)
    counts = {"changed": changed, "older": older}
    record_for_every_bureau("installation.key_rotated", counts, by)
    return found


def refuse_to_drop() -> None:
    """Refuse to drop the older keys while anything needs them.

    Raises:
        Refused: If something is still sealed under one, or nothing was rotated.
    """
    if not settings.SECRET_KEY_FALLBACKS:
        raise Refused("只有一个密钥，没有可停用的旧密钥。")
    if not is_first_key_adopted() or not has_digest_secret():
        raise Refused("还没有用新密钥重新封存过，不能停用旧密钥。请先运行 huiying rotate-key。")
    found = [one for one in state_of_keys() if one.older]
    if found:
        named = "、".join(f"{one.label} {one.older} 处" for one in found)
        raise Refused(
            f"还有内容用旧密钥封存（{named}），不能停用。请先运行 huiying rotate-key。"
        )


def record_drop(by: Actor) -> None:
    """Record that the older keys are no longer in force."""
    keys = {"keys": len(settings.SECRET_KEY_FALLBACKS)}
    record_for_every_bureau("installation.key_dropped", keys, by)


def record_new_key(by: Actor) -> None:
    """Record that a new key was made and put in force by whoever has the server."""
    record_for_every_bureau("installation.key_made", {}, by)


def _walk(
    column: SealedColumn, *, write: bool, on_progress: OnProgress | None = None
) -> ColumnState:
    counts = dict.fromkeys(SealedUnder, 0)
    last_key, count = 0, 0
    while batch := list(sealed_values(column, last_key)):
        with transaction.atomic():
            for pk, bureau, value in batch:
                under, new = resealed(column, bureau, value)
                if write and under is SealedUnder.OLDER and not put(column, pk, value, new):
                    continue  # somebody changed it meanwhile, under the key in force
                counts[under] += 1
        last_key, count = batch[-1][0], count + len(batch)
        if on_progress is not None:
            on_progress(column.label, count)
    return ColumnState(
        column.label,
        counts[SealedUnder.CURRENT],
        counts[SealedUnder.OLDER],
        counts[SealedUnder.NONE],
    )
