"""Two processes that bring the same posts at the same time, in one database file."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.new_database import new_database

ROOT = Path(__file__).resolve().parents[5]
MAKE = """
import django
django.setup()
from huiying.base.audit.subjects import MACHINE
from huiying.work.collection.sources.actions.add_source import add_source
from tests.factories import T0, make_cast
cast = make_cast("yunchuan", "云川区")
add_source(bureau=cast.bureau, name="论坛", kind="PUSH", channel="论坛", actor=MACHINE, now=T0)
"""
BRING = """
import django
django.setup()
from huiying.base.audit.subjects import MACHINE
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.models import Lane
from huiying.work.collection.sources.models import Source
from tests.factories import T0
items = [RawItem(external_key=str(n), text=f"第{n}条") for n in range(600)]
count = 0
for start in range(0, 600, 20):
    results = accept_posts(
        source=Source.objects.get(), items=items[start : start + 20], lane=Lane.LIVE,
        history=False, actor=MACHINE, now=T0,
    )
    assert all(result.post_id for result in results)
    count += sum(result.status == "accepted" for result in results)
print(count)
"""


def test_two_processes_at_once_double_nothing_and_lose_nothing(tmp_path):
    database = tmp_path / "both.sqlite3"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "huiying.config.settings.test",
        "HUIYING_TEST_DATABASE_URL": f"sqlite:///{database}",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }

    def start(code):
        command = [sys.executable, "-c", code]
        return subprocess.Popen(command, env=environment, stdout=-1, text=True)  # noqa: S603

    new_database(database)
    made = start(MAKE)
    made.communicate(timeout=60)
    assert made.returncode == 0
    both = [start(BRING), start(BRING)]
    counts = [int(process.communicate(timeout=60)[0]) for process in both]

    assert sum(counts) == 600
    with closing(sqlite3.connect(database)) as base, base:
        for table in ("collection_post", "collection_postkey", "collection_arrival"):
            query = f"select count(*) from {table}"  # noqa: S608
            assert base.execute(query).fetchone() == (600,)
        heard = "select sum(posts) from collection_hourvolume"
        assert base.execute(heard).fetchone() == (600,)
