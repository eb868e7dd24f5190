"""Input widgets of forms: several lines, a day, a moment."""

from __future__ import annotations

from django import forms


def text_area(rows: int) -> forms.Textarea:
    """Return a box of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


def day_input() -> forms.DateInput:
    """Return a box for a day."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def moment_input() -> forms.DateTimeInput:
    """Return a box for a moment."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
