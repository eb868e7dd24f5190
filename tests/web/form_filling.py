"""How tests fill in whatever form a page of the console shows.

In:   a page that was answered to the test client.    Out:  what a browser would send.
Cost: none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from huiying.web.shared.idempotent_forms import TOKEN
from tests.scenarios.tasks import PICTURE

HIDDEN = re.compile(rf'name="({TOKEN}|version|hash)"\s+value="([^"]+)"')
WORDS = "北门恢复供水"


def fill_form(page) -> dict[str, Any]:
    """Return the form of a page, filled in: what is there stays, the rest is made up."""
    data: dict[str, Any] = dict(HIDDEN.findall(page.content.decode()))
    for bound in page.context["form"]:
        value = bound.value()
        if value in (None, "", []):
            value = sample_value(bound.field)
        if value not in (None, ""):
            data[bound.html_name] = value
    return data


def sample_value(field: forms.Field) -> Any:
    """Return a value that a field takes; None where there is nothing to choose."""
    return next(make(field) for kind, make in MADE_UP if isinstance(field, kind))


def _values(field: Any) -> Iterator[Any]:
    for value, label in field.choices:
        if isinstance(label, (list, tuple)):
            yield from (inner for inner, _words in label)
        elif value != "":
            yield value


MADE_UP: tuple[tuple[type[forms.Field], Callable[[Any], Any]], ...] = (
    (forms.MultipleChoiceField, lambda field: list(_values(field))[:1]),
    (forms.ChoiceField, lambda field: next(_values(field), None)),
    (forms.DateTimeField, lambda _field: "2026-11-25T10:05"),
    (forms.DateField, lambda _field: "2026-11-28"),
    (forms.TimeField, lambda _field: "09:00"),
    (forms.FileField, lambda _field: SimpleUploadedFile("照片.png", PICTURE)),
    (forms.BooleanField, lambda _field: "on"),
    (forms.IntegerField, lambda field: field.min_value or 1),
    (forms.URLField, lambda _field: "https://example.org/1"),
    (forms.CharField, lambda field: WORDS[: field.max_length]),
)
