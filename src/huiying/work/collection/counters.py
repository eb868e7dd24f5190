"""The kinds of counters of collection, gathered for Django."""

from __future__ import annotations

from huiying.work.collection.posts.counters import PLATFORM, SOURCE

__all__ = ["PLATFORM", "SOURCE"]
