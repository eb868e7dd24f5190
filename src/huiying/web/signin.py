"""Sign-in is by account given by the administrator: nobody signs up by himself.

In:   allauth's questions.    Out:  no.
Cost: none.
"""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth with the public door shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Return False: accounts come from the administrator."""
        return False
