"""The folder of a drill: all that its installation has, and the files by which it is reached.

In:   the folder.    Out:  the seed, the result, two flags.
Cost: one small file each.

The seed goes in before the drill starts, the result comes out when it ended; besides these the
bureau's installation writes only the warning that a real incident runs.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from huiying.base.files.private_folder import make_private_folder

SEED, RESULT, PROGRESS = "seed.json", "result.json", "progress.json"
WARNING, END, SEEN, LOCK = "real.json", "end.flag", "seen.txt", "lock"
DATABASE = "drill.sqlite3"
MOST_BYTES = 8_000_000  # of a result


def drills_folder(data: Path) -> Path:
    """Return where the drills of an installation are."""
    return data / "drills"


def drill_folder(data: Path, number: str) -> Path:
    """Return the folder of a drill by its number."""
    return drills_folder(data) / number


def write_json(path: Path, value: Any) -> None:
    """Write a file that is there whole or not at all, readable by its owner alone."""
    make_private_folder(path.parent)
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, delete=False, encoding="utf-8"
    ) as handle:
        json.dump(value, handle, ensure_ascii=False)
    os.replace(handle.name, path)  # noqa: PTH105 - atomic replacement


def read_json(path: Path) -> Any:
    """Return the value in a file; None if there is none yet.

    Raises:
        ValueError: If it is no JSON, or larger than any result.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"{path.name} is too large")
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def ask_to_end(folder: Path) -> None:
    """Ask the drill to end now."""
    (folder / END).touch()


def is_end_requested(folder: Path) -> bool:
    """Tell whether somebody asked the drill to end."""
    return (folder / END).exists()


def warn_of_incidents(folder: Path, numbers: Sequence[str]) -> None:
    """Leave word in the drill that real grave incidents run; none = take it back."""
    if numbers:
        write_json(folder / WARNING, list(numbers))
    else:
        (folder / WARNING).unlink(missing_ok=True)


def real_incidents(folder: Path) -> list[str]:
    """Return the numbers of real grave incidents that run while this is practised."""
    try:
        numbers = read_json(folder / WARNING)
    except ValueError:
        return []
    return [str(one) for one in numbers or ()]


def note_seen(folder: Path, now: datetime) -> None:
    """Note the drill's own time: a process that was killed goes on from there."""
    part = folder / f"{SEEN}.part"
    part.write_text(now.isoformat(), encoding="ascii")
    part.replace(folder / SEEN)


def last_seen(folder: Path) -> datetime | None:
    """Return the time that the drill's clock showed last; None = it never went."""
    try:
        return datetime.fromisoformat((folder / SEEN).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None
