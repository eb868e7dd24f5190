"""``huiying retention``: what would be deleted next, by which rule; it deletes nothing.

In:   the database.    Out:  a table, or JSON for a machine.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from huiying.config.commands._django import choose_bureau, ready

if TYPE_CHECKING:
    from datetime import datetime

    from huiying.jobs.retention_rules.rules import RuleDue


def run(
    *,
    bureau: Annotated[str, typer.Option(help="Only what is of this bureau.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For a machine.")] = False,
) -> None:
    """List for every kind of data the rule, its source, and what would go at the next run."""
    ready()
    from huiying.jobs import clock  # noqa: PLC0415
    from huiying.jobs.retention_rules.rules import rules_due  # noqa: PLC0415

    found = rules_due(choose_bureau(bureau) if bureau else None, clock.now())
    if as_json:
        typer.echo(json.dumps([_values(one) for one in found], ensure_ascii=False, indent=1))
        return
    table = Table(title="保存期限：下次会删除什么（本命令不删除任何内容）")
    for head in ("种类", "规则", "依据", "下次删除", "最早", "最晚", "执行"):
        table.add_column(head)
    for one in found:
        rule, due = one.rule, one.due
        table.add_row(
            str(rule.what),
            str(rule.rule),
            str(rule.basis),
            "—" if due is None else str(due.count),
            _day(due.oldest if due else None),
            _day(due.newest if due else None),
            _when(one),
        )
    Console().print(table)


def _values(one: RuleDue) -> dict[str, object]:
    due = one.due
    return {
        "code": one.rule.code,
        "what": str(one.rule.what),
        "rule": str(one.rule.rule),
        "basis": str(one.rule.basis),
        "signed": one.rule.is_signed,
        "every_seconds": one.rule.every_seconds,
        "count": due and due.count,
        "oldest": due and due.oldest and due.oldest.isoformat(),
        "newest": due and due.newest and due.newest.isoformat(),
    }


def _when(one: RuleDue) -> str:
    if one.rule.is_signed:
        return "两人签署后"
    if one.due is None:
        return "不删除"
    return f"{max(1, round(one.rule.every_seconds / 60))} 分钟内"


def _day(moment: datetime | None) -> str:
    from django.utils import timezone  # noqa: PLC0415

    return f"{timezone.localtime(moment):%Y-%m-%d}" if moment else ""
