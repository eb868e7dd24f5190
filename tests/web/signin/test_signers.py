"""Whoever signs or administers first sets up a second factor; the role table says who."""

from __future__ import annotations

import ast
import inspect
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from textwrap import dedent

import pytest
from django.urls import reverse

from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import (
    ADMINISTERS,
    CAPABILITIES,
    SIGNS,
    Capability,
    Role,
)
from huiying.base.signoff.kinds import SignoffKind
from huiying.policy.grading.grades import Grade
from huiying.work.casework.procedure.actions.consult import (
    MeetingInput,
    call_consultation,
    record_attendance,
)
from huiying.work.casework.procedure.actions.sign_minutes import submit_minutes, write_minutes
from tests.factories import T0
from tests.scenarios.consultation import CONCLUSIONS
from tests.scenarios.incidents import WATER, incident_of
from tests.web.clients import BACKEND, add_second_factor

pytestmark = pytest.mark.django_db
RULES = "/desk/rules/"
SOURCE = Path(inspect.getfile(SignoffKind)).parents[3]
HOLDERS = {
    "admin": Role.ADMINISTRATOR,
    "lu": Role.DUTY_OFFICER,
    "shen": Role.OFFICE,
    "leader": Role.LEADER,
    "cheng": Role.DEPUTY,
    "speaker": Role.SPOKESPERSON,
    "water": Role.SECTION_OFFICER,
    "auditor": Role.AUDITOR,
    "ji": Role.DISCIPLINE,
}


@pytest.fixture(autouse=True)
def _as_installed(settings):
    settings.SECOND_FACTOR = "SIGNERS"


def desk_of(client, officer) -> str:
    """Return where an officer without a second factor comes to."""
    client.force_login(officer, backend=BACKEND)
    answer = client.get("/desk/settings/")
    return answer.url if answer.status_code == 302 else "/desk/settings/"


@pytest.mark.parametrize("who", HOLDERS)
def test_the_role_table_says_who_is_led_to_set_one_up(client, yunchuan, who):
    signs = bool(CAPABILITIES[HOLDERS[who]] & (SIGNS | ADMINISTERS))

    led_to = desk_of(client, getattr(yunchuan, who))

    assert led_to == (reverse("mfa_index") if signs else "/desk/settings/")
    assert signs is (who != "water")  # who only acknowledges and reports back


def test_nothing_is_done_before_it_is_set_up(client, yunchuan):
    client.force_login(yunchuan.leader, backend=BACKEND)

    answer = client.post("/desk/rules/draft/", {})

    assert answer.url == reverse("mfa_index")
    assert "有审批、签署、指挥权限的人员" in client.get(answer.url).content.decode()


def test_with_a_second_factor_a_signer_works(client, yunchuan):
    add_second_factor(yunchuan.leader)
    client.force_login(yunchuan.leader, backend=BACKEND)

    assert client.get(RULES).status_code == 200


def test_who_stands_in_for_a_signer_signs_too(client, yunchuan, time):
    assert desk_of(client, yunchuan.water) == "/desk/settings/"

    delegate(
        principal=yunchuan.cheng,
        to=yunchuan.water,
        absence=DelegationTerms(
            Role.DEPUTY, time.now - timedelta(hours=1), time.now + timedelta(days=1), "出差"
        ),
        by=yunchuan.cheng,
        now=time.now - timedelta(hours=2),
    )

    assert desk_of(client, yunchuan.water) == reverse("mfa_index")


def test_who_signs_minutes_as_one_of_those_present_needs_one_whatever_his_role(
    client, yunchuan, time
):
    row = call_consultation(
        incident=incident_of(yunchuan, WATER, grade=Grade.MAJOR),
        meeting=MeetingInput(T0, "三楼", [yunchuan.leader, yunchuan.cheng, yunchuan.water], []),
        officer=yunchuan.shen,
        now=T0,
    )
    for guest in row.invitations.all():
        record_attendance(invitation=guest, present=True, officer=yunchuan.shen, now=T0)
    row.refresh_from_db()
    write_minutes(consultation=row, minutes=CONCLUSIONS, officer=yunchuan.shen, now=T0)
    request = submit_minutes(consultation=row, officer=yunchuan.shen, now=T0)
    client.force_login(yunchuan.water, backend=BACKEND)

    def sign():
        answer = client.post(
            reverse("console:minutes-sign", args=[row.number]), {"hash": request.content_hash}
        )
        request.refresh_from_db()
        return answer.url, request.signed

    assert sign() == (reverse("mfa_index"), 0)
    add_second_factor(yunchuan.water)
    assert sign()[1] == 1


@pytest.mark.parametrize(
    ("setting", "who", "led"),
    [
        ("ALL", "water", True),
        ("ADMINISTRATORS", "leader", False),
        ("ADMINISTRATORS", "admin", True),
        ("ADMINISTRATORS", "auditor", True),
    ],
)
def test_the_setting_asks_it_of_all_or_of_who_administers(
    client, yunchuan, settings, setting, who, led
):
    settings.SECOND_FACTOR = setting

    assert (desk_of(client, getattr(yunchuan, who)) == reverse("mfa_index")) is led


def test_in_the_demonstration_roles_enter_without(client, yunchuan, settings):
    settings.DEMO = True

    assert desk_of(client, yunchuan.leader) == "/desk/settings/"


def test_every_capability_that_decides_a_request_counts_as_signing():
    named = {kind.name: _capabilities_in(kind.may_decide) for kind in _kinds()}

    assert len(named) > 25
    assert {"APPROVE", "REVIEW", "TRIAGE", "CONTACT", "CONFIRM_ACCOUNTS"} <= set().union(
        *named.values()
    )
    counted = {str(one) for one in SIGNS}
    assert {name: held - counted for name, held in named.items() if held - counted} == {}


def _kinds():
    """Return the kinds of request that are declared anywhere."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "SignoffKind[" not in path.read_text(encoding="utf-8"):
            continue
        name = ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)
        for value in vars(import_module(name)).values():
            if isinstance(value, SignoffKind):
                yield value


def _capabilities_in(function) -> set[str]:
    """Return the capabilities that a function names."""
    tree = ast.parse(dedent(inspect.getsource(function)))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return names & set(Capability.__members__)
