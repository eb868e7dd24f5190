"""Refuse texts that consist of invisible characters only."""

from __future__ import annotations

from unicodedata import category

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

INVISIBLE_CATEGORIES = frozenset(
    ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me")
)  # alone, without a letter
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # fillers, which count as letters


def refuse_invisible_text(text: object) -> None:
    """Refuse text of white space, zero-width and direction marks, fillers and the like alone.

    Raises:
        ValidationError: If nothing of it can be seen.
    """
    if not isinstance(text, str) or not text:  # a field of JSON is one of text to Django
        return
    if all(one in BLANK_LETTERS or category(one) in INVISIBLE_CATEGORIES for one in text):
        raise ValidationError(_("仅含不可见字符，请填写文字。"), code="invisible")
