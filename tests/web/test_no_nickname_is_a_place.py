"""A column of nicknames that is mapped to the platform or the community yields nothing.

It is imported and pushed; then every officer looks at every list, and the database is read.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.profile.models import SavedFilter
from huiying.base.audit.subjects import MACHINE
from huiying.base.outbox.models import Message
from huiying.base.rulebook.queries import book_of
from huiying.jobs import clock
from huiying.jobs.stream import imports
from huiying.policy.grading.grades import Grade
from huiying.policy.rulebook.platforms import OTHER
from huiying.work.collection.imports.models import ImportJob
from huiying.work.collection.posts.models import Post
from huiying.work.collection.posts.volume import Volume
from huiying.work.collection.sources.actions.rotate_token import rotate_token
from huiying.work.incidents.assessment.event_facts import FactsReader
from huiying.work.incidents.candidates.models import Candidate
from tests.scenarios.grading import confirm_with_second
from tests.scenarios.incidents import WATER, run_stream, source_of
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
NICKNAMES = ["云上听雨", "小桥流水", "热搜小王", "快乐的老周", "追风少年"]
PUBLIC = ("home", "feed", "feed_json", "open")
POSTS = reverse("console:posts")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def lu(yunchuan):
    return signed_in(yunchuan.lu)


@pytest.fixture(autouse=True)
def stopped(time):
    return time


def mapped(lu, *meanings):
    """Import a file with the column of nicknames mapped to these meanings."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["编号", "内容", "昵称"])
    for number, name in enumerate(NICKNAMES):
        rows.writerow([f"{meanings}{number}", WATER[number % len(WATER)], name])
    file = SimpleUploadedFile("留言.csv", text.getvalue().encode())
    lu.post(reverse("console:import-upload"), {"file": file, "source": "网上留言"})
    job = ImportJob.objects.latest("pk")
    columns = {"text": "内容", "external_id": "编号"} | dict.fromkeys(meanings, "昵称")
    shown = lu.post(
        reverse("console:import-start", args=[job.pk]), columns | {"preview": "1"}
    ).content.decode()
    lu.post(reverse("console:import-start", args=[job.pk]), columns)
    while imports.turn(clock.now()):
        pass
    return shown


def pushed(cast, now):
    token = rotate_token(source=source_of(cast), actor=MACHINE, now=now)
    items = [
        {"text": WATER[0], "external_id": name, "channel": name, "community": name}
        for name in NICKNAMES
    ]
    return Client().post(
        "/api/v1/posts",
        json.dumps({"items": items}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    ).content.decode()  # fmt: skip


def everything_stored():
    """Return the whole database as text, and the words of the search index."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            cells += [cell for row in cursor.fetchall() for cell in row]
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search_post, row)"
            )
            cursor.execute("SELECT term FROM temp.words")
            cells += [row[0] for row in cursor.fetchall()]
            cursor.execute("DROP TABLE temp.words")
    return "\n".join(
        cell.hex() if isinstance(cell, bytes | memoryview) else str(cell) for cell in cells
    )


def traces(text):
    """Return the nicknames that can be read in a text, also escaped or in hexadecimal."""
    return [
        name
        for name in NICKNAMES
        for form in (name, name.encode().hex(), json.dumps(name)[1:-1])
        if form in text
    ]


def read(response):
    """Return what an answer holds, also of a workbook."""
    body = response.getvalue() if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            body = b"".join(map(parts.read, parts.namelist()))
    return body.decode("utf-8", "replace")


def hostile_bureau(yunchuan, lu, now):
    shown = mapped(lu, "channel", "community") + mapped(lu, "channel") + pushed(yunchuan, now)
    run_stream(yunchuan, now=now)
    return shown


def test_neither_the_preview_nor_the_answer_of_the_interface_repeats_it(yunchuan, lu, now):
    shown = hostile_bureau(yunchuan, lu, now)

    # The preview shows the columns of the file, not what stands in that of the nicknames.
    assert traces(shown) == []
    assert "记为“其他”" in shown
    assert Post.objects.count() == 15


def test_nothing_in_the_database_can_be_read(yunchuan, lu, now):
    hostile_bureau(yunchuan, lu, now)

    assert traces(everything_stored()) == []


def test_no_officer_sees_it_on_any_list_export_or_message(yunchuan, lu, now):
    hostile_bureau(yunchuan, lu, now)
    candidate = Candidate.objects.get()
    incident = confirm_with_second(
        candidate=candidate,
        grade=Grade.ORDINARY,
        reason="按制度定级",
        officer=yunchuan.lu,
        now=now,
    )
    group = Post.objects.order_by("pk").first().pk
    addresses = [
        POSTS,
        f"{POSTS}?channel=other",
        reverse("console:desk"),
        reverse("console:sources"),
        reverse("console:communities"),
        reverse("console:imports"),
        reverse("console:incidents"),
        reverse("console:incidents") + "?format=csv",
        reverse("console:incidents") + "?format=xlsx",
        reverse("console:candidate", args=[candidate.event_id]),
        reverse("console:incident", args=[incident.number]) + "?tab=all",
        reverse("console:incident-volume", args=[incident.number]),
        reverse("console:copies", args=[group]),
        *(reverse(f"portal:{name}", args=["yunchuan"]) for name in PUBLIC),
    ]

    found = {
        (officer.username, address): names
        for officer in Officer.objects.filter(bureau=yunchuan.bureau)
        for address in addresses
        if (names := traces(read(signed_in(officer).get(address))))
    }

    assert found == {}
    assert traces("".join(Message.objects.values_list("body", flat=True))) == []
    page = page_of(lu.get(reverse("console:incident-volume", args=[incident.number])))
    assert "至少 5 个其他平台" in page.panel("spread").text
    assert "其他" in page.panel("spread").text


@pytest.mark.parametrize("name", [NICKNAMES[0], "other:0123456789abcdef"])
def test_nobody_can_filter_search_or_save_by_it(yunchuan, lu, now, name):
    hostile_bureau(yunchuan, lu, now)

    page = page_of(lu.get(POSTS, {"channel": name}))
    assert "不在本局平台名单内，不能据此筛选" in page.text
    assert page.rows("water") == page.rows("posts") == []

    lu.post(
        reverse("console:filter-keep", args=["posts"]),
        {"name": "她", "query": f"channel={name}"},
    )
    assert not SavedFilter.objects.exists()
    assert "暂无符合条件的帖文" in page_of(lu.get(POSTS, {"q": NICKNAMES[0]})).text


def test_posts_of_no_list_are_found_together(yunchuan, lu, now):
    hostile_bureau(yunchuan, lu, now)

    shown = lu.get(POSTS, {"channel": "other"}).content.decode()

    assert "15 条" in shown


def test_five_platforms_of_no_list_count_as_five_in_the_spread(yunchuan, lu, now):
    mapped(lu, "channel", "community")
    run_stream(yunchuan, now=now)
    event = Candidate.objects.get()

    (facts,) = (
        FactsReader(yunchuan.bureau.pk)
        .read([event.event_id], {}, Volume(yunchuan.bureau.pk))
        .values()
    )

    spread = facts.reaction.spread([], "")
    assert (spread.platforms, spread.communities, spread.breakout) == (5, 5, 2)
    assert facts.proposal(book_of(yunchuan.bureau.pk, now)).cards
    assert event.channels == [[OTHER, 5]]
