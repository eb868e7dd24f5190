"""The kinds of counters of responses, gathered for Django."""

from __future__ import annotations

from huiying.work.responses.core.counters import POST_TOPIC, TOPIC

__all__ = ["POST_TOPIC", "TOPIC"]
