"""A form that arrives twice — a double click, a reload — acts once and is answered once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.messages.middleware import MessageMiddleware
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.audit.idempotent_forms import RETENTION
from huiying.base.audit.models import AuditRecord, SentForm
from huiying.base.outbox.models import Message
from huiying.jobs import clock
from huiying.jobs.scheduler import JOBS
from huiying.web.shared.idempotent_forms import TOKEN
from huiying.work.casework.liaison.models import Lead
from huiying.work.casework.tasks.models import Commitment, Material
from huiying.work.collection.imports.models import ImportJob
from tests.architecture.source_files import our_models
from tests.factories import PASSWORD, T0
from tests.web.address_table import TABLE
from tests.web.clients import BACKEND, signed_in
from tests.web.form_filling import HIDDEN, fill_form
from tests.web.test_addresses import LETTERS

pytestmark = pytest.mark.django_db
TOLD = "确需再次提交的"
MAKES = {
    "post-enter": {"published_at": ""},
    "docket-ask": {},
    "docket-again": {},
    "consultation-opinion": {},
    "consultation-invite": {},
    "proposal-assign": {},
    "task-material": {},
    "team-form": {},
    "reference-bind": {"received": ""},
    "reference-contact": {"document": "", "organ": "", "issued_on": "", "file": ""},
    "promise-make": {},
    "breach-record": {},
    "breach-excuse": {},
    "liaison-add": {"duty_line": "0571-12345678"},
    "liaison-talk": {},
    "share-start": {},
    "training-add": {},
    "draft-fact-add": {"link": "https://example.org/1"},
    "draft-comment": {"text": "这一句要有出处"},
    "account-add": {"address": "https://example.org/a"},
    "responder-ask": {},
    "plan-add": {},
    "press-apply": {},
    "press-question": {},
    "enquiry-add": {},
    "expert-add": {"consented_on": "2026-11-24"},
    "expert-explained": {},
    "withholding-review": {},
    "seal-ask": {},
    "source-add": {"address": "https://example.org/feed.xml"},
    "patrol-plan-add": {},
    "unit-add": {},
    "superior-add": {},
    "delegation-add": {},
    "shift-hand-over": {},
    "channel-add": {
        "kind": "SMTP",
        "target": "duty@example.org",
        "recipient": "",
        "secret": "",
    },
    "incident-recuse": {},
    "outside-level": {},
}
"""Forms that make a row, with what cannot be made up."""


@pytest.fixture
def world(standing_world, db, time, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    time.forward(minutes=7)
    return standing_world()


@pytest.fixture
def lu(world) -> Client:
    """A browser that sends nothing but what a page gave it."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cast.lu, backend=BACKEND)
    return client


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


def send(client: Client, address: str, form: dict):
    for value in form.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    return client.post(address, form, headers={"Referer": f"http://testserver{address}"})


def send_and_leave(client: Client, address: str, form: dict, monkeypatch) -> None:
    """Send as a browser that clicks again: of the first answer nothing comes to its end."""

    def gone(*_told):
        raise ConnectionAbortedError

    with monkeypatch.context() as patch:
        patch.setattr(MessageMiddleware, "process_response", gone)
        with pytest.raises(ConnectionAbortedError):
            send(client, address, form)


def rows() -> dict[str, int]:
    """Return how many rows of each kind there are."""
    return {model._meta.label: model._default_manager.count() for model in our_models()}


@pytest.mark.any_database
@pytest.mark.parametrize("name", MAKES)
def test_a_form_that_makes_something_makes_one_however_often_it_is_sent(name, world):
    row, address = TABLE[f"console:{name}"], to(name, *TABLE[f"console:{name}"].args(world))
    client = signed_in(getattr(world.cast, LETTERS[row.who[0]]))
    page = client.get(address) if "GET" in row.methods else client.get(to("desk"))
    form = {TOKEN: "x" * 64} if "GET" not in row.methods else fill_form(page)
    form = {key: value for key, value in (form | MAKES[name]).items() if value != ""}
    before = rows()

    first = send(client, address, form)
    made = rows()
    again = send(client, address, form)

    assert first.status_code == 302, first.context["form"].errors
    made_of = {kind for kind, count in made.items() if count > before[kind]}
    assert made_of - {"audit.AuditRecord", "audit.SentForm"}
    assert rows() == made
    assert (again.status_code, again.url) == (302, first.url.partition("#")[0])
    assert TOLD in client.get(again.url, follow=True).content.decode()


def test_what_is_opened_anew_and_sent_is_another_one(world, lu):
    address = to("promise-make", world.incident.number)
    before = Commitment.objects.count()

    for _time in range(2):
        send(lu, address, fill_form(lu.get(address)))

    assert Commitment.objects.count() == before + 2


def test_who_goes_back_and_changes_a_word_means_another_one(world, lu):
    address = to("promise-make", world.incident.number)
    form, before = fill_form(lu.get(address)), Commitment.objects.count()

    send(lu, address, form)
    send(lu, address, form | {"text": "东门恢复供水"})

    assert Commitment.objects.count() == before + 2


def test_what_was_refused_is_sent_again_as_if_for_the_first_time(world, lu):
    address = to("promise-make", world.incident.number)
    form = fill_form(lu.get(address)) | {"due": "2020-01-01"}

    refusals = [send(lu, address, form) for _time in range(2)]
    mended = send(lu, address, form | {"due": "2026-11-28"})

    assert [answer.status_code for answer in refusals] == [409, 409]
    assert all(TOLD not in answer.content.decode() for answer in refusals)
    assert mended.status_code == 302


