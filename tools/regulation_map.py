"""Write docs/regulation-map.md: each clause of the regulation, its screens, code and tests.

In:   ``docs/regulation-map.toml`` (by hand) and the tests marked ``@pytest.mark.clause("…")``.
Out:  the page; with ``--check`` exit code 1 when the committed page is out of date.
Cost: under a second: the tests are read as text, not run.

States: *works* = nothing is missing and a test goes through a screen or a command; *partly* =
something is missing, or only rooms below the screens are tested; *not yet* = no test.
"""

import ast
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
TABLE = ROOT / "docs" / "regulation-map.toml"
PAGE = ROOT / "docs" / "regulation-map.md"
THROUGH_A_DOOR = ("tests/web/", "tests/journeys/", "tests/config/")
SHOWN_TESTS = 3
_HEAD = """\
# Regulation map

Written by `python tools/regulation_map.py`; do not edit. What a clause says, its screens and
its code are kept in [regulation-map.toml](regulation-map.toml), its tests are those marked
`@pytest.mark.clause("…")`.

**works**: nothing is missing, and a test goes through a screen or a command.
**partly**: something is missing, or only the rooms below the screens are tested.
**not yet**: no test proves any of it.

| Clause | Says | Screens | Code | Tests | State |
| --- | --- | --- | --- | --- | --- |
"""


class UnknownClause(Exception):
    """A test is marked with a clause that the table does not hold."""


@dataclass(frozen=True, slots=True, order=True)
class Proof:
    """One test that proves a clause."""

    file: str  # from the root of the project
    name: str

    @property
    def is_through_a_door(self) -> bool:
        """The test uses the product as people do: by a screen, an address, a command."""
        return self.file.startswith(THROUGH_A_DOOR)


def proofs() -> dict[str, list[Proof]]:
    """Return clause → its tests, sorted."""
    found: dict[str, set[Proof]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        file = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        everywhere = list(_clauses(_module_marks(tree)))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for clause in (*everywhere, *_clauses(node.decorator_list)):
                    found.setdefault(clause, set()).add(Proof(file, node.name))
    return {clause: sorted(tests) for clause, tests in found.items()}


def _module_marks(tree: ast.Module) -> list[ast.expr]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            return node.value.elts if isinstance(node.value, ast.List) else [node.value]
    return []


def _clauses(marks: list[ast.expr]) -> Iterator[str]:
    for mark in marks:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.clause":
            yield from (str(ast.literal_eval(argument)) for argument in mark.args)


def state_of(clause: dict[str, Any], tests: list[Proof]) -> str:
    """Return works, partly or not yet."""
    if not tests:
        return "not yet"
    complete = not clause.get("missing")
    return "works" if complete and any(test.is_through_a_door for test in tests) else "partly"


def page() -> str:
    """Return the whole page.

    Raises:
        UnknownClause: If a test names a clause that is not in the table.
    """
    clauses = tomllib.loads(TABLE.read_text(encoding="utf-8"))["clause"]
    tests = proofs()
    strange = sorted(tests.keys() - {clause["number"] for clause in clauses})
    if strange:
        message = f"tests name clauses that docs/regulation-map.toml lacks: {strange}"
        raise UnknownClause(message)
    return _HEAD + "".join(_row(clause, tests.get(clause["number"], [])) for clause in clauses)


def _row(clause: dict[str, Any], tests: list[Proof]) -> str:
    state = state_of(clause, tests)
    lacking = clause.get("missing", "")
    cells = (
        clause["number"],
        clause["says"],
        ", ".join(clause["screens"]) or "—",
        ", ".join(f"`{code}`" for code in clause["code"]) or "—",
        _said(tests),
        f"**{state}**" + (f"; missing: {lacking}" if lacking else ""),
    )
    return "| " + " | ".join(cells) + " |\n"


def _said(tests: list[Proof]) -> str:
    if not tests:
        return "—"
    first = sorted(tests, key=lambda test: (not test.is_through_a_door, test))[:SHOWN_TESTS]
    named = ", ".join(f"[{test.name}](../{test.file})" for test in first)
    rest = len(tests) - len(first)
    return named + (f" and {rest} more" if rest else "")


def main() -> int:
    """Write or check the page."""
    wanted = page()
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == wanted else 1
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
