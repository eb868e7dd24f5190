"""The kinds of counters of casework, gathered for Django."""

from __future__ import annotations

from huiying.work.casework.notices.counters import SENT

__all__ = ["SENT"]
