"""Record the database of a release, so that later versions are tested to upgrade it.

In:   nothing: the first days of the demonstration are played.
Out:  ``tests/upgrade/released/<version>/``: rows, and the migrations of their tables.
Cost: a minute. Run it once, at the release; what is there is never written again.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RELEASED = ROOT / "tests" / "upgrade" / "released"


def migration_files() -> dict[str, Path]:
    """Return our migrations by their names: ``app.0001_initial``."""
    files = (ROOT / "src" / "huiying").glob("**/migrations/[0-9]*.py")
    return {f"{path.parents[1].name}.{path.stem}": path for path in files}


def write_migrations(folder: Path) -> None:
    """Write the names of our migrations and a hash of each."""
    names = {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in sorted(migration_files().items())
    }
    (folder / "migrations.json").write_text(
        json.dumps(names, indent=1) + "\n", encoding="utf-8"
    )


def write_rows(folder: Path) -> None:
    """Write the rows of a backup; its key and its files are not needed."""
    from huiying.jobs.backup.archive import ROWS, back_up  # noqa: PLC0415 - needs Django ready

    with tempfile.TemporaryDirectory() as place:
        back_up(target=Path(place) / "backup.tar.gz")
        with tarfile.open(Path(place) / "backup.tar.gz") as archive:
            rows = archive.extractfile(ROWS)
            assert rows is not None  # noqa: S101
            packed = lzma.compress(rows.read(), preset=9 | lzma.PRESET_EXTREME)
    (folder / "rows.jsonl.xz").write_bytes(packed)


def play() -> None:
    """Play the demonstration up to its live part, and delete everyday posts."""
    from huiying.jobs.demo.runner import prepare  # noqa: PLC0415 - needs Django ready
    from huiying.work.collection.posts.models import Post  # noqa: PLC0415
    from huiying.work.incidents.candidates.models import Candidate  # noqa: PLC0415

    prepare()
    events = Candidate.objects.values("event_id")
    Post.objects.exclude(placement__event_id__in=events).delete()


def main() -> None:
    """Record the version that is installed."""
    target = RELEASED / version("huiying")
    if target.exists():
        sys.exit(f"{target} is there already: a release is recorded once.")
    with tempfile.TemporaryDirectory() as data:
        os.environ |= {
            "HUIYING_DATA_DIR": data,
            "HUIYING_DATABASE_URL": f"sqlite:///{data}/released.sqlite3",
            "DJANGO_SETTINGS_MODULE": "huiying.config.settings.demo",
        }
        from huiying.config.commands._django import migrate, ready  # noqa: PLC0415

        ready(migrated=False)
        migrate()
        play()
        target.mkdir(parents=True)
        write_rows(target)
    write_migrations(target)
    size = sum(path.stat().st_size for path in target.iterdir())
    sys.stdout.write(f"{target.relative_to(ROOT)}: {size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main()
