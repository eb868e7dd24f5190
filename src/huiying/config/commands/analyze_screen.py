"""What ``huiying analyze`` prints: the columns it took, and the largest incidents.

In:   what was read, the incidents.    Out:  at most about 100 lines, however long the file is.
Cost: at most 200 posts read an incident shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from huiying.config.commands.analyze_posts import quotations_of
from huiying.engine.text.shortening import shorten
from huiying.policy.time.zone import LOCAL
from huiying.reasons.rendering import render_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from huiying.engine.analysis import FoundIncident
    from huiying.engine.types import Post
    from huiying.work.collection.files.mapping import Mapping as Columns
    from huiying.work.collection.files.readers import RowSource

SHOWN_INCIDENTS: Final = 20
_QUOTATIONS: Final = 2
_LEAST_WIDTH: Final = 40
_NAMES: Final = {"text": "正文", "title": "标题", "published_at": "发布时间", "channel": "平台"}
_OPTIONS: Final = {"text": "--text", "title": "--title", "published_at": "--time"}


def columns_words(columns: Columns) -> str:
    """Say which column of the file was taken for what, and which was not found."""
    taken = columns.as_dict()
    named = [f"{name}取自“{taken[key]}”列" for key, name in _NAMES.items() if taken[key]]
    missing = [name for key, name in _NAMES.items() if not taken[key]]
    without = f"；没有找到{'、'.join(missing)}列" if missing else ""
    return f"{'，'.join(named)}{without}。取错了，请用 {'、'.join(_OPTIONS.values())} 指定。"


def print_file_notes(console: Console, source: RowSource) -> None:
    """Say what was left out of a file, and which sheets may be chosen with ``--sheet``."""
    lines = render_all(source.notes)
    if len(source.sheets) > 1:
        names = "、".join(source.sheets)
        lines.append(f"读取的工作表是“{source.sheet}”；可以用 --sheet 选：{names}。")
    for line in lines:
        console.print(f"· {line}", highlight=False, markup=False, soft_wrap=True)


def show_result(
    console: Console, head: str, incidents: list[FoundIncident], posts: Mapping[int, Post]
) -> None:
    """Print what was found; each line of an incident fits the screen."""
    console.print(head, highlight=False, markup=False, soft_wrap=True)
    if not incidents:
        return
    shown = incidents[:SHOWN_INCIDENTS]
    lines = [f"最大的 {len(shown)} 个事件（共 {len(incidents)} 个）："]
    for at, incident in enumerate(shown, start=1):
        lines += ["", *_incident_lines(at, incident, posts, max(_LEAST_WIDTH, console.width))]
    if len(incidents) > len(shown):
        lines += ["", "其余的事件用 --html 或 --json 写成报告。"]
    for line in lines:
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def _incident_lines(
    at: int, incident: FoundIncident, posts: Mapping[int, Post], width: int
) -> list[str]:
    copies = f"（{incident.duplicates} 条重复）" if incident.duplicates else ""
    room = width - 8  # the indent and the quotation marks
    title = shorten(incident.title, width - 4, measure=cell_len) or "（无标题）"
    quotations = quotations_of(incident, posts, most=_QUOTATIONS, width=room, measure=cell_len)
    return [
        f"{at:>2}  {incident.size} 条{copies}，{_days(incident)}",
        f"    {title}",
        *(f"    “{quotation}”" for quotation in quotations),
    ]


def _days(incident: FoundIncident) -> str:
    if incident.first_at is None or incident.last_at is None:
        return "时间未知"
    first, last = (
        f"{moment.astimezone(LOCAL):%Y-%m-%d}"
        for moment in (incident.first_at, incident.last_at)
    )
    return first if first == last else f"{first} 至 {last}"
