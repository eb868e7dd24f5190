"""Query codes: how they are written, and how a typed one is read.

In:   random letters, or what somebody typed.    Out:  the code in groups, or its letters.
Cost: none; pure.

12 letters of an alphabet of 31 are 59 bits: nobody finds one by trying. Letters and digits that
look alike (0 O, 1 I L) are not used.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from huiying.reasons.marking import marked

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH, GROUP = 12, 4
ISSUE_WITHIN = timedelta(days=7)
"""After that a signature under a new code has lapsed: nobody keeps one in store."""


class Recognition(StrEnum):
    """How an officer knows that it is the sender who lost his code; never by a name alone."""

    IN_PERSON = "IN_PERSON"
    BY_CONTACT = "BY_CONTACT"

    @property
    def label(self) -> str:
        """The words in Chinese."""
        return _WAYS[self]


_WAYS = {
    Recognition.IN_PERSON: marked("本人当面，已核对身份证件和提交内容"),
    Recognition.BY_CONTACT: marked("按提交时留下的电话或住址回拨、回信"),
}


class CodeState(StrEnum):
    """How a request for a new code stands."""

    ASKED = "ASKED"
    APPROVED = "APPROVED"
    ISSUED = "ISSUED"
    RETURNED = "RETURNED"
    ENDED = "ENDED"

    @property
    def label(self) -> str:
        """The word in Chinese, for officials."""
        return _STATES[self]


_STATES = {
    CodeState.ASKED: marked("待签署"),
    CodeState.APPROVED: marked("已签署，待出具"),
    CodeState.ISSUED: marked("已补发"),
    CodeState.RETURNED: marked("已退回"),
    CodeState.ENDED: marked("已失效"),
}


def grouped(letters: str) -> str:
    """Return a code as it is printed.

    >>> grouped("7K3M92QFABCD")
    '7K3M-92QF-ABCD'
    """
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def read_code(typed: str) -> str:
    """Return the letters of a typed code; "" if it cannot be one.

    Small letters, spaces, dashes and full-width characters are read as they are meant.

    >>> read_code(" 7k3m 92qf－abcd ")
    '7K3M92QFABCD'
    >>> read_code("123")
    ''
    """
    letters = "".join(_narrow(one) for one in typed.upper())
    letters = "".join(one for one in letters if one.isalnum())
    fits = len(letters) == LENGTH and all(one in ALPHABET for one in letters)
    return letters if fits else ""


def _narrow(letter: str) -> str:
    """Return a full-width letter or digit as the usual one."""
    return chr(ord(letter) - 0xFEE0) if "！" <= letter <= "～" else letter
