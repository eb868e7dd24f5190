"""Print the term table of ``docs/terms.toml`` into ``docs/glossary.md``.

In:   docs/terms.toml.    Out:  the part of docs/glossary.md between its two marks.
Cost: milliseconds. ``tests/web/test_words.py`` fails when the part is not up to date.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TERMS = ROOT / "docs" / "terms.toml"
GLOSSARY = ROOT / "docs" / "glossary.md"
BEGIN, END = "<!-- terms: begin -->", "<!-- terms: end -->"


@dataclass(frozen=True, slots=True)
class Term:
    """One concept: its words for officials, for the public, in English and in code."""

    zh: str
    en: str
    code: tuple[str, ...]
    console: str
    portal: str
    forbid: tuple[str, ...]


def load_terms() -> tuple[Term, ...]:
    """Return the terms in their order.

    Raises:
        KeyError: If a term lacks a part.
    """
    table = tomllib.loads(TERMS.read_text("utf-8"))
    return tuple(
        Term(
            zh=row["zh"],
            en=row["en"],
            code=tuple(row["code"]),
            console=row["console"],
            portal=row["portal"],
            forbid=tuple(row["forbid"]),
        )
        for row in table["term"]
    )


def forbidden_register() -> tuple[str, ...]:
    """Return what no staff page says, whatever it speaks of."""
    return tuple(tomllib.loads(TERMS.read_text("utf-8"))["register"]["forbid"])


def printed() -> str:
    """Return the table as Markdown, with its marks."""
    lines = [
        BEGIN,
        "",
        "| 概念 | English | Code | For officials | For the public | Not used by officials |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for term in load_terms():
        code = ", ".join(f"`{name}`" for name in term.code)
        cells = (term.zh, term.en, code, term.console, term.portal, "、".join(term.forbid))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, "", END])


def renewed(text: str) -> str:
    """Return the glossary with the table of today."""
    head, rest = text.split(BEGIN)
    return head + printed() + rest.split(END)[1]


def main() -> int:
    """Write the table into the glossary."""
    GLOSSARY.write_text(renewed(GLOSSARY.read_text("utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
