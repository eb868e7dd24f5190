"""No hidden glue: no signals, no string imports, no generic keys."""

from __future__ import annotations

import ast

from tests.architecture.source_files import calls, name_of, python_files

BANNED_MODULES = (
    "django.dispatch",
    "django.db.models.signals",
    "django.core.signals",
    "django.contrib.contenttypes.fields",
)
BANNED_CALLS = {"import_string", "apps.get_model", "django.apps.apps.get_model"}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield f"{node.module}"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_no_signals():
    banned = [
        (name_of(path), name)
        for path in python_files()
        for name in imported(path)
        if name.startswith(BANNED_MODULES)
    ]

    assert banned == []


def test_nothing_is_reached_by_a_name_in_a_string():
    banned = [
        (name_of(path), line, name)
        for path in python_files()
        for line, name in calls(path)
        if name in BANNED_CALLS
    ]

    assert banned == []
