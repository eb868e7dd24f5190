"""The name of one rendering of the public form: what is sent twice counts once.

In:   nothing, or what a form carries.    Out:  a name that nobody guesses.
Cost: none.

The query code is computed from it (``work/petitions/core/query_codes.py``): a browser whose
first answer was lost sends the form again, and is shown the same receipt.
"""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

FIELD = "form"
SHOWN_AGAIN = timedelta(minutes=15)
"""So long the same form is answered with its receipt; afterwards the code alone leads on."""
_FORM_ID = re.compile(r"[A-Za-z0-9_-]{32}")


def new_form_id() -> str:
    """Return a new name: 192 random bits."""
    return secrets.token_urlsafe(24)


def read_form_id(sent: str) -> str:
    """Return the name that a form carries; a new one if it carries none of ours."""
    return sent if _FORM_ID.fullmatch(sent) else new_form_id()
