"""Check texts of prevention: they are about matters and groups, never about a person.

In:   what an officer typed.    Out:  the text, or a refusal before anything is stored.
Cost: about 2 ms a clause where the tagger is installed.

Nothing is masked here: a dissent is kept word for word or not at all.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from huiying.base.errors import Refused
from huiying.base.refused_text import (
    refuse_accusation,
    refuse_classified,
    refuse_removal_request,
)
from huiying.base.search.personal import personal_kind

MAX_LINE, MAX_TEXT = 400, 4_000
_CLAUSES = re.compile(r"[，。；：、,;:!?！？\n（）()“”]+")
_PIECES = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff](?![\u4e00-\u9fff]))+"
)
_LANDLINE = re.compile(r"(?:0\d{2,3}-?)?\d{7,8}(?:-\d{1,5})?|1\d{4}|12345|\d{4}-\d{6,8}")


def checked_text(text: str, most: int, missing: str = "") -> str:
    """Return a text that may be kept, whoever it names.

    Args:
        most: Characters at most.
        missing: The sentence when there is none; "" = it may be empty.

    Raises:
        Refused: If it is missing or too long, accuses somebody, asks that posts be removed, or
            carries a mark of secrecy.
    """
    words = text.replace("\r\n", "\n").strip()
    if not words and missing:
        raise Refused(missing)
    if len(words) > most:
        raise Refused(
            _("最多 %(most)s 字，现在 %(here)s 字。") % {"most": most, "here": len(words)}
        )
    refuse_classified(words)
    refuse_accusation(words)
    refuse_removal_request(words)
    return words


def issue_text(text: str, most: int = MAX_TEXT, missing: str = "") -> str:
    """Return a text that names no person.

    Raises:
        Refused: As ``checked_text``; also if it names a person.
    """
    words = checked_text(text, most, missing)
    if names_a_person(words):
        raise Refused(
            _("评估和预案针对事项和群体，不针对个人：请删去姓名、电话、住址、账号后保存。")
        )
    return words


def names_a_person(text: str) -> bool:
    """Tell whether a text names a person, also in pieces (王 小 明) or in a clause."""
    together = _PIECES.sub(lambda found: re.sub(r"\s+", "", found[0]), text)
    clauses = {clause.strip() for part in (text, together) for clause in _CLAUSES.split(part)}
    return any(personal_kind(clause) is not None for clause in clauses if clause)


def unit_telephone(text: str) -> str:
    """Return a telephone of a unit.

    Raises:
        Refused: If it is none, or a mobile number: those are persons'.
    """
    number = "".join(text.split())
    if not _LANDLINE.fullmatch(number):
        raise Refused(_("请填写单位值班电话（固定电话），不填个人手机号码。"))
    return number
