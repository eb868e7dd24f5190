"""Ten equal pushes at the same time, in one database of their own, on both databases."""

import json
import subprocess
import sys

import pytest

from tests.new_database import own_database

MAKE = """
import django
django.setup()
from tests.tables import make_tables
make_tables()
from huiying.base.audit.subjects import MACHINE
from huiying.work.collection.sources.actions.add_source import add_source
from tests.factories import T0, make_cast
cast = make_cast("yunchuan", "云川区")
add_source(bureau=cast.bureau, name="论坛", kind="PUSH", channel="论坛", actor=MACHINE, now=T0)
"""
PUSH = """
import json
import threading
import django
django.setup()
from django.db import connection
from huiying.work.collection.posts.actions.accept_push import (
    KeyConflict, PushInProgress, accept_push,
)
from huiying.work.collection.posts.models import Post, PushBatch
from huiying.work.collection.sources.models import Source
from tests.factories import T0


def items(of):
    names = [f"{{of}}-{{n}}" for n in range(200)]
    return [{{"external_id": name, "text": f"第{{name}}条"}} for name in names]

found, start = [], threading.Barrier(10)

def push(number):
    source = Source.objects.get()
    start.wait()
    mine = items(number if {mixed} else 0)
    try:
        answer = accept_push(source=source, items=mine, key="k", now=T0)
        found.append("replayed" if answer.replayed else "accepted")
    except PushInProgress:
        found.append("in progress")
    except KeyConflict:
        found.append("conflict")
    finally:
        connection.close()

threads = [threading.Thread(target=push, args=(n,)) for n in range(10)]
for one in threads:
    one.start()
for one in threads:
    one.join()
stored = PushBatch.objects.get()
is_replayed = not {mixed} and accept_push(
    source=Source.objects.get(), items=items(0), key="k", now=T0
).replayed
print(json.dumps([found, Post.objects.count(), stored.answer["accepted"], is_replayed]))
"""


@pytest.fixture
def at_once(tmp_path, db):
    def run(*, mixed):
        with own_database(tmp_path) as environment:
            for script in (MAKE, PUSH.format(mixed=mixed)):
                done = subprocess.run(  # noqa: S603 - our own words
                    [sys.executable, "-c", script],
                    env=environment,
                    capture_output=True,
                    text=True,
                    check=False,
                )
                assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


def test_of_ten_equal_pushes_at_once_one_is_accepted_and_nothing_is_doubled(at_once):
    found, posts, accepted, is_replayed = at_once(mixed=False)

    assert len(found) == 10
    assert found.count("accepted") == 1
    assert set(found) <= {"accepted", "replayed", "in progress"}
    assert (posts, accepted, is_replayed) == (200, 200, True)


def test_of_pushes_with_one_key_and_other_bodies_one_alone_is_stored(at_once):
    found, posts, accepted, _is_replayed = at_once(mixed=True)

    assert found.count("accepted") == 1
    assert found.count("conflict") == 9
    assert posts == accepted == 200
