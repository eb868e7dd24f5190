"""Record that an upload was refused because the scanner found malicious code in it."""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.record import record


def note_infected(*, bureau: Bureau, officer: Officer | None, name: str, now: datetime) -> None:
    """Record it: by whom, if somebody is signed in, and what the scanner calls it.

    Nothing of the file is kept, neither its name nor a hash.
    """
    record(bureau, "file.infected", officer, now, found=name)
