"""Why a move stopped."""

from __future__ import annotations


class CannotMove(Exception):
    """The move was not begun or stopped; the text says why and what to do."""
