"""Check what is written of a risk: a matter, never a person or a group who petitions.

In:   a text that an officer typed.    Out:  the text, or a refusal with what to write instead.
Cost: linear in the text.

Elsewhere personal data are masked. Here a text that names somebody is refused: with the name
taken out it would still say that the risk is a person.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiying.base.audit.masked_text import masked_text
from huiying.base.errors import Refused
from huiying.policy.prevention.matters import people_named
from huiying.work.prevention.core.issue_text import checked_text, names_a_person

MAX_TITLE, MAX_TEXT, MAX_REASON = 80, 2_000, 400


def matter_text(text: str, most: int, missing: str = "") -> str:
    """Return a text of a matter.

    Args:
        most: Characters at most; a longer text is refused.
        missing: The sentence when nothing is left; "" = it may be empty.

    Raises:
        Refused: As ``checked_text``; also if it names people.
    """
    words = checked_text(text, most, missing)
    if named := people_named(words):
        raise Refused(
            _(
                "“%(words)s”指向人或信访群体，未保存。风险点写事项，不写人："
                "请写明什么事、什么地方、什么时候可能引发反映。"
            )
            % {"words": named}
        )
    if names_a_person(words) or masked_text(words) != words:
        raise Refused(
            _(
                "文中疑似含姓名、电话、账号或住址，未保存。风险点写事项，不写人："
                "请删去个人信息，写明事项、地点和时间。"
            )
        )
    return words
