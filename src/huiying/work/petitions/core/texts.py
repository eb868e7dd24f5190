"""Check what officers write about a petition: masked, limited, refused if not allowed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiying.base.audit.masked_text import masked_text
from huiying.base.errors import Refused
from huiying.base.refused_text import refuse_classified

MAX_LINE = 400
MAX_TITLE = 40
MAX_REPLY = 8_000


def checked_words(text: str, most: int, missing: str = "") -> str:
    """Return a text without personal data.

    Args:
        most: Characters at most; a longer text is refused.
        missing: The sentence when nothing is left; "" = it may be empty.

    Raises:
        Refused: If it is empty and must not be, or too long.
        Classified: If it carries a classification mark.
    """
    refuse_classified(text)
    words = masked_text(text.replace("\r\n", "\n").strip())
    if not words and missing:
        raise Refused(missing)
    if len(words) > most:
        raise Refused(
            _("最多 %(most)s 字，现在 %(here)s 字。") % {"most": most, "here": len(words)}
        )
    return words
