"""Tell who sent a form what of it was masked.

In:   the request, the kinds of what was masked (``engine.masking.mask.LABELS``).
Out:  a sentence on the page that the answer leads to; it names kinds, never what was typed.
Cost: none without a find.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_WORDS: Final = {
    "name": gettext_noop("姓名"),
    "phone": gettext_noop("电话"),
    "address": gettext_noop("住址"),
    "identity": gettext_noop("证件号"),
    "account": gettext_noop("账号"),
    "plate": gettext_noop("车牌"),
    "mail": gettext_noop("邮箱"),
}


def say_what_was_masked(request: HttpRequest, kinds: Collection[str]) -> None:
    """Add the sentence; nothing when nothing was masked."""
    words = [_(word) for kind, word in _WORDS.items() if kind in kinds]
    if words:
        sentence = _("填写内容含个人信息，存入记录时已遮盖：%(kinds)s。审计记录不留个人信息。")
        messages.info(request, sentence % {"kinds": _("、").join(words)})
