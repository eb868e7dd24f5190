"""Words of the frozen facts of a share.

In:   the content of a share.    Out:  texts for a page.
Cost: none.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone


def as_of_words(content: dict[str, Any]) -> str:
    """Return the moment of which the facts are, as people read it."""
    at = datetime.fromisoformat(content["as_of"])
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
