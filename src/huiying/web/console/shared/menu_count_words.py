"""What the numbers of the menu count: it differs by who reads, and so it is said.

In:   the name of a page, its number, whether the reader sees the whole bureau.
Out:  a sentence part for the title of the line; "" where there is no number.
Cost: none.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

COUNTED = {
    "notices": _("待本单位签收的通报、口径 %(count)s 份"),
    "petitions": _("待您办理的信访事项 %(count)s 件"),
    "accusations": _("未办结的检举控告 %(count)s 件"),
    "tasks": _("待您办理的交办任务 %(count)s 项"),
    "dockets": _("待您办理的核实单 %(count)s 份"),
    "responses": _("待您发布或修改的回应 %(count)s 份"),
    "archive": _("待归档的事件 %(count)s 件"),
    "ledger": _("待说明或认定的违规 %(count)s 条"),
}
"""What the number of a page counts; that of incidents depends on who reads."""
EVERY_INCIDENT = _("全局未办结的事件 %(count)s 件")
UNIT_INCIDENTS = _("涉及本单位、未办结的事件 %(count)s 件")


def count_words(page: str, count: int, *, whole: bool) -> str:
    """Say what the number of a page counts.

    Args:
        whole: The reader sees every incident of the bureau, not those of a unit alone.
    """
    words = COUNTED.get(page)
    if page == "incidents":
        words = EVERY_INCIDENT if whole else UNIT_INCIDENTS
    return str(words) % {"count": count} if words and count else ""
