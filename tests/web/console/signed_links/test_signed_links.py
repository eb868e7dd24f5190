"""签名链接: each says what it is for, in words, and leads to what it is about."""

from django.urls import reverse

from huiying.base.audit.subjects import MACHINE
from huiying.base.outbox.actions.set_channel import add_channel
from tests.scenarios import incidents
from tests.web.clients import signed_in

LINKS = reverse("console:open-links")


def test_a_link_to_answer_a_question_says_so_and_leads_to_the_docket(yunchuan, now, time):
    time.set(now)
    add_channel(
        bureau=yunchuan.bureau,
        unit=yunchuan.waterworks,
        kind="SMTP",
        name="水务局邮箱",
        target="duty@shuiwu.example",
        actor=MACHINE,
        now=now,
    )
    docket = incidents.docket_of(yunchuan, incidents.incident_of(yunchuan))

    page = signed_in(yunchuan.lu).get(LINKS).content.decode()

    assert "答复核实" in page
    assert reverse("console:docket", args=[docket.number]) in page
