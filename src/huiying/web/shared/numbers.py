"""Show a public number with the kind of row that it belongs to: 事件 2026-0005.

In:   a kind, a number.    Out:  words in the language of the reader.
Cost: a look-up.

Incidents, notices and answers count each for themselves in one form, so a number alone names
three things; every other kind of row has a letter of its own (``C2026-0001`` is a docket). A
number stands alone only in a column, a list or a heading of its own kind.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

KINDS: Final = {
    "incident": gettext_noop("事件 %(number)s"),
    "notice": gettext_noop("通报 %(number)s"),
    "answer": gettext_noop("回应 %(number)s"),
}
"""The kinds whose numbers have no letter, by the word of the record."""


def numbered(kind: str, number: str) -> str:
    """Return a number with its kind before it; without one of ``KINDS`` as it is.

    >>> numbered("docket", "C2026-0001")
    'C2026-0001'
    """
    return _(KINDS[kind]) % {"number": number} if kind in KINDS and number else number
