"""What the columns of a file of posts may hold: the platforms and communities of the bureau.

In:   a bureau, the moment.    Out:  the columns with values and examples.
Cost: two queries.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from huiying.web.console.imports.forms import MEANINGS
from huiying.web.console.shared.column_help import ColumnHelp, listed
from huiying.web.shared.place_names import community_choices, platform_choices


def post_columns(bureau_id: int, now: datetime) -> list[ColumnHelp]:
    """Return the columns, under headings that the import recognizes."""
    platforms = [name for _value, name in platform_choices(bureau_id, now)]
    communities = [name for _value, name in community_choices(bureau_id)]
    known = listed(communities) if communities else _("本局尚未登记社区，可不填")
    values = {
        "title": (_("文字，300 字以内；标题、正文至少有一列"), _("停水两天没有通知")),
        "text": (_("文字；姓名、电话、账号保存前遮盖"), _("石榴巷从昨天早上停水到现在。")),
        "published_at": (
            _("日期和时间，如 2026-11-20 08:00；不清楚的不填"),
            "2026-11-20 08:00",
        ),
        "url": (_("原文网址，以 https:// 或 http:// 开头"), "https://forum.example/1"),
        "channel": (
            _("平台名单之一：%(names)s；其他名称记为“其他”") % {"names": listed(platforms)},
            platforms[0],
        ),
        "community": (
            _("已登记的社区、版块：%(names)s") % {"names": known} if communities else known,
            communities[0] if communities else "",
        ),
        "external_id": (_("来源自己的编号，用于识别重复；不填流水序号"), "TZ-0001"),
    }
    headings = {"url": _("链接"), "community": _("社区"), "external_id": _("编号")}
    return [
        ColumnHelp(headings.get(key, MEANINGS[key]), meaning, example)
        for key, (meaning, example) in values.items()
    ]
