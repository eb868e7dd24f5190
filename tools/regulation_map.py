"""Write docs/regulation-map.md: each demand of the regulation, its screens, code and tests.

In:   ``docs/regulation-map.toml`` (by hand) and the tests marked ``@pytest.mark.clause("…")``.
Out:  the page; with ``--check`` exit code 1 when the committed page is out of date.
Cost: under a second: the tests are read as text, not run.

The state follows from tests alone: *works* = a test goes through a screen or a command;
*partly* = only what lies below the screens is tested; *not yet* = no test.
"""

import ast
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
TABLE = ROOT / "docs" / "regulation-map.toml"
PAGE = ROOT / "docs" / "regulation-map.md"
THROUGH_A_DOOR = ("tests/web/", "tests/journeys/", "tests/config/")
STATES: Final = ("works", "partly", "not yet")
SHOWN_TESTS = 3
_NUMBER: Final = re.compile(r"(\d+)(?:\((\d+)\))?([a-z]?)")
_ARTICLE_FIELDS: Final = {"number", "title", "words", "clause"}
_CLAUSE_FIELDS: Final = {"number", "says", "screens", "code"}
_HEAD = """\
# Regulation map

Written by `python tools/regulation_map.py`; do not edit. What a sub-clause demands, its screens
and its code stand in [regulation-map.toml](regulation-map.toml); its tests are those marked
`@pytest.mark.clause("…")`, and its state follows from them alone.

**works**: a test goes through a screen or a command.
**partly**: only what lies below the screens is tested.
**not yet**: no test proves it.
"""
_COLUMNS = """\
| Clause | Says | Screens | Code | Tests | State |
| --- | --- | --- | --- | --- | --- |
"""


class InvalidMap(Exception):
    """The table is not well formed, or a test names a sub-clause that it does not hold."""


@dataclass(frozen=True, slots=True, order=True)
class Proof:
    """One test that proves a sub-clause."""

    file: str  # from the root of the project
    name: str

    @property
    def is_through_a_door(self) -> bool:
        """The test uses the product as people do: by a screen, an address, a command."""
        return self.file.startswith(THROUGH_A_DOOR)


def proofs() -> dict[str, list[Proof]]:
    """Return sub-clause → its tests, sorted."""
    found: dict[str, set[Proof]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        file = f"tests/{path.relative_to(TESTS).as_posix()}"
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


def articles() -> list[dict[str, Any]]:
    """Return the articles of the table, each with its sub-clauses as ``clause``.

    Raises:
        InvalidMap: If a field is unknown or absent, or a number does not follow the one before.
    """
    found: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["article"]
    for position, article in enumerate(found, start=1):
        article.setdefault("clause", [])
        _check_fields(article, _ARTICLE_FIELDS)
        if article["number"] != str(position):
            message = f"article {article['number']} stands where article {position} belongs"
            raise InvalidMap(message)
        last = (position, -1, "")
        for clause in article["clause"]:
            _check_fields(clause, _CLAUSE_FIELDS)
            last = _place_after(last, clause["number"])
    return found


def _check_fields(row: dict[str, Any], fields: set[str]) -> None:
    wrong = sorted(fields ^ row.keys())
    if wrong:
        message = f"{row.get('number')}: fields that are unknown or absent: {', '.join(wrong)}"
        raise InvalidMap(message)


def _place_after(last: tuple[int, int, str], number: str) -> tuple[int, int, str]:
    """Return article, item and letter of the sub-clause that stands after ``last``."""
    found = _NUMBER.fullmatch(number)
    if not found:
        message = f"{number} is no number of a sub-clause, such as 7a, 4(1) or 4(3)b"
        raise InvalidMap(message)
    article, item, letter = int(found[1]), int(found[2] or 0), found[3]
    begins_item = item > last[1] and letter in ("", "a")
    goes_on = item == last[1] and last[2] != "" and letter == chr(ord(last[2]) + 1)
    if article != last[0] or not (begins_item or goes_on):
        message = f"sub-clause {number} stands twice or not in its order"
        raise InvalidMap(message)
    return article, item, letter


def state_of(tests: list[Proof]) -> str:
    """Return works, partly or not yet."""
    if not tests:
        return "not yet"
    return "works" if any(test.is_through_a_door for test in tests) else "partly"


def page() -> str:
    """Return the whole page.

    Raises:
        InvalidMap: If the table is not well formed, or a test names a sub-clause it lacks.
    """
    table = articles()
    numbers = [clause["number"] for article in table for clause in article["clause"]]
    tests = proofs()
    strange = sorted(tests.keys() - set(numbers))
    if strange:
        message = f"tests name sub-clauses that docs/regulation-map.toml lacks: {strange}"
        raise InvalidMap(message)
    states = {number: state_of(tests.get(number, [])) for number in numbers}
    parts = [_HEAD, _summary(states)]
    for article in table:
        parts.append(
            f"## Article {article['number']}. {article['title']}\n\n{article['words']}\n"
        )
        rows = "".join(
            _row(clause, tests.get(clause["number"], [])) for clause in article["clause"]
        )
        parts.extend([_COLUMNS + rows] if rows else [])
    return "\n".join(parts)


def _summary(states: dict[str, str]) -> str:
    counted = Counter(states.values())
    lines = [f"Of {len(states)} sub-clauses:\n\n"]
    for state in STATES:
        which = [number for number, found in states.items() if found == state]
        named = f": {', '.join(which)}" if which and state != "works" else ""
        lines.append(f"- **{state}** {counted[state]}{named}\n")
    return "".join(lines)


def _row(clause: dict[str, Any], tests: list[Proof]) -> str:
    cells = (
        clause["number"],
        clause["says"],
        ", ".join(clause["screens"]) or "—",
        ", ".join(f"`{code}`" for code in clause["code"]) or "—",
        _said(tests),
        f"**{state_of(tests)}**",
    )
    return "| " + " | ".join(cells) + " |\n"


def _said(tests: list[Proof]) -> str:
    if not tests:
        return "—"
    first = sorted(tests, key=lambda test: (not test.is_through_a_door, test))[:SHOWN_TESTS]
    named = ", ".join(f"[{test.name}](../{test.file})" for test in first)
    rest = len(tests) - len(first)
    return named + (" and more" if rest else "")


def main() -> int:
    """Write or check the page."""
    wanted = page()
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == wanted else 1
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
