"""``huiying verify-audit``: read every record and check its hash."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from huiying.config.commands._django import choose_bureau, ready


def run(
    bureau: Annotated[str, typer.Option(help="Short name; all bureaus when left out.")] = "",
) -> None:
    """Exit 0 when every chain holds, 1 when one is broken."""
    ready()
    from huiying.base.accounts.core.queries import bureaus  # noqa: PLC0415
    from huiying.base.audit.queries import verify  # noqa: PLC0415

    console = Console()
    broken = False
    for row in [choose_bureau(bureau)] if bureau else list(bureaus()):
        result = verify(bureau_id=row.pk)
        if result.holds:
            console.print(
                f"[green]✓[/green] {row.slug}: {result.records} records, head {result.head}"
            )
        else:
            broken = True
            console.print(f"[red]✗[/red] {row.slug}: {result.why} (seq {result.broken_at})")
    raise typer.Exit(1 if broken else 0)
