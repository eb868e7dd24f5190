"""Check what officers write about a petition: masked, limited, refused if not allowed."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Unit
from huiying.base.audit.masked_text import masked_text
from huiying.base.errors import Refused
from huiying.base.refused_text import refuse_classified

MAX_LINE = 400
MAX_TITLE = 40
MAX_REPLY = 8_000


def checked_words(
    text: str, most: int, missing: str = "", *, numbers: Collection[str] = ()
) -> str:
    """Return a text without personal data.

    Args:
        most: Characters at most; a longer text is refused.
        missing: The sentence when nothing is left; "" = it may be empty.
        numbers: Telephones of offices, which a letter has to name; they stay.

    Raises:
        Refused: If it is empty and must not be, or too long.
        Classified: If it carries a classification mark.
    """
    refuse_classified(text)
    words = _masked(text.replace("\r\n", "\n").strip(), numbers)
    if not words and missing:
        raise Refused(missing)
    if len(words) > most:
        raise Refused(
            _("最多 %(most)s 字，现在 %(here)s 字。") % {"most": most, "here": len(words)}
        )
    return words


def office_numbers(bureau_id: int) -> list[str]:
    """Return the telephones of a bureau's units, the longest first."""
    rows = Unit.objects.filter(bureau_id=bureau_id).exclude(phone="")
    return sorted({phone.strip() for phone in rows.values_list("phone", flat=True)}, key=len)[
        ::-1
    ]


def _masked(text: str, numbers: Collection[str]) -> str:
    if not numbers:
        return masked_text(text)
    pattern = "|".join(re.escape(number) for number in numbers)
    parts = re.split(f"({pattern})", text)  # every second part is such a number
    return "".join(part if place % 2 else masked_text(part) for place, part in enumerate(parts))
