"""Say how many distinct voices speak, in the only way in which a screen says it.

In:   an exact count.    Out:  words.    Cost: none.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiying.policy.core.voices import LEAST_SHOWN, shown_voices


def voices_line(count: int) -> str:
    """Return the sentence above the posts of an event or an incident."""
    shown = shown_voices(count)
    if shown is None:
        words = _("不足 %(least)s 人") % {"least": LEAST_SHOWN}
    else:
        words = _("至少 %(count)s 个") % {"count": shown} if shown else _("未知")
    return _(
        "重复帖文归为一组，不作删减。作者不显示、不检索，只统计发帖人数（去标识）：%(voices)s。"
    ) % {"voices": words}
