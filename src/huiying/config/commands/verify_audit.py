"""``huiying verify-audit``: check the record, and what was signed or published against it.

In:   a bureau, heads that somebody saved.
Out:  sentences; exit code 1 when something differs.
Cost: one read of every chain and of every file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from huiying.config.commands._django import choose_bureau, fail, ready

if TYPE_CHECKING:
    from huiying.base.audit.anchors import Anchor
    from huiying.reasons.reason import Reason

WEB = ("http://", "https://")
MOST_BYTES = 10_000_000


def run(
    bureau: Annotated[str, typer.Option(help="Short name; all bureaus when left out.")] = "",
    against: Annotated[
        str,
        typer.Option(
            metavar="FILE|URL",
            help="Heads of days that were saved: heads.json, or a text with days and hashes.",
        ),
    ] = "",
) -> None:
    """Exit 0 when everything agrees with the record, 1 when something differs."""
    ready()
    from django.utils.translation import gettext, override  # noqa: PLC0415

    from huiying.base.accounts.core.queries import bureaus  # noqa: PLC0415
    from huiying.jobs import clock  # noqa: PLC0415
    from huiying.jobs.upkeep.record_check import (  # noqa: PLC0415
        check_bureau,
        check_installation,
        freeze_heads,
        newest_stamp,
    )
    from huiying.reasons.rendering import render  # noqa: PLC0415

    every = list(bureaus())
    rows = [choose_bureau(bureau)] if bureau else every
    anchors = _anchors(against) if against else []
    named = {anchor.bureau for anchor in anchors if anchor.bureau}
    if anchors and not named and len(rows) > 1:
        fail(f"{against} 没有写明是哪个局的校验值，请用 --bureau 指明短名。")
    console = Console()
    with override("en"):

        def say(slug: str, one: Reason) -> None:
            console.print(f"[red]✗[/red] {slug}{escape(render(one, gettext))}")

        freeze_heads(clock.now())
        installation = check_installation()
        stamp = newest_stamp(installation)
        wrong = [*installation, *_missing_bureaus(named, {row.slug for row in every})]
        for one in wrong:
            say("", one)
        for row in rows:
            mine = [anchor for anchor in anchors if anchor.bureau in ("", row.slug)]
            checked = check_bureau(row.pk, anchors=mine, stamp=stamp)
            verdict = checked.verdict
            mark = "[green]✓[/green]" if verdict.holds else "[red]✗[/red]"
            console.print(
                f"{mark} {row.slug}: {escape(render(verdict.reason, gettext))};"
                f" {verdict.records} records, head {verdict.head}"
            )
            for one in checked.differences:
                say(f"{row.slug}: ", one)
            wrong += checked.problems
    raise typer.Exit(1 if wrong else 0)


def _missing_bureaus(named: set[str], there: set[str]) -> list[Reason]:
    from huiying.reasons.reason import reason  # noqa: PLC0415

    gone = sorted(named - there)
    return [reason("record.saved_bureau_missing", slug=slug) for slug in gone]


def _anchors(place: str) -> list[Anchor]:
    from huiying.base.audit.anchors import read_anchors  # noqa: PLC0415

    body = _fetched(place) if place.startswith(WEB) else _read(place)
    found = read_anchors(body.decode("utf-8", errors="replace"))
    if not found:
        fail(f"{place} 里没有找到日期和 64 位的校验值。")
    return found


def _read(place: str) -> bytes:
    try:
        with Path(place).open("rb") as file:
            return file.read(MOST_BYTES)
    except OSError as error:
        fail(f"读不出 {place}：{error.strerror}。")


def _fetched(address: str) -> bytes:
    """Read an address by the collector's careful client."""
    from huiying.reasons.rendering import render  # noqa: PLC0415
    from huiying.work.collection.fetch.client import fetch  # noqa: PLC0415
    from huiying.work.collection.fetch.policy import fetch_policy  # noqa: PLC0415

    result = fetch(address, policy=fetch_policy())
    if result.reason is not None:
        fail(render(result.reason))
    return result.body
