"""What ``huiying restore`` says of what was destroyed: how many, or that no list was there."""

from __future__ import annotations

from rich.console import Console

from huiying.config.commands._destroyed_again import say_destroyed
from huiying.jobs.backup.destroyed_keys import DestroyedAgain


def said(again: DestroyedAgain | None) -> str:
    console = Console(record=True, width=200)
    say_destroyed(console, again)
    return console.export_text()


def test_it_says_how_many_were_destroyed_again():
    text = said(DestroyedAgain(files=2, petitions=3, beside_data=True))
    assert "文件 2 个，信访事项 3 件" in text
    assert "没有销毁清单" not in text


def test_it_says_clearly_that_a_new_machine_has_no_list():
    text = said(DestroyedAgain())
    assert "没有销毁清单" in text
    assert "会重新可读" in text
    assert "--destroyed" in text


def test_it_says_how_many_lines_were_damaged():
    assert "2 行无法识别" in said(DestroyedAgain(unreadable=2, beside_data=True))


def test_it_counts_what_was_moved_again_and_names_what_could_not_be():
    text = said(DestroyedAgain(moved=2, not_moved=("XF2026-0007",), beside_data=True))
    assert "已再次移出：2 件" in text
    assert "XF2026-0007" in text
    assert "重新恢复" in text
