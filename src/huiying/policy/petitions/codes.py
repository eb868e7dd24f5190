"""Query codes: how they are written, and how a typed one is read.

In:   random letters, or what somebody typed.    Out:  the code in groups, or its letters.
Cost: none; pure.

12 letters of an alphabet of 31 are 59 bits: nobody finds one by trying. Letters and digits that
look alike (0 O, 1 I L) are not used.
"""

from __future__ import annotations

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH, GROUP = 12, 4


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
