"""Write the controls of docs/security.md: what a standard demands, the code, the tests.

In:   ``docs/security-controls.toml`` (by hand), the tests, the headings of docs/operations.md.
Out:  the page below its heading *Controls*; with ``--check`` exit code 1 when it is not so.
Cost: about a second: the tests are read as text, not run.

A row names code that exists and a test that exists, or it is refused. What the operator must do
as well says so, with the place in docs/operations.md.
"""

import ast
import re
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "huiying"
TESTS = ROOT / "tests"
TABLE = ROOT / "docs" / "security-controls.toml"
PAGE = ROOT / "docs" / "security.md"
OPERATIONS = ROOT / "docs" / "operations.md"
HEADING: Final = "## Controls\n"
_FIELDS: Final = {"number", "says", "how", "code", "tests"}
_MORE: Final = {"operator"}
_COLUMNS: Final = "| Number | Demand | How | Code | Tests |\n| --- | --- | --- | --- | --- |\n"
_INTRODUCTION: Final = """
Written by `python tools/security_controls.py`; what stands below is edited in
[security-controls.toml](security-controls.toml). Demands are in our words, the numbers
are those of the standards.
**Operator**: the product does its part, and somebody must do the rest where the row says.
"""


class InvalidControls(Exception):
    """A row lacks a field, or names code, a test or a place that does not exist."""


@cache
def test_places() -> dict[str, list[str]]:
    """Return the name of each test → the files that hold it, from the root of the project."""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        file = f"tests/{path.relative_to(TESTS).as_posix()}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found.setdefault(node.name, []).append(file)
    return found


def operator_places() -> set[str]:
    """Return the anchors of the headings of docs/operations.md."""
    headings = re.findall(r"^#+ (.+)$", OPERATIONS.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one).strip().lower().replace(" ", "-") for one in headings}


def standards() -> list[dict[str, Any]]:
    """Return the standards of the table, each with its rows as ``row``.

    Raises:
        InvalidControls.
    """
    found: list[dict[str, Any]] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["standard"]
    tests, places = test_places(), operator_places()
    for standard in found:
        for row in standard["row"]:
            _check(row, tests, places)
    return found


def _check(row: dict[str, Any], tests: dict[str, list[str]], places: set[str]) -> None:
    number = row.get("number", "?")
    if wrong := sorted((_FIELDS - row.keys()) | (row.keys() - _FIELDS - _MORE)):
        raise InvalidControls(
            f"{number}: fields that are unknown or absent: {', '.join(wrong)}"
        )
    if not row["code"] or not row["tests"]:
        raise InvalidControls(f"{number}: names no code or no test")
    for path in row["code"]:
        if not (SOURCE / path).exists() and not (ROOT / path).exists():
            raise InvalidControls(f"{number}: there is no code {path}")
    for name in row["tests"]:
        _file_of(number, name, tests)
    if row.get("operator", "") and row["operator"] not in places:
        raise InvalidControls(f"{number}: docs/operations.md has no #{row['operator']}")


def _file_of(number: str, name: str, tests: dict[str, list[str]]) -> str:
    """Return the file of a test: named alone, or as ``file::name`` where there are several."""
    file, _colons, alone = name.rpartition("::")
    files = [one for one in tests.get(alone, []) if not file or one == file]
    if len(files) != 1:
        raise InvalidControls(f"{number}: {len(files)} tests are called {name}")
    return files[0]


def controls() -> str:
    """Return the part of the page below its heading.

    Raises:
        InvalidControls.
    """
    tests = test_places()
    parts = [_INTRODUCTION]
    for standard in standards():
        parts += [f"\n### {standard['title']}\n\n", _COLUMNS]
        parts += [_line(row, tests) for row in standard["row"]]
    return "".join(parts)


def _line(row: dict[str, Any], tests: dict[str, list[str]]) -> str:
    how = row["how"]
    if place := row.get("operator", ""):
        how += f" **Operator**: [{place.replace('-', ' ')}](operations.md#{place})."
    code = ", ".join(f"`{path}`" for path in row["code"])
    proofs = ", ".join(
        f"[{name.rpartition('::')[2]}](../{_file_of(row['number'], name, tests)})"
        for name in row["tests"]
    )
    return f"| {row['number']} | {row['says']} | {how} | {code} | {proofs} |\n"


def page() -> str:
    """Return the page as it should be: what was written by hand, then the controls."""
    by_hand = PAGE.read_text(encoding="utf-8").partition(HEADING)[0]
    return f"{by_hand}{HEADING}{controls()}"


def main() -> int:
    """Write the page, or compare it."""
    try:
        wanted = page()
    except InvalidControls as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if "--check" in sys.argv[1:]:
        if PAGE.read_text(encoding="utf-8") == wanted:
            return 0
        sys.stderr.write("docs/security.md is out of date: python tools/security_controls.py\n")
        return 1
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
