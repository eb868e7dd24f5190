"""Every kind of request has a page where it is decided, and acts that decide it."""

from __future__ import annotations

import ast
import importlib

import pytest
from django.urls import reverse

from huiying.base.signoff.kinds import SignoffKind
from huiying.web.console.approvals.decision_pages import DECISION_PAGES
from huiying.work.closing.core.planned_deletions import PlannedDeletion
from huiying.work.incidents.candidates.actions.set_aside import SET_ASIDE_KIND
from huiying.work.reports.routing.actions.adopt_change import ROUTING_KIND
from huiying.work.reports.schedules.actions.adopt_schedule import SCHEDULE_KIND
from tests.architecture.source_files import SOURCE

# an event, a row of a table, the schedule have digits alone
DIGITS = (SET_ASIDE_KIND, ROUTING_KIND, SCHEDULE_KIND)


def modules():
    """Yield every module that has something to do with requests, but for their own room."""
    paths = [*(SOURCE / "work").rglob("*.py"), *(SOURCE / "base" / "personnel").rglob("*.py")]
    for path in sorted(paths):
        text = path.read_text(encoding="utf-8")
        if "request_approval(" in text or "SignoffKind[" in text or "setting_kind(" in text:
            name = ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)
            yield importlib.import_module(name), ast.parse(text)


def requested_kinds():
    """Return the names of the kinds that acts ask approval for."""
    planned = {model.KIND for model in PlannedDeletion.__subclasses__()}  # by one function
    settings = {
        call.args[0].value  # by one function too
        for _module, tree in modules()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "setting_kind"
    }
    return (
        planned
        | settings
        | {
            getattr(module, keyword.value.id)
            for module, tree in modules()
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "request_approval"
            for keyword in call.keywords
            if keyword.arg == "kind" and isinstance(keyword.value, ast.Name)
        }
    )


def declared_kinds():
    return {
        value.name
        for module, _tree in modules()
        for value in vars(module).values()
        if isinstance(value, SignoffKind)
    }


def test_every_kind_that_is_asked_for_is_declared_beside_its_acts():
    assert len(requested_kinds()) == 38
    assert requested_kinds() == declared_kinds()


def test_every_kind_has_a_page():
    assert declared_kinds() == set(DECISION_PAGES)


@pytest.mark.parametrize("name", DECISION_PAGES)
def test_the_page_of_a_kind_has_an_address(name):
    page = DECISION_PAGES[name]

    number = "1" if page.kind in DIGITS else "X1"
    assert reverse(page.url, args=[1 if page.by_request else number])


@pytest.mark.parametrize("name", DECISION_PAGES)
def test_a_kind_can_be_approved_and_sent_back(name):
    kind = DECISION_PAGES[name].kind

    assert callable(kind.approve)
    assert callable(kind.send_back)
    assert kind.approve != kind.send_back
