"""The kinds of counters of responses, gathered for Django."""

from __future__ import annotations

from huiying.work.responses.core.counters import TOPIC

__all__ = ["TOPIC"]
