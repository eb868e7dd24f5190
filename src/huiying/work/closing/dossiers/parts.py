"""What rooms above this one add to a dossier, declared in their ``dossier_parts``.

In:   a declaration beside the rows.    Out:  sections, files, requests to approve.
Cost: none of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from huiying.base.files.models import StoredFile
from huiying.engine.reading.accusations import accusation_words
from huiying.work.closing.dossiers.matter import Matter
from huiying.work.closing.dossiers.section import Section

NOT_LISTED = "〔涉检举控告，未列入卷宗〕"

NamedFile = tuple[StoredFile, str, str]  # the file, what it is, from which row


def no_files(matter: Matter) -> Iterable[NamedFile]:
    """Return no attached files."""
    del matter
    return ()


def no_signoffs(matter: Matter) -> Iterable[int | None]:
    """Return no requests to approve."""
    del matter
    return ()


@dataclass(frozen=True, kw_only=True)
class DossierPart:
    """A part of every dossier.

    Attributes:
        code: Names it; no other one is called so.
        sections: Its documents. Columns hold only what may be read by whoever gets the file.
        files: Attached files.
        signoffs: Keys of the requests to approve that belong to it.
    """

    code: str
    sections: Callable[[Matter], list[Section]]
    files: Callable[[Matter], Iterable[NamedFile]] = no_files
    signoffs: Callable[[Matter], Iterable[int | None]] = no_signoffs


_DECLARED: dict[str, DossierPart] = {}


def declare(part: DossierPart) -> DossierPart:
    """Declare a part; returns it.

    Raises:
        ValueError: If its code is another's.
    """
    if _DECLARED.setdefault(part.code, part) is not part:
        raise ValueError(f"two parts of dossiers are called {part.code}")
    return part


def every_part() -> list[DossierPart]:
    """Return all parts, by code."""
    return [_DECLARED[code] for code in sorted(_DECLARED)]


def listed_text(text: str) -> str:
    """Return a text that somebody typed, as a dossier may hold it: no accusation.

    >>> listed_text("查清原因")
    '查清原因'
    """
    return NOT_LISTED if accusation_words(text) else text
