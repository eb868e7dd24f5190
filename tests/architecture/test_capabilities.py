"""``docs/permissions.md`` says what the table says, and every capability guards something."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from huiying.base.accounts.roles.capabilities import CAPABILITIES, Capability, Role
from tests.architecture.source_files import ROOT, SOURCE, python_files

PAGE = ROOT / "docs" / "permissions.md"
YES = "●"


def table():
    """Read the table of the page: capability → the roles that have it."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    head, body = rows[0], [row for row in rows[1:] if row[0].startswith("`")]
    roles = [Role(re.search(r"`(\w+)`", cell)[1]) for cell in head[2:]]
    return {
        Capability(row[0].strip("`")): {
            role for role, cell in zip(roles, row[2:], strict=True) if cell == YES
        }
        for row in body
    }


def test_the_page_describes_every_capability_of_every_role():
    expected = {
        capability: {role for role, held in CAPABILITIES.items() if capability in held}
        for capability in Capability
    }

    assert table() == expected


@pytest.mark.parametrize("word", [*Role, *Capability], ids=str)
def test_the_page_names_every_role_and_capability_in_both_languages(word):
    with translation.override("zh-hans"):
        label = str(word.label)
    line = next(
        line
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if f"`{word.value}`" in line and label in line
    )

    assert re.search(r"[A-Za-z]{3,} ?[a-z]*", line.replace(f"`{word.value}`", ""))


@pytest.mark.parametrize("capability", list(Capability), ids=str)
def test_every_capability_guards_something(capability):
    table_file = SOURCE / "base" / "accounts" / "roles" / "capabilities.py"
    uses = [
        path
        for path in python_files()
        if path != table_file
        and re.search(rf"(?:Capability|C)\.{capability.name}\b", path.read_text("utf-8"))
    ]

    assert uses, f"nothing asks for {capability}"


@pytest.mark.clause("4(2)a")
def test_nobody_approves_and_publishes_alone():
    for role, held in CAPABILITIES.items():
        assert not {Capability.APPROVE, Capability.PUBLISH} <= held, role
        assert not {Capability.APPROVE, Capability.DRAFT} <= held, role


def test_the_administrator_of_the_system_sees_no_posts_and_no_incidents():
    held = CAPABILITIES[Role.ADMINISTRATOR]

    assert not held & {Capability.SEE_POSTS, Capability.SEE_INCIDENTS, Capability.READ_RECORD}


def test_the_auditor_changes_nothing():
    assert {c.name.split("_")[0] for c in CAPABILITIES[Role.AUDITOR]} <= {"SEE", "READ"}
