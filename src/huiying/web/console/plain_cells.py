"""Cells of exported tables that a spreadsheet must not read as formulas.

In:   text.    Out:  text.
Cost: none.
"""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(text: str) -> str:
    """Return a cell that any spreadsheet shows as it is (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) else text
