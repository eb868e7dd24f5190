"""Why there is no backup, or nothing was restored."""

from __future__ import annotations


class CannotBackUp(Exception):
    """The backup or restore was not done; the text says why and what is safe."""
