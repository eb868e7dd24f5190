"""A text that nobody can see is no text: no title, no reason, no answer consists of it.

In:   what was typed into a field.    Out:  nothing, or why it will not do.
Cost: none.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from huiying.engine.cleaning import strip_invisible


def says_something(text: str) -> None:
    """Refuse text of white space, zero-width and direction marks alone.

    Raises:
        ValidationError: If nothing of it can be seen.
    """
    if text and not strip_invisible(text).strip():
        raise ValidationError(_("只有看不见的字符，请写出文字。"), code="invisible")
