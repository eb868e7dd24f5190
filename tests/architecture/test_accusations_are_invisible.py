"""An accusation against 来访接待科 changes nothing that anybody sees but who handles it.

In:   a bureau in the middle of its work, before and after an accusation came in by every way.
Out:  that no row of any other table, no page, list, search, file, figure and count differs.
Cost: some 1,500 requests.

The rule book promises it (``accused_block``): "被检举控告的单位和人员看不到该检举控告。"
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.actions.set_up import add_officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.actions.freeze_day_heads import freeze_day_heads
from huiying.base.audit.models import AuditHead, AuditRecord, DayHead
from huiying.base.audit.queries import verify
from huiying.base.audit.subjects import MACHINE
from huiying.base.files.models import StoredFile
from huiying.jobs import clock
from huiying.jobs.collection import deliveries
from huiying.jobs.status import system
from huiying.jobs.upkeep.record_check import check_bureau
from huiying.policy.petitions.kinds import PetitionChannel
from huiying.policy.rulebook.validation import NOT_EDITABLE
from huiying.work.collection.posts.models import Delivery
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.actions.rotate_token import rotate_token
from huiying.work.petitions.accusations.actions.name_accused import name_accused
from huiying.work.petitions.accusations.actions.open import open_accusation
from huiying.work.petitions.accusations.actions.supplement import supplement_accusation
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.petitions.actions.divert_to_accusations import (
    divert_to_accusations,
)
from tests.factories import PASSWORD, make_cast
from tests.scenarios.petitions import (
    accuse,
    ask_to_hand_back,
    forward,
    registered,
    submit,
)
from tests.scenarios.sample_bureau import SampleBureau, make_sample_bureau
from tests.tampering import tamper
from tests.web.address_table import TABLE
from tests.web.clients import add_second_factor, signed_in
from tests.work.petitions.accusations.steps import lend_leadership, second_handler

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.any_database,
    pytest.mark.clause("2(3)c"),
]

TEXT = "检举来访接待科科长收红包，谁给钱先办谁的，绿色信封为证。"
WORDS = ("绿色信封", "谁给钱先办", "收红包")
EVERYBODY = {
    "A": "admin",
    "D": "lu",
    "O": "shen",
    "L": "leader",
    "C": "cheng",
    "P": "speaker",
    "S": "water",
    "W": "window",
    "U": "auditor",
}
"""Everybody but who handles accusations; ``window`` heads 来访接待科, ``lu`` stands in for the
leader, who is accused as well."""
OWN_TABLES = {
    "petitions.Accusation",
    "petitions.AccusationFile",
    "petitions.AccusationSupplement",
    "petitions.Accusation_accused_units",
    "petitions.Accusation_accused_officers",
}
ASKED = ("红包", "来访接待科", "accusation")


@pytest.fixture(scope="module")
def standing_world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Any]:
    """A bureau, its people signed in, built once; what a test does to it is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        now = clock.real_now()
        patch = pytest.MonkeyPatch()
        patch.setattr(clock, "now", lambda: now)
        folder = tmp_path_factory.mktemp("files")
        world = make_sample_bureau(make_cast("yunchuan", "云川区"), now, folder)
        cast = world.cast
        add_second_factor(cast.admin)
        lend_leadership(cast, cast.lu, now=now)
        cast.sessions = {
            letter: signed_in(getattr(cast, name)).session.session_key
            for letter, name in EVERYBODY.items()
        }
        world.inbox = add_source(
            bureau=cast.bureau, name="网上信箱", kind="PUSH", channel="政府网站",
            actor=MACHINE, now=now,
        )  # fmt: skip
        world.inbox_token = rotate_token(source=world.inbox, actor=MACHINE, now=now)
        world.now = now
        deliver(world, "请问周末上班吗？")
        connection.check_constraints()
        yield world
        transaction.set_rollback(True)
        patch.undo()


@pytest.fixture(autouse=True)
def _a_disk_of_which_nobody_else_takes(monkeypatch):
    monkeypatch.setattr(system, "free_bytes", lambda: 50_000_000_000)


@pytest.fixture
def world(standing_world) -> Iterator[SampleBureau]:
    with nothing_stays():
        yield standing_world


