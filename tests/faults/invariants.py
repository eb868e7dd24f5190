"""What must hold of an installation whatever was killed in it.

In:   an installation that nothing works on.    Out:  what is wrong, as sentences; [] = nothing.
Cost: a read of the record and of every file.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Count

from huiying.base.accounts.core.queries import bureaus
from huiying.base.files.folder_store import PART
from huiying.base.files.models import StoredFile
from huiying.base.files.queries import FileState, open_file
from huiying.jobs.backup.parts import PARTIAL_PREFIX
from huiying.jobs.upkeep.counters import check_counters
from huiying.jobs.upkeep.made_files import PARTIAL
from huiying.jobs.upkeep.record_check import check_bureau, check_installation
from huiying.reasons.rendering import render
from huiying.work.collection.posts.models import Arrival, Post
from huiying.work.incidents.placements.models import Placement


def always() -> list[str]:
    """Return what is wrong that may not be wrong at any moment: record, files, counters."""
    wrong = [render(one) for one in check_installation()]
    for bureau in bureaus():
        wrong += [render(one) for one in check_bureau(bureau.pk).problems]
        wrong += [
            f"{one.differing} counters of {one.kind} differ from the rows"
            for one in check_counters(bureau)
            if one.differing
        ]
    return wrong + _files() + _database()


def _files() -> list[str]:
    rows = StoredFile.objects.filter(data_key__isnull=False)
    return [
        f"file {row.number} is {state}"
        for row in rows
        if (state := open_file(row).state) != FileState.WHOLE
    ]


def _database() -> list[str]:
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        told = [row[0] for row in cursor.fetchall()]
    return [] if told == ["ok"] else [f"SQLite: {line}" for line in told]


def posts(texts: list[str]) -> list[str]:
    """Return which accepted texts are lost, doubled, not placed or placed twice."""
    wanted = {own_words(text) for text in texts}
    stored = Counter(own_words(text) for text in Post.objects.values_list("text", flat=True))
    numbers = Placement.objects.values("bureau", "seq").annotate(count=Count("pk"))
    found = {
        "texts lost": len(wanted - stored.keys()),
        "texts doubled": sum(count - 1 for words, count in stored.items() if words in wanted),
        "posts not placed": Post.objects.count() - Placement.objects.count(),
        "numbers of the stream given twice": numbers.filter(count__gt=1).count(),
        "posts that wait for ever": Arrival.objects.count(),
    }
    return [f"{count} {what}" for what, count in found.items() if count]


def own_words(text: str) -> str:
    """Return the end of a text, which no other has and in which nothing is masked."""
    return text[text.rfind("第") :]


def parts_left() -> list[str]:
    """Return the files that are not whole and lie under no name of their own."""
    names = (PARTIAL, PARTIAL_PREFIX, PART)
    return [
        f"{path.name} was left"
        for path in Path(settings.DATA_DIR).rglob("*")
        if path.is_file() and path.name.startswith(names) and path.name != ".backup-lock"
    ]
