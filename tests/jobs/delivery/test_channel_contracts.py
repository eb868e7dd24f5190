"""Each channel against a peer that speaks its documented protocol: the recorded contracts.

The records in ``contracts/`` hold the request as the service documents it, its answer, three
refusals. None was tried on the real service; docs/channels.md says so, and this file holds the
page to the records.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import smtplib
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from huiying.base.outbox.models import Channel, ChannelKind
from huiying.base.outbox.targets import webhook_key
from huiying.jobs import clock
from huiying.jobs.delivery.chat_bots import BYTES
from huiying.jobs.delivery.outgoing import ACCEPTED, OutgoingMessage, fit_bytes
from huiying.jobs.delivery.senders import SENDERS, send_safely
from huiying.policy.procedure.delivery import POSSIBLE
from tests.factories import T0
from tests.jobs.peers import Hook, Relay, serving
from tests.polling import LONG, expire_timeouts

pytestmark = pytest.mark.django_db  # the key of webhooks may be a row

FOLDER = Path(__file__).parent / "contracts"
RECORDS = [json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))]
BY_KIND = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["kind"])
REFUSALS = [(record, refusal) for record in RECORDS for refusal in record["refused"]]
DOCS = Path(__file__).parents[3] / "docs" / "channels.md"


@pytest.fixture(autouse=True)
def _sent_at(monkeypatch):
    """The moment for which the records' signatures were worked out with openssl."""
    sent = datetime.fromtimestamp(1764036000, UTC)
    monkeypatch.setattr(clock, "real_now", lambda: sent)


def letter(kind, target, *, secret="", recipient="", body="请区水务局核实并处置。"):
    return OutgoingMessage(
        kind=kind,
        target=target,
        key="notice:2026-0001:1",
        subject="【通报】停水",
        body=body,
        about_kind="notice",
        about_ref="2026-0001",
        urgent=True,
        queued_at=T0,
        secret=secret,
        recipient=recipient,
    )


def by(record, peer):
    channel = {**record["channel"]}
    return letter(record["kind"], channel.pop("target").format(peer=peer.root), **channel)


@BY_KIND
def test_the_request_is_the_documented_one_and_its_answer_is_understood(record):
    accepted = record["accepted"]
    with serving(Hook(accepted["status"], answer=accepted["body"])) as peer:
        outcome = send_safely(by(record, peer))

    ((address, headers, body),) = peer.got
    assert outcome == ACCEPTED
    assert address == record["request"]["address"]
    assert json.loads(body) == record["request"]["body"]
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    if "signed_with" in record["request"]:
        key = record["request"]["signed_with"] or webhook_key()
        signed = hmac.new(key.encode(), b"1764036000." + body, hashlib.sha256).hexdigest()
        assert headers["X-Huiying-Signature"] == f"t=1764036000,v1={signed}"


@pytest.mark.parametrize(
    ("record", "refusal"),
    REFUSALS,
    ids=[f"{record['kind']}-{number % 3}" for number, (record, _) in enumerate(REFUSALS)],
)
def test_a_refusal_is_never_taken_for_acceptance_and_says_what_to_do(record, refusal):
    with serving(Hook(refusal["status"], answer=refusal["body"])) as peer:
        outcome = send_safely(by(record, peer))

    assert refusal["says"] in outcome.error
    assert (outcome.final, outcome.maybe) == (refusal["final"], False)
    for secret in ("693a91f6", "566cc69d", "0a1b2c3d", "203.0.113.7", str(peer.root)):
        assert secret not in outcome.error


@BY_KIND
def test_silence_after_the_request_means_that_it_may_have_arrived(record, monkeypatch):
    with serving(Hook(silent=True)) as peer:
        expire_timeouts(monkeypatch, peer.fallen_silent)
        outcome = send_safely(by(record, peer))
        assert len(peer.got) == 1

    assert "可能已收到" in outcome.error
    assert (outcome.final, outcome.maybe) == (False, True)


@BY_KIND
def test_a_peer_that_is_not_there_has_certainly_got_nothing(record):
    with serving(Hook()) as peer:
        gone = by(record, peer)

    outcome = send_safely(gone)

    assert outcome.error == "无法连接对方。"
    assert not outcome.maybe


@pytest.mark.parametrize("kind", ["WECOM", "DINGTALK", "FEISHU", "SMS"])
@pytest.mark.parametrize("answer", [None, [], {"hello": 1}])
def test_a_page_that_is_no_robot_and_no_gateway_has_accepted_nothing(kind, answer):
    record = next(row for row in RECORDS if row["kind"] == kind)
    with serving(Hook(200, answer=answer)) as peer:
        outcome = send_safely(by(record, peer))

    assert "请核对" in outcome.error


