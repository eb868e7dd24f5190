"""Put a released database back as it was, upgrade it, and say what came of it.

In:   the folder of a release (``tools/released_database.py`` writes it), an empty database.
Out:  JSON: rows before and after, what clocks say, records, the status of pages, the tables.
Cost: half a minute of processor time, most of it for the migrations.

Rows are read by the models of that release, as its migrations describe them.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

django.setup()

from django.apps import apps
from django.apps.registry import Apps
from django.core.serializers import json as json_serializer
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps
from django.test import Client

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.core.queries import bureaus
from huiying.base.audit.queries import verify
from huiying.base.clocks.models import Clock, holder_words
from huiying.base.files.proof import record_earlier_files
from huiying.config.migrations import apply_migrations
from huiying.config.model_states import rendering_what_changed
from huiying.jobs.backup.restoring import reset_sequences
from huiying.jobs.upkeep import record_check, settle_places
from huiying.jobs.upkeep.doctor import _of_places
from huiying.reasons.rendering import render, render_data
from huiying.work.collection.posts.models import Post
from huiying.work.incidents.candidates.models import Candidate
from tests.upgrade.schema import schema

PAGES = ("/desk/", "/desk/incidents/", "/desk/posts/", "/desk/notices/")


def restore(folder: Path) -> tuple[Counter[str], StateApps]:
    """Make the tables of the release and fill them; return the rows of each, and its models."""
    released = json.loads((folder / "migrations.json").read_text(encoding="utf-8"))
    executor = MigrationExecutor(connection)
    ours = [tuple(name.split(".")) for name in released]
    labels = {app for app, _name in ours}
    later = {one.label for one in apps.get_app_configs() if one.name.startswith("huiying.")}
    leaves = executor.loader.graph.leaf_nodes()
    others = [key for key in leaves if key[0] not in labels | later]
    with rendering_what_changed():
        old = executor.migrate([*others, *ours]).apps

    class OfTheRelease(json_serializer.Deserializer):
        def _get_model_from_node(self, model_identifier):
            return old.get_model(model_identifier)

    rows: Counter[str] = Counter()
    with lzma.open(folder / "rows.jsonl.xz") as lines, transaction.atomic():
        with connection.constraint_checks_disabled():
            for line in lines:
                for item in OfTheRelease(line.decode()):
                    item.save()
                    rows[item.object._meta.db_table] += 1
        connection.check_constraints()
    return rows, old


def clock_words(models: Apps) -> dict[str, list[list[Any]]]:
    """Return in Chinese why each clock was stopped, and in whose hands each stretch was."""
    clocks = models.get_model("clocks", "Clock").objects.order_by("pk")
    holds = models.get_model("clocks", "ClockHold").objects.order_by("pk")
    return {
        "stopped": [[row.pk, _sentence(row.stop_reason)] for row in clocks],
        "held": [[row.pk, _holder(row)] for row in (*clocks, *holds)],
    }


def _sentence(stored: str | dict[str, Any]) -> str:
    """Return a reason as a sentence; release 0.2.0 stored the sentence itself."""
    return stored if isinstance(stored, str) else render_data(stored)


def _holder(row: Any) -> str:
    """Return the holder as a label; release 0.2.0 stored the label itself."""
    if hasattr(row, "holder_label"):
        return row.holder_label
    return holder_words(row.holder_code, row.holder_name)


def name_as_before(models: Apps) -> None:
    """Let a post name a platform, a community and its author as 0.2.0 stored them."""
    post = models.get_model("collection", "Post").objects.order_by("pk").first()
    post.channel, post.community = "云上听雨", "小桥流水"
    post.url = "https://weibo.com/1234567890/KxYz"
    post.save()


def places() -> dict[str, Any]:
    """Run the pass over earlier rows; return what the doctor says, and what posts name."""
    before = [_of_places(bureau).sentence for bureau in bureaus()]
    now = datetime.now(UTC)
    while settle_places.turn(now):
        pass
    fields = ("channel", "community", "url")
    posts = Post.objects.order_by("pk").values_list(*fields)
    return {
        "left": before,
        "done": [_of_places(bureau).fine for bureau in bureaus()],
        "first": posts[0],
        "channels": sorted({channel.partition(":")[0] for channel, *_rest in posts}),
        "items": list(Candidate.objects.order_by("pk").values_list("channels", flat=True)),
    }


def count(tables: Counter[str]) -> dict[str, int]:
    """Return how many rows the tables that are still there hold."""
    names = set(connection.introspection.table_names())
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(names & tables.keys()):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found[table] = cursor.fetchone()[0]
    return found


def problems() -> list[str]:
    """Return what differs from the record; the bytes of files are not part of a release."""
    reset_sequences()
    now = datetime.now(UTC)
    record_check.freeze_heads(now)
    for bureau in bureaus():
        record_earlier_files(bureau.pk, now)
    found = record_check.check_installation()
    for bureau in bureaus():
        found += record_check.check_bureau(bureau.pk, read_files=False).problems
    return [render(one) for one in found]


def pages() -> dict[str, int]:
    """Ask for pages of the desk as an officer who may see them; return each one's status."""
    client = Client()
    best: dict[str, int] = {}
    for officer in Officer.objects.filter(is_active=True):
        client.force_login(officer)
        status = {page: client.get(page).status_code for page in PAGES}
        best = max(best, status, key=lambda one: list(one.values()).count(200))
        if set(best.values()) == {200}:
            break
    return best


def main(folder: Path) -> None:
    before, old = restore(folder)
    words_before = clock_words(old)
    name_as_before(old)
    state = apply_migrations()
    result = {
        "current": not (state.missing or state.unknown),
        "before": before,
        "after": count(before),
        "clocks_before": words_before,
        "clocks": clock_words(apps),
        "reasons": Counter(
            row["code"] for row in Clock.objects.values_list("stop_reason", flat=True) if row
        ),
        "records": {row.slug: verify(bureau_id=row.pk).holds for row in bureaus()},
        "places": places(),
        "pages": pages(),
        "schema": schema(),
        "problems": problems(),
    }
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
