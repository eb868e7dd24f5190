"""How another system reads: a client with its token, from an address."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import Client

HERE = "192.0.2.7"


class Reader:
    """Another system with its token."""

    def __init__(self, secret: str, address: str = HERE) -> None:
        self.client = Client(REMOTE_ADDR=address)
        self.secret = secret

    def get(self, path: str, headers: dict[str, str] | None = None, **query) -> HttpResponse:
        """Call an interface under /api/v1/."""
        shown = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        return self.client.get(f"/api/v1/{path}", query, headers={**shown, **(headers or {})})

    def read(self, path: str, **query):
        """Return the body of an answer that is 200."""
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()


def refusal(answer: HttpResponse) -> tuple[int, str]:
    """Return status and code of a refusal."""
    return answer.status_code, answer.json()["error"]["code"]