def test_the_same_form_does_its_act_once_what_refused_it_is_gone(world, lu):
    address = to("promise-make", world.incident.number)
    form = fill_form(lu.get(address)) | {"unit": world.cast.online.pk}
    Unit.objects.filter(pk=world.cast.online.pk).update(active=False)
    refused = send(lu, address, form)
    Unit.objects.filter(pk=world.cast.online.pk).update(active=True)

    codes = [send(lu, address, form).status_code for _time in range(2)]

    assert refused.status_code in {200, 409}
    assert codes == [302, 302]
    assert Commitment.objects.filter(unit=world.cast.online).count() == 1


def test_a_file_that_is_sent_twice_is_kept_once(world):
    client, address = signed_in(world.cast.window), to("task-material", world.done_task.number)
    form, before = fill_form(client.get(address)), Material.objects.count()

    codes = [send(client, address, form).status_code for _time in range(2)]

    assert codes == [302, 302]
    assert Material.objects.count() == before + 1


def test_another_file_of_the_same_name_is_another_one(world, lu):
    before = ImportJob.objects.count()
    form = fill_form(lu.get(to("imports")))
    tables = [
        SimpleUploadedFile("留言.csv", f"标题,内容\n停水,{place}停水\n".encode())
        for place in ("北门", "北门", "东门")
    ]

    first, again, other = (
        send(lu, to("import-upload"), form | {"file": table}).url for table in tables
    )

    assert first == again != other
    assert ImportJob.objects.count() == before + 2


def test_a_link_that_is_shown_once_is_shown_to_who_clicked_twice(world, monkeypatch):
    client, address = signed_in(world.cast.admin), to("officer-add")
    form = fill_form(client.get(address)) | {"username": "xu@yunchuan"}

    send_and_leave(client, address, form, monkeypatch)
    shown = client.get(send(client, address, form).url).content.decode()

    assert Officer.objects.filter(username="xu@yunchuan").count() == 1
    assert TOLD in shown
    assert "/accounts/invitation/" in shown


@pytest.mark.parametrize("whose", ["agency", "source"])
def test_a_token_that_is_shown_once_is_shown_to_who_clicked_twice(world, monkeypatch, whose):
    client = signed_in(world.cast.shen)
    page, address = {
        "agency": (
            to("agency-tokens"),
            to("agency-token-make", world.cast.waterworks.pk),
        ),
        "source": (
            to("source-edit", world.source.pk),
            to("source-token", world.source.pk),
        ),
    }[whose]
    form = dict(HIDDEN.findall(client.get(page).content.decode()))

    send_and_leave(client, address, form, monkeypatch)
    shown = client.get(send(client, address, form).url).content.decode()

    made = AuditRecord.objects.filter(verb__in=("agency.token_made", "source.token_rotated"))
    assert made.filter(at=clock.now()).count() == 1
    assert TOLD in shown
    assert re.search(r">hya?_[\w-]{43}<", shown)


def test_a_form_sent_long_after_the_last_proof_asks_for_the_password_and_acts_then(world):
    client = signed_in(world.cast.shen, minutes_ago=60)
    form = dict(HIDDEN.findall(client.get(to("source-edit", world.source.pk)).content.decode()))
    made = AuditRecord.objects.filter(verb="source.token_rotated", at=clock.now())

    asked = send(client, to("source-token", world.source.pk), form)
    before = made.count()
    proof = dict(HIDDEN.findall(client.get(asked.url).content.decode()))
    client.post(asked.url, proof | {"password": PASSWORD}, follow=True)

    assert TOKEN in form, "as a browser sends it"
    assert asked.url.startswith("/accounts/reauthenticate/")
    assert (before, made.count()) == (0, 1)


def test_an_agency_that_hands_in_a_lead_twice_hands_in_one(world):
    body = Message.objects.filter(about_kind="share").latest("pk").body
    client, address = Client(), re.search(r"(/s/\S+/)", body)[1]
    form, before = fill_form(client.get(address)), Lead.objects.count()

    first, again = (send(client, address, form) for _time in range(2))

    assert first.status_code == 200
    assert Lead.objects.count() == before + 1
    assert again.url == address
    assert TOLD in client.get(again.url).content.decode()
    assert not SentForm.objects.filter(onward__contains="/s/").exists(), "no link is kept"


def test_the_form_of_somebody_else_is_not_this_one(world, lu):
    address = to("promise-make", world.incident.number)
    form, before = fill_form(lu.get(address)), Commitment.objects.count()

    for client in (lu, signed_in(world.cast.shen)):
        send(client, address, form)

    assert Commitment.objects.count() == before + 2


def test_a_browser_that_left_its_first_connection_is_led_on_by_the_second(
    world, lu, monkeypatch
):
    address = to("promise-make", world.incident.number)
    form = fill_form(lu.get(address))
    send_and_leave(lu, address, form, monkeypatch)

    assert send(lu, address, form).url.startswith(to("incident", world.incident.number))


def test_a_machine_whose_token_names_no_page_is_not_held_back(world):
    client, address = signed_in(world.cast.lu), to("promise-make", world.incident.number)
    form = fill_form(client.get(address)) | {TOKEN: "x" * 32}
    before = Commitment.objects.count()

    for _time in range(2):
        send(client, address, form)

    assert Commitment.objects.count() == before + 2


def test_sent_forms_are_forgotten_when_no_page_is_open_any_more(world, lu, time):
    address = to("promise-make", world.incident.number)
    send(lu, address, fill_form(lu.get(address)))
    (job,) = [job for job in JOBS if job.name == "forms"]
    left = []

    for age in (RETENTION, RETENTION + timedelta(minutes=1)):
        time.set(T0 + timedelta(minutes=7) + age)
        job.work(clock.now())
        left.append(SentForm.objects.count())

    assert left == [1, 0]
