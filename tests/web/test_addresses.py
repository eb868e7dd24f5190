"""One table of every address × role × result. A new address without a row breaks this test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from huiying.jobs import clock
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.recusals.models import Recusal
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.recusals.models import PetitionRecusal
from tests.factories import make_cast
from tests.scenarios.sample_bureau import SampleBureau, make_sample_bureau
from tests.web.address_table import CONSOLE, TABLE, Row, nothing
from tests.web.addresses import address_book
from tests.web.clients import add_second_factor, signed_in

pytestmark = pytest.mark.django_db
LETTERS = {
    "A": "admin",
    "D": "lu",
    "O": "shen",
    "L": "leader",
    "C": "cheng",
    "P": "speaker",
    "S": "water",
    "W": "window",
    "U": "auditor",
    "J": "ji",
}
HANDLER = ClientHandler(enforce_csrf_checks=False)
"""Of all browsers of the table: each of its own would be set up for one request."""
STAFF = [f"console:{name}" for name in CONSOLE]
LISTS = [name for name in STAFF if "GET" in TABLE[name].methods and TABLE[name].args is nothing]


NO_MATTER = (
    "agency-token", "backup", "candidate", "channel", "community", "delegation", "filter",
    "change-seen", "setting-change", "follow-up", "import", "incident-recuse", "liaison",
    "message", "note-read",
    "officer", "integration-", "webhook", "coverage-", "emergency-", "topic-", "sample-",
    "patrol", "recusal-end", "responder", "role-request", "reset-request", "account-",
    "expert", "rules",
    "accusation", "report-composition", "report-file", "report-period", "report-recipient",
    "report-schedule", "report-subordinate",
    "report-template", "instruct-received", "instruction-enter-received", "issued", "shift",
    "source", "superior", "unit", "merge-question", "post-deletion",
    "contingency-plan", "decision-", "post-snapshot", "drill-",
    "petition-enter", "petition-tickets", "petition-purge", "petitions-answer",
    "petition-recus", "risk", "sweep",
)  # fmt: skip
"""How the names begin of acts that touch no incident: the affairs of the bureau, offices of
agencies, risks and sweeps, a candidate that nobody has confirmed, a petition of none; who keeps
out, which others decide; and the file of a report that he may read."""


def _is_an_act_on_a_matter(name: str) -> bool:
    ours = name.removeprefix("console:").startswith(NO_MATTER)
    return "POST" in TABLE[name].methods and TABLE[name].about_a_row and not ours


DAY_IN_SECONDS = 24 * 3600


def keeps_out(who, incident) -> None:
    Recusal.objects.get_or_create(
        bureau_id=incident.bureau_id,
        incident=incident,
        officer=who,
        ended_at=None,
        defaults={"reason": "与当事人有利害关系", "by": who, "at": clock.real_now()},
    )


def keeps_out_of_petition(who, petition) -> None:
    PetitionRecusal.objects.get_or_create(
        bureau_id=petition.bureau_id,
        petition=petition,
        officer=who,
        ended_at=None,
        defaults={"reason": "与信访人有利害关系", "by": who, "at": clock.real_now()},
    )


@pytest.fixture(scope="module")
def worlds(
    django_db_setup, django_db_blocker, tmp_path_factory
) -> Iterator[tuple[SampleBureau, SampleBureau]]:
    """Two bureaus in the middle of their work, built once; every request is rolled back."""
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        # On a slow machine all requests take longer than one may go without signing in.
        patch.setattr(settings, "ACCOUNT_REAUTHENTICATION_TIMEOUT", DAY_IN_SECONDS)
        folder, now = tmp_path_factory.mktemp("files"), clock.real_now()
        ours = make_sample_bureau(make_cast("yunchuan", "云川区"), now, folder)
        theirs = make_sample_bureau(make_cast("linxi", "临溪区"), now, folder)
        for world in (ours, theirs):
            add_second_factor(world.cast.admin)
            # Signed in once each: what a request does to a session is rolled back as well.
            world.cast.sessions = {
                letter: signed_in(getattr(world.cast, person)).session.session_key
                for letter, person in LETTERS.items()
            }
        connection.check_constraints()  # once, not after each test
        yield ours, theirs
        transaction.set_rollback(True)


@contextmanager
def nothing_stays() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(name: str, row: Row, world: SampleBureau, method: str, client: Client) -> HttpResponse:
    """Return the answer of one address of one world, for one browser."""
    address = reverse(name, args=row.args(world))
    return client.get(address) if method == "GET" else client.post(address, row.form)


def answer(
    name: str, row: Row, world: SampleBureau, method: str, letter: str, cast
) -> HttpResponse:
    client = Client()
    client.handler = HANDLER
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.sessions[letter]
    with nothing_stays():
        return ask(name, row, world, method, client)


def status(name: str, row: Row, world: SampleBureau, method: str, letter: str, cast) -> int:
    return answer(name, row, world, method, letter, cast).status_code


PUBLIC = ("portal:", "api:", "theme", "set_language")
PRIVATE = frozenset(name for name in TABLE if not name.startswith(PUBLIC))
"""Pages of staff or behind a link: no browser and no proxy keeps them."""


def may_be_kept(name: str, answered: HttpResponse) -> bool:
    return name in PRIVATE and "no-store" not in answered.headers.get("Cache-Control", "")


def test_every_address_has_a_row():
    assert len(PRIVATE) > 200
    assert sorted(set(address_book()) - set(TABLE)) == [], "addresses without a row"
    assert sorted(set(TABLE) - set(address_book())) == [], "rows without an address"


def test_every_row_names_people_who_exist():
    for name, row in TABLE.items():
        assert set(row.who) <= {*LETTERS, "-"}, name


@pytest.mark.any_database
@pytest.mark.parametrize("name", TABLE)
def test_a_stranger_gets_what_the_table_says(name, worlds):
    row = TABLE[name]
    with nothing_stays():
        method = "GET" if "GET" in row.methods else "POST"
        answered = ask(name, row, worlds[0], method, Client())

    expected = (
        row.post if name in {"theme", "set_language", "api:v1:push-posts"} else row.stranger
    )
    assert answered.status_code in expected
    assert not may_be_kept(name, answered)
    if name.startswith("console:"):
        assert answered.url.startswith("/accounts/login/?next=")


@pytest.mark.parametrize("name", TABLE)
def test_each_role_gets_what_the_table_says_and_nothing_private_is_kept(name, worlds):
    row, (world, _theirs) = TABLE[name], worlds
    wrong = []
    for method in row.methods.split():
        for letter, person in _asking(row):
            answered = answer(name, row, world, method, letter, world.cast)
            allowed = row.get if method == "GET" else row.post
            expected = allowed if letter in row.who or row.who == "-" else frozenset({403})
            if answered.status_code not in expected:
                wrong.append(
                    f"{method} {person}: {answered.status_code}, not {sorted(expected)}"
                )
            if may_be_kept(name, answered):
                wrong.append(f"{method} {person}: may be kept by a browser or a proxy")

    assert not wrong, "\n".join(wrong)


def _asking(row: Row) -> Iterable[tuple[str, str]]:
    """Return whom to let ask; on the second database one who may, since no database refuses."""
    if connection.vendor == "sqlite":
        return LETTERS.items()
    return [item for item in LETTERS.items() if row.who == "-" or item[0] in row.who][:1]


ODD = ("水\0黄", "²", "9" * 19, "9" * 5000)
ASKED = (
    "before", "by", "capability", "channel", "check", "finding", "format", "from", "grade",
    "human", "incident", "kind", "n", "new", "officer", "old", "page", "q", "role", "say",
    "sort", "source", "stage", "state", "to", "topic", "unit", "week", "year",
)  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_whatever_an_address_asks_for_is_no_fault_of_ours(name, worlds):
    row, (world, _theirs) = TABLE[name], worlds
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = world.cast.sessions[row.who[0]]
    for odd in ODD:
        with nothing_stays():
            asked = dict.fromkeys(ASKED, odd)
            answer = client.get(reverse(name, args=row.args(world)), asked)
        assert answer.status_code < 500, odd


@pytest.mark.parametrize("name", ["console:incident", "console:task", "portal:answer"])
def test_an_address_with_a_nul_names_nothing(name, worlds):
    row, (world, _theirs) = TABLE[name], worlds
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = world.cast.sessions[row.who[0]]
    *bureau, number = row.args(world)

    assert client.get(reverse(name, args=[*bureau, f"{number}\0"])).status_code == 404


@pytest.mark.any_database
@pytest.mark.parametrize("name", STAFF)
def test_an_act_is_not_done_by_a_method_that_is_not_its_own(name, worlds):
    row, (world, _theirs) = TABLE[name], worlds
    for method in {"GET", "POST"} - set(row.methods.split()):
        got = status(name, row, world, method, row.who[0], world.cast)
        assert got == 405, f"{method}: {got}"


@pytest.mark.any_database
@pytest.mark.parametrize("name", [name for name in STAFF if TABLE[name].about_a_row])
def test_a_row_of_another_bureau_does_not_exist(name, worlds):
    row, (world, theirs) = TABLE[name], worlds
    allowed = row.who[0]
    refused = next(letter for letter in LETTERS if letter not in row.who)
    wrong = []
    for method in row.methods.split():
        for letter in (allowed, refused):
            got = _strangers_status(name, row, world, theirs, method, letter)
            early = row.role_first and letter == refused
            if got not in {404, None} and not (early and got == 403):
                wrong.append(f"{method} {LETTERS[letter]}@linxi: {got}")

    assert not wrong, "\n".join(wrong)


def _strangers_status(name, row, world, theirs, method, letter):
    """Return the status for somebody of the other bureau; None where numbers coincide.

    Both bureaus count from 1, so a public number of ours may name *their* row: then what is
    shown must be theirs, which the test below reads in the page.
    """
    if row.args(world) == row.args(theirs):
        return None
    return status(name, row, world, method, letter, theirs.cast)


@pytest.mark.any_database
@pytest.mark.parametrize("name", [name for name in STAFF if _is_an_act_on_a_matter(name)])
def test_who_keeps_out_of_every_matter_acts_on_none(name, worlds):
    row, (world, _theirs) = TABLE[name], worlds
    done = []
    for letter in row.who:
        who = getattr(world.cast, LETTERS[letter])
        with transaction.atomic():
            for incident in Incident.objects.filter(bureau=world.cast.bureau):
                keeps_out(who, incident)
            for petition in Petition.objects.filter(bureau=world.cast.bureau):
                keeps_out_of_petition(who, petition)
            got = status(name, row, world, "POST", letter, world.cast)
            transaction.set_rollback(True)
        if got != 403:
            done.append(f"{who.username}: {got}")

    assert not done, "\n".join(done)


@pytest.mark.parametrize("name", ["console:incident", "console:notice"])
def test_a_number_that_both_bureaus_use_shows_ones_own(name, worlds):
    world, theirs = worlds
    row = TABLE[name]
    assert row.args(world) == row.args(theirs)

    with nothing_stays():
        client = signed_in(theirs.cast.lu)
        page = client.get(reverse(name, args=row.args(world))).content.decode()

    assert theirs.incident.title in page
    assert world.incident.title not in page


@pytest.mark.any_database
@pytest.mark.parametrize("name", [name for name in STAFF if not TABLE[name].about_a_row])
def test_a_list_shows_nothing_of_another_bureau(name, worlds):
    row, (world, theirs) = TABLE[name], worlds
    if "GET" not in row.methods or row.get != frozenset({200}):
        return
    with nothing_stays():
        client = signed_in(getattr(theirs.cast, LETTERS[row.who[0]]))
        page = client.get(reverse(name, args=row.args(theirs))).content.decode()

    assert world.cast.bureau.name not in page
    assert f"@{world.cast.bureau.slug}" not in page
    assert str(world.candidate.event_id) not in page


def test_the_desk_of_somebody_who_does_not_triage_shows_no_candidate(worlds):
    world, _theirs = worlds
    with nothing_stays():
        seen = {
            who: signed_in(getattr(world.cast, who)).get(reverse(name)).content.decode()
            for who in ("lu", "admin", "water", "auditor")
            for name in ("console:candidates",)
        }

    assert world.candidate.title in seen.pop("lu")
    for who, page in seen.items():
        assert world.candidate.title not in page, who
