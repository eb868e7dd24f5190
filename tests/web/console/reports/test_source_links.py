"""Every kind of source that a line can name has its page."""

from __future__ import annotations

import ast
from pathlib import Path

from huiying.web.console.reports.source_links import LISTS, PAGES, PARTS, source_link
from huiying.work import reports
from huiying.work.reports.core.content import Source

COMPOSITION = Path(reports.__file__).parent / "composition"
KNOWN = {*PAGES, *PARTS, *LISTS, "incident", "roster"}


def named() -> set[str]:
    """Return the kinds that composers name: first argument of ``Source`` and of ``listed``."""
    found = set()
    for path in COMPOSITION.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
                first = node.args[0]
                if name in ("Source", "listed") and isinstance(first, ast.Constant):
                    found.add(first.value)
    return found


def test_no_composer_names_a_source_without_a_page():
    assert len(named()) > 10
    assert named() - KNOWN == set()


def test_each_source_leads_somewhere():
    for kind in KNOWN:
        ref = "2026-11-01/2026-11-30" if kind in LISTS else "2026-0001"
        assert source_link(Source(kind, ref, "出处")).url.startswith("/desk/"), kind


def test_a_list_is_narrowed_to_the_days_of_the_period():
    link = source_link(Source("register_notices", "2026-11-01/2026-11-30", "通报台账"))
    assert link.url.endswith("?from=2026-11-01&to=2026-11-30")
    assert source_link(Source("unknown", "1", "")).url == ""
