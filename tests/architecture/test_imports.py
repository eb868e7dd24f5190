"""The import contracts of ``pyproject.toml`` hold: no arrow up, no circle."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.architecture.source_files import ROOT, name_of, python_files, room_of


def test_no_import_contract_is_broken():
    tool = Path(sys.executable).parent / "lint-imports"

    answer = subprocess.run(  # noqa: S603 - our own tool
        [tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )

    assert answer.returncode == 0, answer.stdout[-6000:] + answer.stderr[-2000:]
    assert " 0 broken" in answer.stdout


def test_one_box_loads_nothing_that_only_a_cluster_needs():
    """What stands in the extra ``cluster`` need not be installed for pages and workers."""
    loaded = """
import django, sys
django.setup()
import huiying.config.urls, huiying.jobs.scheduler, huiying.jobs.upkeep.doctor
print(sorted({"celery", "kombu", "storages", "boto3", "botocore"} & set(sys.modules)))
"""
    answer = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", loaded], capture_output=True, text=True, check=True, timeout=300
    )

    assert answer.stdout == "[]\n"


def test_no_screen_asks_a_table_itself():
    """Screens name models in annotations alone: rows come from queries and access."""
    asking = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files()
        if room_of(path) == "web"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]

    assert not asking
