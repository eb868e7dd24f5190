"""A server that would believe everybody's header does not start."""

from __future__ import annotations

import pytest
import typer

from huiying.config.commands._serve import serve


@pytest.mark.parametrize("value", ["*", "127.0.0.1,*"])
def test_whoever_trusts_every_proxy_is_told_why_not(monkeypatch, capsys, value):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", value)

    with pytest.raises(typer.Exit):
        serve(None, jobs=False)

    assert "FORWARDED_ALLOW_IPS" in capsys.readouterr().err
