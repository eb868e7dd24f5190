"""Why nothing was exported, or nothing was loaded."""

from __future__ import annotations


class CannotExport(Exception):
    """The export was not written; the text says why and what is safe."""


class CannotLoad(Exception):
    """Nothing was loaded; the text says why and what to do."""
