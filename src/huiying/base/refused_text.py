"""Refuse a text that may not be written here, before anything is stored.

In:   texts that somebody typed.    Out:  nothing, or a refusal with what to do instead.
Cost: linear in the texts.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiying.base.audit.masked_text import masked_text
from huiying.base.errors import Classified, Refused
from huiying.engine.reading.accusations import accusation_words
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
                "该段文字带有密级标志，未保存。涉密信息不上网：请从本机删除，经涉密"
                "渠道办理，并告知本局保密工作人员。"
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
                    "“%(words)s”属要求删除、屏蔽网上言论或处置账号，未发送。回应是"
                    "说明事实，不是不让人说话；删除之后，既不能查清，也不能说明。请"
                    "用公开回应澄清；确属违法信息的，由公安、网信部门依法定程序办理"
                    "，不经过本系统。转述群众原话的，请写明出处并加引号。"
                )
                % {"words": words}
            )


def refuse_accusation(*texts: str) -> None:
    """Refuse a text that accuses somebody: others would read it (《信访工作条例》第三十条).

    Raises:
        Refused: With the words that do.
    """
    for text in texts:
        if found := accusation_words(text):
            raise Refused(
                _(
                    "“%(words)s”属检举控告内容，未保存、未发送。请只写事情和办理情况；"
                    "检举控告依法转有权处理的机关，不经过本系统。"
                )
                % {"words": masked_text(found)}
            )
