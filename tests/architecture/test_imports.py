"""The import contracts of ``pyproject.toml`` hold: no arrow up, no circle."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.architecture.ground import ROOT


def test_no_import_contract_is_broken():
    tool = Path(sys.executable).parent / "lint-imports"

    answer = subprocess.run(  # noqa: S603 - our own tool
        [tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )

    assert answer.returncode == 0, answer.stdout[-6000:] + answer.stderr[-2000:]
    assert " 0 broken" in answer.stdout
