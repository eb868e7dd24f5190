"""The kinds of counters of incidents, gathered for Django."""

from __future__ import annotations

from huiying.work.incidents.core.counters import OPENED

__all__ = ["OPENED"]
