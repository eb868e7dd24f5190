"""Style sheets, scripts and drawings under names that hold a hash, and compressed.

In:   the static files of the apps.    Out:  copies in ``STATIC_ROOT``, and the names they have.
Cost: about two seconds at the first start of a version, some milliseconds at every other.

A browser keeps what has a hash in its name for ever and asks no more. A process that finds no
copies (a disk that is full, a command that serves nothing) uses the plain names, which are
served as well, and asked about every minute.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

import huiying
from huiying.base.files.private_folder import make_private_folder

log = logging.getLogger("huiying.web")


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names with a hash where there are copies, else the plain ones."""

    def read_manifest(self) -> str | None:
        """Return the list of copies; None where there is none, or it cannot be read."""
        try:
            found: str | None = super().read_manifest()
        except OSError:
            return None
        return found

    def stored_name(self, name: str) -> str:
        """Return the name under which a file is served."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name


def collect_static_files() -> bool:
    """Copy the files if they changed; return whether it was done.

    One process at a time; a disk that takes nothing leaves the plain names.
    """
    try:
        folder = make_private_folder(Path(settings.STATIC_ROOT))
        with (folder / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            stamp, collected = folder / ".collected", _stamp()
            if stamp.is_file() and stamp.read_text("ascii") == collected:
                return False
            stamp.unlink(missing_ok=True)
            call_command("collectstatic", verbosity=0, interactive=False)
            stamp.write_text(collected, "ascii")
    except OSError as error:
        log.warning("static files are served under their plain names: %s", error)
        return False
    return True


def _stamp() -> str:
    """Return what changes with any of the files."""
    digest = hashlib.sha256(huiying.__version__.encode())
    for finder in get_finders():
        for name, storage in finder.list(None):
            stat = Path(storage.path(name)).stat()
            digest.update(f"\n{name}:{stat.st_size}:{stat.st_mtime_ns}".encode())
    return digest.hexdigest()
