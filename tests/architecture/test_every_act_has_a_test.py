"""Every act has a test of its own name: it stands beside its noun's and calls the act.

An act is a public function of an ``actions`` module that is given the moment. Of
``work/casework/tasks/actions/report_task.py`` the tests are in ``tests/work/casework/tasks``,
in files whose names begin with ``test_report_task``; what they share, a step that calls the
act, stands beside them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source_files import ROOT, SOURCE

WITHOUT = Path(__file__).with_name("acts_without_a_test.txt")
"""Acts that are reached by tests of other names only. The list may only become shorter."""


def acts() -> Iterator[tuple[Path, str]]:
    """Yield the module and the name of every act."""
    for storey in ("base", "work"):
        for module in sorted((SOURCE / storey).rglob("actions/*.py")):
            for node in ast.parse(module.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    given = {arg.arg for arg in (*node.args.args, *node.args.kwonlyargs)}
                    if "now" in given:
                        yield module, node.name


def called_by_its_tests(module: Path) -> set[str]:
    """Return the names that the tests of a module of acts use, and their steps beside them."""
    noun = ROOT / "tests" / module.parent.parent.relative_to(SOURCE)
    tests = [*noun.rglob(f"test_{module.stem}*.py")]
    steps = [path for path in noun.rglob("*.py") if not path.name.startswith("test_")]
    return {
        node.id
        for path in (*tests, *(steps if tests else ()))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name)
    }


def dotted(module: Path, name: str) -> str:
    noun = module.parent.parent.relative_to(SOURCE)
    return ".".join([*noun.parts, module.stem, name])


def test_every_act_is_called_by_a_test_of_its_name():
    missing = {
        dotted(module, name)
        for module, name in acts()
        if name not in called_by_its_tests(module)
    }

    known = set(WITHOUT.read_text(encoding="utf-8").split())
    assert sorted(missing - known) == [], "acts without a test of their name"
    assert sorted(known - missing) == [], "they have a test now: take them off the list"
    assert len([*acts()]) > 250, "the walk found no acts: it looks in the wrong place"
