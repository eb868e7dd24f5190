"""The help of the commands in the language of the environment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import typer
from babel.messages.pofile import read_po

from huiying.config.cli import LOCALE, app, main

FOR_DEVELOPERS = ("bench", "evaluate")  # their options are explained in one language


def helped(monkeypatch, capsys, language: str, *words: str) -> str:
    monkeypatch.delenv("LANGUAGE", raising=False)
    monkeypatch.setenv("LC_ALL", language)
    monkeypatch.setenv("PYTHONSAFEPATH", "1")  # as main sets it; afterwards it is as it was
    with pytest.raises(SystemExit):
        main([*words, "--help"])
    return capsys.readouterr().out


def helps(command: Any) -> Iterator[str]:
    """Yield the explanations of a command, of its options and of the commands below it."""
    yield command.help
    yield from (one.help for one in command.params if getattr(one, "help", None))
    for name in command.list_commands(None) if hasattr(command, "list_commands") else ():
        one = command.get_command(None, name)
        if name in FOR_DEVELOPERS:
            yield one.help
        else:
            yield from helps(one)


def test_the_help_is_chinese_where_the_environment_is(monkeypatch, capsys):
    listed = helped(monkeypatch, capsys, "zh_CN.UTF-8")
    setup = helped(monkeypatch, capsys, "zh_CN.UTF-8", "setup")
    backup = helped(monkeypatch, capsys, "zh_CN.UTF-8", "backup")

    assert "检查本环境，说明存在的问题。" in listed
    assert "建立本局和第一位系统管理员。" in setup
    assert "显示本说明并退出。" in setup
    assert "覆盖已有文件。" in backup


@pytest.mark.parametrize("language", ["C.UTF-8", "en_US.UTF-8", "de_DE.UTF-8"])
def test_the_help_is_english_elsewhere(monkeypatch, capsys, language):
    said = helped(monkeypatch, capsys, language, "backup")

    assert "Replace an existing file." in said
    assert "覆盖" not in said


def test_every_help_of_an_operator_has_its_chinese(monkeypatch):
    monkeypatch.delenv("LANGUAGE", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    with (LOCALE / "zh" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        chinese = {row.id for row in read_po(file) if row.id and row.string}

    root = typer.main.get_command(app)

    assert not set(helps(root)) - {root.help} - chinese