@pytest.mark.parametrize("kind", ["WECOM", "DINGTALK", "FEISHU"])
def test_a_long_text_is_cut_to_what_the_robot_takes_and_keeps_its_link(kind):
    link = "请打开链接点击“确认收到”，确认后视为送达：https://huiying.example/r/abc/"
    long = letter(kind, "", body="核实" * 20_000 + "\n" + link)

    text = fit_bytes(long, most=BYTES[ChannelKind(kind)])

    assert len(text.encode()) <= BYTES[ChannelKind(kind)]
    assert text.startswith("【通报】停水")
    assert text.endswith("……（全文见链接）\n" + link)


def test_an_unsigned_robot_gets_no_signature():
    with serving(Hook(200, answer={"errcode": 0})) as peer:
        send_safely(letter("DINGTALK", f"{peer.root}/robot/send?access_token=x"))

    assert "sign" not in peer.got[0][0]


# Mail (RFC 5321) -----------------------------------------------------------------------------


def post(settings, relay, *, account=""):
    url = relay.url.replace("smtp://", f"smtp://{account}")
    settings.SMTP_URL = url
    return send_safely(letter("SMTP", "duty@water.example"))


def test_a_mail_says_from_whom_and_the_same_letter_is_the_same_mail(settings):
    with serving(Relay()) as relay:
        outcomes = [post(settings, relay) for _ in range(2)]

    assert outcomes == [ACCEPTED, ACCEPTED]
    mails = [message_from_bytes(data, policy=policy.default) for _to, data in relay.mails]
    assert relay.mails[0][0] == ["duty@water.example"]
    assert mails[0]["From"].addresses[0].addr_spec == "huiying@yunchuan.example"
    assert mails[0]["Subject"] == "【通报】停水"
    assert mails[0]["Auto-Submitted"] == "auto-generated"
    assert mails[0].get_content().strip() == "请区水务局核实并处置。"
    assert mails[0]["Message-ID"] == mails[1]["Message-ID"]


@pytest.mark.parametrize(
    ("step", "reply", "says", "final"),
    [
        ("RCPT", "550 5.1.1 no such user", "发信服务器不接受该收件地址（代码 550）", True),
        ("RCPT", "451 4.7.1 greylisted", "发信服务器不接受该收件地址（代码 451）", False),
        ("DATA", "554 5.7.1 spam", "发信服务器未接收该邮件（代码 554）", True),
        ("DATA", "452 4.3.1 no room", "发信服务器未接收该邮件（代码 452）", False),
    ],
)
def test_a_relays_refusal_says_whether_trying_again_can_help(
    settings, step, reply, says, final
):
    with serving(Relay(refuse=reply, step=step)) as relay:
        outcome = post(settings, relay)

    assert says in outcome.error
    assert (outcome.final, outcome.maybe) == (final, False)


def test_a_relay_that_is_silent_after_the_text_may_have_it(settings, monkeypatch):
    send = smtplib.SMTP.send

    def and_wait_no_longer(connection, part):
        send(connection, part)
        if part[-3:] == b".\r\n":  # the end of the text
            assert relay.fallen_silent.wait(LONG)
            connection.sock.settimeout(0.01)

    monkeypatch.setattr(smtplib.SMTP, "send", and_wait_no_longer)
    with serving(Relay(silent=True)) as relay:
        outcome = post(settings, relay)
        assert len(relay.mails) == 1

    assert (outcome.maybe, outcome.final) == (True, False)
    assert "可能已收到" in outcome.error


def test_a_password_is_never_sent_to_a_relay_without_encryption(settings):
    with serving(Relay()) as relay:
        outcome = post(settings, relay, account="huiying:secret@")

    assert outcome.final
    assert "未向其发送口令" in outcome.error
    assert relay.mails == []


def test_the_page_of_channels_names_every_record_and_claims_no_trial_that_was_not_made():
    page = DOCS.read_text("utf-8")

    for record in RECORDS:
        row = next(line for line in page.splitlines() if f"`{record['kind']}`" in line)
        assert record["documentation"] in row or record["documentation"] == "docs/channels.md"
        assert ("| no |" in row) == (not record["tried_on_the_service"])


BY_LIBRARY = {ChannelKind.SMTP, ChannelKind.APPRISE, ChannelKind.HUIYING}
"""Kinds that a library speaks, or this product itself (test_report_push); the others have a
recorded contract."""


def test_every_kind_of_channel_has_a_sender_a_contract_and_a_proof():
    assert set(SENDERS) == set(ChannelKind)
    assert {record["kind"] for record in RECORDS} == set(ChannelKind) - BY_LIBRARY
    assert {Channel(kind=kind).proof_row for kind in ChannelKind} <= set(POSSIBLE)
