"""What ``huiying analyze`` found, as the promised JSON and as what the report shows.

In:   what was read of a file, its incidents.    Out:  plain values.
Cost: about 15 ms an incident of the report.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from huiying.config.commands.analyze_posts import strongest_quotations
from huiying.config.commands.analyze_report import (
    MAIN_INCIDENTS,
    MOST_INCIDENTS,
    LeftOut,
    Report,
)
from huiying.config.commands.analyze_screen import columns_words
from huiying.policy.time.zone import LOCAL
from huiying.reasons.rendering import render, render_all

if TYPE_CHECKING:
    from huiying.config.commands.analyze_reading import Read
    from huiying.engine.analysis import FoundIncident
_REPORT_QUOTATIONS: Final = 5
_QUOTATION_CHARS: Final = 90
_EXAMPLES: Final = 8  # rows that the report names of those left out


def as_json(read: Read, incidents: list[FoundIncident]) -> dict[str, Any]:
    """Return the result in the promised form; rows have the numbers of the file's editor."""
    return {
        "rows": read.rows,
        "skipped": read.skipped,
        "incidents": [
            {
                "id": incident.event,
                "title": incident.title,
                "size": incident.size,
                "duplicates": incident.duplicates,
                "first_at": _iso(incident.first_at),
                "last_at": _iso(incident.last_at),
                "posts": list(incident.keys),
                "reasons": render_all(incident.reasons),
            }
            for incident in incidents
        ],
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(LOCAL).isoformat()


def report_of(file: Path, read: Read, incidents: list[FoundIncident]) -> Report:
    """Return what the report shows of a file."""
    posts = read.by_row
    dated = {one.post.key: one.post.at for one in read.posts if one.is_dated}
    return Report(
        name=file.name,
        columns=columns_words(read.columns),
        rows=read.rows,
        skipped=read.skipped,
        times=[one.post.at.astimezone(LOCAL) for one in read.posts if one.is_dated],
        undated=sum(not one.is_dated for one in read.posts),
        sources=[one.post.source for one in read.posts if one.post.source],
        incidents=incidents,
        quotations=[
            strongest_quotations(one, posts, most=_REPORT_QUOTATIONS, width=_QUOTATION_CHARS)
            for one in incidents[:MOST_INCIDENTS]
        ],
        incident_times=[
            [dated[key].astimezone(LOCAL) for key in one.keys if key in dated]
            for one in incidents[:MAIN_INCIDENTS]
        ],
        left_out=_left_out(read),
    )


def _left_out(read: Read) -> list[LeftOut]:
    """Say what of a file was left out or not understood, why, and in which rows."""

    def named(rows: list[int]) -> list[str]:
        return [f"第 {row} 行" for row in rows[:_EXAMPLES]]

    found = [
        LeftOut(len(read.empty_rows), "没有标题也没有正文，跳过。", named(read.empty_rows)),
        LeftOut(
            read.unreadable,
            "无法读取，跳过。",
            [
                f"第 {one.row_number} 行：{render(one.reason)}"
                for one in read.problems[:_EXAMPLES]
            ],
        ),
        LeftOut(
            read.bad_times,
            "发布时间无法辨认，按时间未知参加归并。",
            named(read.bad_time_rows),
        ),
        LeftOut(
            len(read.damaged_rows),
            "有无法辨认的文字，保留其余文字参加归并。",
            named(read.damaged_rows),
        ),
    ]
    return [one for one in found if one.rows]
