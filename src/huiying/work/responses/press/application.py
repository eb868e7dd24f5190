"""The application for a press conference in its canonical shape, and its hash.

In:   a conference.    Out:  what an approval is bound to.
Cost: pure, but for the incident that the conference's incident became.
"""

from __future__ import annotations

from typing import Any

from huiying.policy.core.hashing import hash_of_content
from huiying.policy.time.zone import LOCAL
from huiying.work.responses.press.models import PressConference


def press_content(row: PressConference) -> dict[str, Any]:
    """Return an application in its canonical shape: an approval binds exactly this."""
    return {
        "number": row.number,
        "incident": row.incident.current.number,
        "form": row.form,
        "title": row.title,
        "planned_at": row.planned_at.astimezone(LOCAL).isoformat(),
        "place": row.place,
        "host": row.host,
        "speakers": row.speakers,
        "media": row.media,
        "content": row.content,
    }


def hash_of_press(row: PressConference) -> str:
    """Return the hash that an approval of an application is bound to."""
    return hash_of_content(press_content(row))
