"""The kinds of counters of closing, gathered for Django."""

from __future__ import annotations

from huiying.work.closing.core.counters import CLOSED

__all__ = ["CLOSED"]
