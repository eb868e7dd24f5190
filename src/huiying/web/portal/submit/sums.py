"""A small sum for who sends very often: it asks nothing of who somebody is.

In:   the name of a form.    Out:  a question with a signed token; whether an answer is right.
Cost: microseconds; nothing is stored.

The token is bound to the form, and a form is taken once: an answer serves for one sending.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.core import signing

LEAST, MOST = 2, 9
_SALT = "huiying.portal.sum"


@dataclass(frozen=True, slots=True)
class Sum:
    """Two numbers to be added; ``token`` goes with the form."""

    first: int
    second: int
    token: str


def new_sum(form_id: str) -> Sum:
    """Return a new question for a form."""
    first, second = (LEAST + secrets.randbelow(MOST - LEAST + 1) for _one in range(2))
    token = signing.dumps([first, second], salt=f"{_SALT}:{form_id}")
    return Sum(first, second, token)


def is_right(form_id: str, token: str, answer: str) -> bool:
    """Tell whether an answer fits the question that was put with this form."""
    try:
        first, second = signing.loads(token, salt=f"{_SALT}:{form_id}")
    except (signing.BadSignature, ValueError, TypeError):
        return False
    typed = answer.strip().translate({0xFF10 + one: str(one) for one in range(10)})
    return typed == str(first + second)
