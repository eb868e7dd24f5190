"""Refuse a text that may not be written here, before anything is stored.

In:   texts that somebody typed.    Out:  nothing, or a refusal with what to do instead.
Cost: linear in the texts.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiying.base.errors import Classified, Refused
from huiying.policy.release.removal_requests import removal_request
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


def refuse_removal_request(*texts: str) -> None:
    """Refuse what asks another body to delete, block or report what people wrote.

    Raises:
        Refused: With the words that ask for it, the reason and the lawful way.
    """
    for text in texts:
        if words := removal_request(text):
            raise Refused(
                _(
                    "“%(words)s”是要求删除、屏蔽网上的话或者处置账号，没有发出：回应是说明事实，"
                    "不是让人不说，删了也查不清、说不明。请用公开回应澄清；确属违法信息的，由公安、"
                    "网信部门依法定程序办理，不经过本系统。转述群众的话，请写明是谁说的并加引号。"
                )
                % {"words": words}
            )
