"""Sentences of the record about what who sent something in does by his query code."""

from __future__ import annotations

from django.utils.translation import gettext_noop

SENT_IN: dict[str, str] = {
    "petition.supplemented": gettext_noop("信访人补充信访事项 %(ref)s，附件 %(files)s 件"),
    "petition.rated": gettext_noop("信访人评价信访事项 %(ref)s 的答复"),
    "petition.rating_changed": gettext_noop("信访人修改对信访事项 %(ref)s 答复的评价"),
    "petition.code_replaced": gettext_noop("%(who)s补发信访事项 %(ref)s 的查询码：%(reason)s"),
}
