"""An act of change records what was and what is."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.source_files import SOURCE

CHANGING = ("changed", "replaced", "paused")
OWN_WAY = {
    "installation.moved": "names both databases",
    "import.replaced": "names the import that it replaces, which stays",
    "clock.paused": "the pause is a row of its own, with ground and basis",
}
RECORDERS = ("record", "record_team", "record_desk", "record_line", "_switch")


def _verbs(node: ast.AST) -> set[str]:
    return {
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant)
        and isinstance(one.value, str)
        and one.value.partition(".")[2] in CHANGING
    }


def changing_functions() -> Iterator[tuple[str, set[str], str]]:
    """Yield each function that records a change: where, which verbs, its text."""
    for floor in ("base", "work", "jobs"):
        for path in sorted((SOURCE / floor).rglob("actions/*.py")):
            text = path.read_text(encoding="utf-8")
            for function in ast.walk(ast.parse(text)):
                if not isinstance(function, ast.FunctionDef):
                    continue
                calls = [
                    call
                    for call in ast.walk(function)
                    if isinstance(call, ast.Call)
                    and getattr(call.func, "id", "") in RECORDERS
                    and any(_verbs(one) for one in [*call.args, *call.keywords])
                ]
                for call in calls:
                    verbs = set().union(*(_verbs(one) for one in call.args))
                    whole = ast.get_source_segment(text, function) or ""
                    yield f"{path.relative_to(SOURCE)}:{function.name}", verbs, whole


def test_every_act_of_change_records_what_was_and_what_is():
    found = list(changing_functions())

    assert len(found) > 10, "they are found at all"
    silent = [
        f"{where} {verb}"
        for where, verbs, whole in found
        for verb in verbs - set(OWN_WAY)
        if "_switch(" not in whole and not ("before" in whole and "after" in whole)
    ]
    assert silent == []


def test_what_has_a_way_of_its_own_is_still_recorded():
    verbs = set().union(*(verbs for _where, verbs, _whole in changing_functions()))

    assert {"import.replaced", "clock.paused"} <= verbs
