"""``huiying train``: learn a bureau's routing from what its officers confirmed.

In:   a bureau; or the number of an earlier version to go back to.
Out:  a new version in use, with its card on the screen.
Cost: about 1.6 s of fitting for 800 confirmations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from huiying.config.commands._django import choose_bureau, fail, ready

if TYPE_CHECKING:
    from huiying.base.accounts.core.models import Bureau
    from huiying.base.learning.models import RoutingVersion

console = Console()


def run(
    *,
    bureau: Annotated[str, typer.Option(help="Short name; the only bureau if left out.")] = "",
    use: Annotated[
        int | None,
        typer.Option(min=0, help="Go back to this version; 0 uses the units' duties alone."),
    ] = None,
) -> None:
    """Exit 0 when a version is in use, 2 when there is nothing to learn from."""
    ready()
    where = choose_bureau(bureau)
    if use is not None:
        _choose(where, use)
        return
    from huiying.engine.routing.fit import CannotFit  # noqa: PLC0415
    from huiying.jobs import clock  # noqa: PLC0415
    from huiying.jobs.upkeep.train_routing import COMMAND, train_routing  # noqa: PLC0415

    try:
        version = train_routing(bureau=where, actor=COMMAND, now=clock.now())
    except CannotFit:
        fail("至少要有两个写明职责的单位。请先在“人员与单位”里写好职责。")
    _tell(version)


def _choose(bureau: Bureau, number: int) -> None:
    from huiying.base.errors import Refused  # noqa: PLC0415
    from huiying.base.learning.actions.save_routing import use_routing  # noqa: PLC0415
    from huiying.base.learning.routing import routing_versions  # noqa: PLC0415
    from huiying.jobs import clock  # noqa: PLC0415
    from huiying.jobs.upkeep.train_routing import COMMAND  # noqa: PLC0415

    try:
        use_routing(bureau=bureau, number=number, actor=COMMAND, now=clock.now())
    except Refused:
        numbers = "、".join(str(row.number) for row in routing_versions(bureau.pk)) or "无"
        fail(f"第 {number} 版不存在，或者读不出来。没有改动。现有的版本：{numbers}。")
    console.print(
        f"[green]✓[/green] 现在用第 {number} 版。"
        if number
        else "[green]✓[/green] 现在只按单位的职责建议。"
    )


def _tell(version: RoutingVersion) -> None:
    from huiying.base.learning.routing import RoutingCard  # noqa: PLC0415

    card = RoutingCard.from_data(version.card)
    console.print(f"[green]✓[/green] 第 {version.number} 版，已启用。")
    table = Table("项", "值", show_edge=False)
    table.add_row("确认", str(card.confirmations))
    table.add_row("可建议的单位", str(card.units))
    table.add_row("宏平均 F1（交叉验证）", _share(card.macro_f1))
    table.add_row("单独建议的占比", _share(card.share_alone))
    table.add_row("其中正确", _share(card.precision_alone))
    table.add_row("先选后看的确认", f"{card.blind_right} / {card.asked_blind} 与建议一致")
    console.print(table)
    console.print("只有“先选后看的确认”与机器的建议无关，其余多在看过建议后作出，数值会偏高。")
    if card.macro_f1 is None:
        console.print("确认还太少，测不出准不准；机器只列出可能的单位，不替你选。")


def _share(value: float | None) -> str:
    return "未知" if value is None else f"{value:.3f}"
