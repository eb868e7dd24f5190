"""Somebody who sends from the public pages: a browser with the token that a form asks for."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

TEXT = "上周五下午来访登记排队三小时，窗口说系统坏了。请问什么时候修好？"


class Sender:
    """A browser of its own, from a network of its own."""

    def __init__(self, network: str = "203.0.113.5", slug: str = "yunchuan") -> None:
        self.client = Client(enforce_csrf_checks=True, REMOTE_ADDR=network)
        self.slug = slug

    def url(self, name: str) -> str:
        """Return the address of a page of the bureau."""
        return reverse(f"portal:{name}", args=[self.slug])

    def form(self, name: str = "submit"):
        """Open a form; return its hidden fields."""
        page = self.client.get(self.url(name)).content.decode()
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
        return dict(found)

    def send(self, text: str = TEXT, *, kind: str = "QUESTION", hidden=None, **fields):
        """Fill in the form and press the button."""
        hidden = self.form() if hidden is None else hidden
        return self.client.post(
            self.url("submit"), {**hidden, "kind": kind, "text": text, **fields}
        )

    def enter(self, code: str):
        """Type a code."""
        return self.client.post(self.url("status"), {**self.form("status"), "code": code})

    def act(self, name: str, hidden=None, **fields):
        """Fill in the form of an act of the holder of the code."""
        hidden = self.form(name) if hidden is None else hidden
        return self.client.post(self.url(name), {**hidden, **fields})

    def status(self) -> str:
        """Return the page of the state."""
        return self.client.get(self.url("status")).content.decode()


def code_of(response) -> str:
    """Return the query code of a receipt."""
    found = re.search(r'id="code"[^>]*>([^<]+)<', response.content.decode())
    assert found, "there is no receipt"
    return found[1]
