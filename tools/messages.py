"""Collect the sentences of the screens into the English catalogue.

In:   every Python file and template of ``src/huiying``; the catalogue as it is.
Out:  ``locale/en/LC_MESSAGES/django.po``: translations kept, new sentences with an empty
      translation, sentences that are gone dropped. Says how many are not translated yet.
Cost: about a second. Needs no GNU gettext: Python is read as a tree, Django turns templates
      into Python-like text, Babel reads and writes the catalogue.

The ids are the Chinese sentences themselves, so Chinese needs no catalogue of them;
``locale/zh_Hans`` only says better what Django and allauth say, and is written by hand.
"""

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "huiying"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": 1,
    "gettext": 1,
    "gettext_lazy": 1,
    "gettext_noop": 1,
    "house_text": 1,
    "marked": 1,
    "ngettext": 2,
    "ngettext_lazy": 2,
    "npgettext": 3,
    "npgettext_lazy": 3,
    "pgettext": 2,
    "pgettext_lazy": 2,
}
"""Name of the call → how many of its first arguments are texts."""
TEMPLATES = {".html", ".txt", ".xml"}
LEFT_OUT = {"migrations", "static", "locale"}
Id = str | tuple[str, str]
Found = tuple[str, str | None, Id]  # file, context, id

_STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(
    rf"\b(?P<name>gettext|ngettext|pgettext|npgettext|_)\("
    rf"(?P<arguments>{_STRING}(?:\s*,\s*{_STRING})*)"
)
_ARGUMENT = re.compile(_STRING)
_HEADER = """\
# English words of the screens. The ids are the Chinese sentences.
# Collected by ``make messages``, translated by hand; docs/glossary.md is law for the words.
"""


def in_python(path: Path) -> Iterator[tuple[str | None, Id]]:
    """Yield context and id of the sentences of a Python file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    real_names = _imported_as(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        name = real_names.get(called, called)
        words = [_text(argument) for argument in node.args[: KEYWORDS.get(name, 0)]]
        if words and all(words):
            yield _as_found(name, [word for word in words if word])


def _imported_as(tree: ast.AST) -> dict[str, str]:
    """Return the names by which a module calls what translates, each with its real name."""
    return {
        name.asname: name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.asname and name.name in KEYWORDS
    }


def _text(node: ast.expr) -> str | None:
    """Return a literal text; a value that is computed is no sentence of its own."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def _as_found(name: str, words: list[str]) -> tuple[str | None, Id]:
    context = words.pop(0) if name.startswith(("pgettext", "npgettext")) else None
    return context, words[0] if len(words) == 1 else (words[0], words[1])


def in_template(path: Path) -> Iterator[tuple[str | None, Id]]:
    """Yield context and id of the sentences of a Django template."""
    text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for call in _CALL.finditer(text):
        words = [ast.literal_eval(word) for word in _ARGUMENT.findall(call["arguments"])]
        yield _as_found(call["name"], words[: KEYWORDS[call["name"]]])


def sentences() -> Iterator[Found]:
    """Yield every sentence of the package, file by file."""
    for path in sorted(PACKAGE.rglob("*.*")):
        here = path.relative_to(PACKAGE)
        is_template = "templates" in here.parts and path.suffix in TEMPLATES
        if not (path.suffix == ".py" or is_template) or LEFT_OUT & set(here.parts):
            continue
        read = in_python if path.suffix == ".py" else in_template
        for context, message in read(path):
            yield here.as_posix(), context, message


def load() -> Catalog:
    """Return the English catalogue, empty when there is none yet."""
    if not CATALOGUE.exists():
        return Catalog(locale="en")
    with CATALOGUE.open("rb") as handle:
        return read_po(handle, locale="en")


def collected(old: Catalog) -> Catalog:
    """Return a catalogue of the sentences of today with the translations of ``old``."""
    new = Catalog(
        locale="en",
        project="huiying",
        header_comment=_HEADER.rstrip(),
        creation_date=datetime(2022, 7, 1, tzinfo=UTC),  # fixed: no change without a change
        revision_date=datetime(2022, 7, 1, tzinfo=UTC),
        last_translator="huiying",
        language_team="English",
        version="0.1",
        msgid_bugs_address="",
        fuzzy=False,
    )
    for _file, context, message in sentences():
        known = old.get(message[0] if isinstance(message, tuple) else message, context)
        string = known.string if isinstance(known, Message) and not known.fuzzy else None
        if isinstance(message, tuple) != isinstance(string, tuple | list):
            string = None
        new.add(message, string, context=context)
    return new


def missing(catalogue: Catalog) -> list[Message]:
    """Return the messages that have no translation."""
    every = [message for message in catalogue if message.id]
    return [message for message in every if not all(_strings(message))]


def _strings(message: Message) -> tuple[str, ...]:
    strings = message.string or ""
    return (strings,) if isinstance(strings, str) else tuple(strings)


def main() -> int:
    """Write the catalogue and say what is missing."""
    new = collected(load())
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, new, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    sys.stdout.write(
        f"{CATALOGUE.relative_to(ROOT)}: {len(new)} sentences, "
        f"{len(missing(new))} not translated yet\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
