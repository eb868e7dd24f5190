"""Refuse classified text with instructions, before anything is stored.

In:   texts that somebody typed.    Out:  nothing, or ``Classified``.
Cost: linear in the texts.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiying.base.errors import Classified
from huiying.policy.release.secrecy import classification_mark


def refuse_classified(*texts: str) -> None:
    """Refuse a text that carries a mark such as 机密★10年.

    Raises:
        Classified: With what to do instead.
    """
    if any(classification_mark(text) for text in texts):
        raise Classified(
            _(
                "这段文字带有密级标志，没有存下。涉密信息不上网：请从本机删去，"
                "经涉密渠道办理，并告知本局保密工作人员。"
            )
        )
