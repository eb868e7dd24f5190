"""What an installation is made of: every locked package, and what is known against it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tools.audit import BILL, ROOT, bill_of_materials, main

LOCK = (ROOT / "requirements.lock").read_text("utf-8")


@pytest.fixture
def alone(monkeypatch, tmp_path):
    """A path on which there is no other program."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def auditor(folder: Path, answer: int) -> Path:
    """Put a pip-audit there that writes down what it was asked."""
    asked, program = folder / "asked", folder / "pip-audit"
    program.write_text(f'#!/bin/sh\necho "$@" > {asked}\nexit {answer}\n')
    program.chmod(0o700)
    return asked


def test_an_audit_writes_the_bill_of_materials(alone, tmp_path):
    main(["--folder", str(tmp_path)])

    bill = json.loads((tmp_path / BILL).read_text("utf-8"))
    parts = {part["purl"]: part for part in bill["components"]}
    locked = re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", LOCK, re.MULTILINE)
    django = dict(locked)["django"]
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert len([purl for purl in parts if purl.startswith("pkg:pypi/")]) == len(locked) > 50
    assert {one["content"] for one in parts[f"pkg:pypi/django@{django}"]["hashes"]} <= set(
        re.findall(r"[0-9a-f]{64}", LOCK)
    )
    assert all(part["hashes"] for part in parts.values())
    assert any(purl.startswith("pkg:npm/htmx.org@") for purl in parts) or any(
        "tabler" in purl for purl in parts
    )


def test_the_same_lock_files_give_the_same_bill():
    assert bill_of_materials() == bill_of_materials()


def test_without_pip_audit_it_says_that_nothing_was_compared(alone, tmp_path, capsys):
    assert main(["--folder", str(tmp_path)]) == 2

    assert "nothing was compared" in capsys.readouterr().err


@pytest.mark.parametrize(("answer", "code"), [(0, 0), (1, 1), (3, 1)])
def test_what_pip_audit_finds_fails(alone, tmp_path, answer, code):
    asked = auditor(alone, answer)

    assert main(["--folder", str(tmp_path)]) == code

    words = asked.read_text().split()
    assert words[:2] == ["--requirement", str(ROOT / "requirements.lock")]
    assert "--strict" in words, "what could not be compared is not known to be well"
