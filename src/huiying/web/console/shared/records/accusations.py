"""Sentences of the restricted chain: acts on accusations, for who may see the row."""

from __future__ import annotations

from django.utils.translation import gettext_noop

ACCUSATIONS: dict[str, str] = {
    "accusation.received": gettext_noop("%(who)s收到检举控告 %(ref)s"),
    "accusation.opened": gettext_noop("%(who)s写明理由查看检举控告 %(ref)s 的原件"),
    "accusation.file_opened": gettext_noop("%(who)s打开检举控告 %(ref)s 的一份附件"),
    "accusation.accused_named": gettext_noop("%(who)s登记检举控告 %(ref)s 涉及的单位、人员"),
    "accusation.supplemented": gettext_noop("%(who)s收到检举控告 %(ref)s 的补充材料"),
    "accusation.transferred": gettext_noop("%(who)s登记检举控告 %(ref)s 已转送"),
    "accusation.ending_asked": gettext_noop("%(who)s提出检举控告 %(ref)s 的处理，待另一人签署"),
    "accusation.ending_refused": gettext_noop("%(who)s未同意检举控告 %(ref)s 的处理"),
    "accusation.handed_back": gettext_noop("%(who)s签署检举控告 %(ref)s 转为信访事项"),
    "accusation.erased": gettext_noop("%(who)s签署检举控告 %(ref)s 的删除，内容不可恢复"),
}
