"""A page follows the system's light or dark until its reader chooses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

import huiying.web

TOKENS = Path(huiying.web.__file__).parent / "static/huiying/css/tokens.css"


def root_of(client: Client) -> str:
    page = client.get("/accounts/login/").content.decode()
    found = re.search(r"<html[^>]*>", page)
    assert found
    return found[0]


@pytest.mark.django_db
def test_a_page_follows_the_system_until_the_reader_chooses():
    client = Client()
    assert "data-theme-follows" in root_of(client)

    client.post("/theme/", {"theme": "light"})

    assert "data-theme-follows" not in root_of(client)


def declarations(css: str) -> list[str]:
    return [line.strip() for line in css.splitlines() if line.strip()]


def test_the_dark_of_the_system_is_the_dark_that_one_chooses():
    css = TOKENS.read_text(encoding="utf-8")
    chosen = re.search(r'\[data-bs-theme="dark"\] \{(.*?)\n\}', css, re.DOTALL)
    followed = re.search(r"\[data-theme-follows\] \{(.*?)\n  \}", css, re.DOTALL)

    assert chosen
    assert followed
    assert declarations(chosen[1]) == declarations(followed[1])
