"""Values and labels of the kinds and states of sources, for forms and lists."""

from __future__ import annotations

from huiying.work.collection.sources.models import Health, SourceKind

FEED = SourceKind.FEED.value


PAGE = SourceKind.PAGE.value


PUSH = SourceKind.PUSH.value


FILE = SourceKind.FILE.value


ADDED_BY_OFFICERS = (
    FEED,
    PAGE,
    PUSH,
)  # what an officer adds; the others are made when first needed


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds with their words."""
    return [(kind.value, str(kind.label)) for kind in SourceKind]


def kind_label(kind: str) -> str:
    """Return the word of a kind."""
    return str(SourceKind(kind).label)


def health_choices() -> list[tuple[str, str]]:
    """Return the states with their words."""
    return [(health.value, str(health.label)) for health in Health]