@contextmanager
def nothing_stays() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def deliver(world: SampleBureau, text: str) -> dict[str, Any]:
    """Push to the inbox of the bureau, and let the jobs take it in."""
    answer = Client().post(
        "/api/v1/posts",
        json.dumps({"items": [{"external_id": text[:20], "text": text}]}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {world.inbox_token}"},
    )
    deliveries.turn(world.now)
    return answer.json()


def accuse_by_every_way(world: SampleBureau) -> list[Accusation]:
    """Send it by the web, by letter with a file, to the inbox; and begin to handle it."""
    cast, now = world.cast, world.now
    by_web = submit(cast, TEXT, kind=None, channel=PetitionChannel.WEB, now=now).row
    letter = accuse(cast, TEXT, now=now, with_file=True, officer=cast.window)
    deliver(world, TEXT)
    pushed = Accusation.objects.latest("pk")
    rows = [by_web, letter, pushed]
    for row in rows[:2]:  # of the third it is not recorded yet who is accused
        name_accused(
            accusation=row,
            units=[cast.reception],
            officers=[cast.window, cast.leader],
            outside=False,
            officer=cast.ji,
            now=now,
        )
    supplement_accusation(accusation=letter, text=TEXT, now=now)
    open_accusation(accusation=letter, reason="确定接收机关", officer=cast.ji, now=now)
    ask_to_hand_back(cast, letter, now=now)
    return rows


def test_the_rule_book_promises_what_is_tested_here():
    promised = {one.code: one.sentence for one in NOT_EDITABLE}
    assert promised["accused_block"] == "被检举控告的单位和人员看不到该检举控告。"


def rows_of_every_table() -> dict[str, list[Any]]:
    """Return what stands in every table but those of accusations and the restricted chain."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        name = model._meta.label
        rows = model._default_manager.order_by("pk")
        if name in OWN_TABLES:
            continue
        if model in (AuditRecord, AuditHead):
            rows = rows.filter(bureau_ref__gt=0)
        elif model is StoredFile:
            rows = rows.exclude(number__startswith="-")
        elif model is Delivery:
            rows = rows.filter(is_post=True)
        found[name] = list(rows.values())
    return found


def words_of_search() -> int:
    """Return how many entries the indexes of words hold."""
    tables = [name for name in connection.introspection.table_names() if "search" in name]
    with connection.cursor() as cursor:
        total = 0
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
            total += int(cursor.fetchone()[0])
    return total


def test_no_row_of_any_other_table_differs(world):
    deliver(world, "请问周末上班吗？")  # a call that brings nothing new
    before, indexed = rows_of_every_table(), words_of_search()

    rows = accuse_by_every_way(world)

    after = rows_of_every_table()
    assert len(rows) == 3
    assert [name for name in before if before[name] != after[name]] == []
    assert words_of_search() == indexed


def test_no_message_clock_counter_or_public_head_knows_of_it(world):
    before = {name: len(rows) for name, rows in rows_of_every_table().items()}
    accuse_by_every_way(world)
    freeze_day_heads(world.now)

    after = {name: len(rows) for name, rows in rows_of_every_table().items()}
    for name in ("outbox.Message", "clocks.Clock", "counters.Counter", "jobs.BackupRun"):
        assert before.get(name) == after.get(name), name
    assert not DayHead.objects.filter(bureau_ref__lt=0).exists()


def addresses(world: SampleBureau) -> Iterator[tuple[str, str]]:
    """Yield each address with a letter of everybody who may open it.

    Pages of one row are opened by the first who may and by the accused chief; lists by all.
    """
    for name, row in TABLE.items():
        if "GET" not in row.methods or name.startswith(("api:", "links:")):
            continue
        address = reverse(name, args=row.args(world))
        letters = [one for one in EVERYBODY if one in row.who or row.who == "-"]
        if row.about_a_row or not name.startswith("console:"):
            letters = [*letters[:1], *(one for one in letters[1:] if one == "W")]
        for letter in letters:
            yield address, letter
        if not row.about_a_row and name.startswith("console:"):
            yield from ((f"{address}?format=csv", one) for one in letters[-2:])


def searches() -> Iterator[tuple[str, str]]:
    for letter in EVERYBODY:
        for words in ASKED:
            yield f"{reverse('console:search')}?q={words}", letter
            yield f"{reverse('console:posts')}?q={words}", letter
    for words in ASKED:
        yield f"{reverse('console:audit')}?q={words}", "U"
        yield f"{reverse('console:audit')}?q={words}&format=csv", "U"


VOLATILE = (
    r'name="csrfmiddlewaretoken" value="[^"]+"',
    r'csrf[^"]{0,20}":\s*"[^"]+"',
    r'name="(?:form|_form|once|token)" value="[^"]+"',
    r"nonce-[^\"' ]+",
    r'nonce="[^"]+"',
)


def opened(world: SampleBureau, address: str, letter: str) -> tuple[int, bytes]:
    """Return what somebody is answered, without what differs each time."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = world.cast.sessions[letter]
    with nothing_stays():
        answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if "html" in answer.headers.get("Content-Type", ""):
        text = body.decode()
        for pattern in VOLATILE:
            text = re.sub(pattern, "", text)
        body = text.encode()
    return answer.status_code, body


def test_no_page_list_search_file_or_figure_differs(world):
    asked = [*addresses(world), *searches()]
    first = {one: opened(world, *one) for one in asked}
    differ, telling = [], []
    with nothing_stays():
        numbers = [row.number for row in accuse_by_every_way(world)]
        for one in asked:
            answer = opened(world, *one)
            if answer != first[one]:
                differ.append(one)
            if any(word.encode() in answer[1] for word in (*WORDS, *numbers)):
                telling.append(one)

    by_themselves = [one for one in differ if opened(world, *one) != first[one]]
    assert sorted(set(differ) - set(by_themselves)) == []
    assert telling == []
    assert len(asked) > 400
    assert len(by_themselves) <= 12, f"these differ by themselves: {by_themselves}"


def handler_of(cast, unit=None) -> Officer:
    return add_officer(
        bureau=cast.bureau,
        username="colleague@yunchuan",
        name="邻座",
        password=PASSWORD,
        roles=frozenset({Role.DISCIPLINE}),
        unit=unit,
        bootstrap=True,
        actor=MACHINE,
        now=clock.now(),
    )


def test_what_is_diverted_stands_on_no_page_of_who_does_not_decide(world):
    """Neither its number nor its words: no list, board, search, figure or export has them."""
    words = "蓝色信封里的东西"
    petition = registered(world.cast, f"窗口每次先办熟人的，收下{words}。", now=world.now)
    forward(world.cast, petition, now=world.now)
    divert_to_accusations(
        petition=petition, passage=words, officer=world.cast.shen, now=world.now
    )
    asked = [*addresses(world), *searches()]
    telling = [
        one
        for one in asked
        for answer in [opened(world, *one)[1]]
        if words.encode() in answer or (one[1] != "U" and petition.number.encode() in answer)
    ]
    assert telling == []


def test_a_handler_who_works_for_the_accused_gets_the_page_of_an_empty_list(world):
    cast = world.cast
    colleague = handler_of(cast, cast.reception)
    client = signed_in(colleague)
    before = client.get(reverse("console:accusations")).content.decode()

    rows = accuse_by_every_way(world)

    after = client.get(reverse("console:accusations")).content.decode()
    for pattern in VOLATILE:
        before, after = re.sub(pattern, "", before), re.sub(pattern, "", after)
    assert after == before
    for row in rows:
        answer = client.get(reverse("console:accusation", args=[row.number]))
        assert answer.status_code == 404


def test_who_handles_it_sees_it(world):
    rows = accuse_by_every_way(world)
    page = signed_in(world.cast.ji).get(reverse("console:accusations")).content.decode()
    for row in rows:
        assert row.number in page


def test_where_nobody_may_handle_it_two_learn_a_number_and_nothing_else(world):
    cast = world.cast
    rows = accuse_by_every_way(world)
    Officer.objects.filter(grants__role=Role.DISCIPLINE).update(is_active=False)

    for name in ("admin", "leader"):
        page = signed_in(getattr(cast, name)).get(reverse("console:accusations"))
        text = page.content.decode()
        assert "件检举控告等待有权办理的人员" in text
        assert not any(word in text for word in (*WORDS, "来访接待科"))
        assert not any(row.number in text for row in rows)


def test_the_record_as_a_whole_is_still_verified(world):
    cast = world.cast
    before = check_bureau(cast.bureau.pk).problems
    rows = accuse_by_every_way(world)
    assert verify(bureau_id=-cast.bureau.pk).records > len(rows)
    assert check_bureau(cast.bureau.pk).problems == before

    tamper("UPDATE audit_auditrecord SET label = 'JB-2' WHERE bureau_ref < 0 AND seq = 1")
    wrong = check_bureau(cast.bureau.pk).problems
    assert [one.code for one in wrong if one not in before] == ["record.restricted_broken"]


def test_another_handler_is_needed_to_hide_one(world):
    row = accuse_by_every_way(world)[1]
    answer = signed_in(world.cast.ji).post(
        reverse("console:accusation-sign", args=[row.number]), {"version": row.revision}
    )
    assert answer.status_code == 404
    answer = signed_in(second_handler(world.cast)).post(
        reverse("console:accusation-sign", args=[row.number]), {"version": row.revision}
    )
    assert answer.status_code == 302
