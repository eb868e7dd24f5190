"""公开为原则: what is kept back has a ground of the law, and is in nothing that goes out."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused
from huiying.base.search.models import SearchDocument
from huiying.policy.release.disclosure import Ground
from huiying.work.responses.core.models import Draft, DraftState, Fact, Release, Withholding
from huiying.work.responses.disclosure.models import ThirdPartyEnquiry
from huiying.work.responses.drafts.actions.comment import comment_on
from huiying.work.responses.facts.models import ReleasedFact
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.factories import T0
from tests.module_rows import module_rows
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.responses import desk

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("time")]
HIDDEN = "青石家园三栋二单元那一户"
BODY = f"来访登记不需要撤销网上的反映。\n{HIDDEN}已补登记。[F1]\n我们道歉。"
DAY = timedelta(days=1)


standing_rows, rows, yunchuan, draft = module_rows(lambda cast: desk.ready(cast, T0, body=BODY))


def at(name, *args):
    return reverse(f"console:{name}", args=args)


def keep(cast, draft, **changes):
    """Fill in the form on the page of the draft, as its writer."""
    draft.refresh_from_db()
    form = {
        "passage": HIDDEN,
        "ground": Ground.PRIVACY,
        "reason": "能认出一户人家。",
        "harm": "",
        "version": draft.revision,
        **changes,
    }
    return signed_in(cast.window).post(at("withhold", draft.pk), form, follow=True)


def publish_all(cast, draft):
    draft.refresh_from_db()
    submit_draft(draft=draft, revision=draft.revision, officer=cast.window, now=T0)
    desk.approve(cast, draft, T0)
    return publish_on_screen(cast, draft)


def publish_on_screen(cast, draft):
    draft.refresh_from_db()
    signed_in(cast.speaker).post(at("draft-publish", draft.pk), {"version": draft.revision})
    return Release.objects.filter(answer=draft.answer).latest("version")


def public_addresses(release):
    """Every public address at which this answer can be read, printed or fetched."""
    slug, number, version = release.bureau.slug, release.answer.number, release.version
    return [
        reverse("portal:answer", args=[slug, number]),
        reverse("portal:version", args=[slug, number, version]),
        reverse("portal:content", args=[slug, number, version]),
        reverse("portal:answers", args=[slug]),
        f"{reverse('portal:answers', args=[slug])}?q=登记",
        *(
            reverse(f"portal:{name}", args=[slug])
            for name in ("home", "feed", "feed_json", "sitemap", "open", "figures_json")
        ),
    ]


@pytest.mark.clause("2(1)a")
def test_publishing_is_the_rule_and_a_draft_says_so(yunchuan, draft):
    page = page_of(signed_in(yunchuan.window).get(at("draft", draft.pk))).text

    assert "全文公开。" in page


@pytest.mark.clause("2(1)a")
def test_what_is_kept_back_is_in_nothing_that_goes_out(yunchuan, draft):
    keep(yunchuan, draft)
    release = publish_all(yunchuan, draft)

    pages = [Client().get(address) for address in public_addresses(release)]

    for page in pages:
        assert page.status_code == 200
        assert HIDDEN not in html.unescape(page_of(page)), page.request["PATH_INFO"]
        assert "三栋" not in page_of(page)
    first = page_of(pages[0]).text
    assert "〔此处不公开：《政府信息公开条例》第十五条〕已补登记。" in first
    assert "不公开的部分" in first
    assert "申请后仍不予公开的，先申请行政复议" in first, "行政复议法 art. 23"
    assert "能认出一户人家" in first
    assert "来访登记不需要撤销网上的反映" in first
    assert HIDDEN not in str(release.content)
    assert not SearchDocument.objects.filter(text__contains=HIDDEN).exists()
    assert all(HIDDEN not in str(row.data) for row in AuditRecord.objects.all())


def test_every_place_where_it_stands_is_removed_facts_and_note_too(yunchuan, draft):
    Fact.objects.filter(draft=draft).update(
        statement=f"{HIDDEN}未登记。",
        evidence=f"{HIDDEN}的记录",
        link=f"https://example.org/{HIDDEN}",
        subject=HIDDEN,
        attribute="登记",
        value="已补",
    )
    Draft.objects.filter(pk=draft.pk).update(
        title=f"{HIDDEN}的登记", summary=f"{HIDDEN}不需要撤帖。[F1]"
    )
    keep(yunchuan, draft)

    release = publish_all(yunchuan, draft)

    assert HIDDEN not in str(release.content)
    assert release.content["facts"][0]["link"] == ""
    assert not ReleasedFact.objects.exists()
    assert all(
        HIDDEN not in html.unescape(page_of(Client().get(address)))
        for address in public_addresses(release)
    )


def test_any_withholding_needs_three_other_persons(yunchuan, draft):
    keep(yunchuan, draft)
    draft.refresh_from_db()
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=T0)

    desk.sign(draft, yunchuan.lu, T0)
    desk.sign(draft, yunchuan.leader, T0)
    assert draft.state == DraftState.SUBMITTED
    desk.sign(draft, yunchuan.cheng, T0)

    assert draft.state == DraftState.APPROVED


@pytest.mark.clause("2(1)a", "2(1)b")
@pytest.mark.parametrize("ground", ["NEGATIVE", "负面", "影响形象", "", "社会稳定"])
def test_negative_is_no_ground(yunchuan, draft, ground):
    form = page_of(signed_in(yunchuan.window).get(at("withhold", draft.pk)))

    answer = keep(yunchuan, draft, ground=ground)

    assert "“负面”“影响形象”不是理由" in form
    assert answer.status_code == 200
    assert not Withholding.objects.exists()


@pytest.mark.parametrize("ground", [g for g in Ground if g.rule.harm])
def test_danger_and_discretion_need_the_harm_in_writing(yunchuan, draft, ground):
    without = keep(yunchuan, draft, ground=ground)
    kept_none = Withholding.objects.count()
    keep(yunchuan, draft, ground=ground, harm="会招来围观，影响这户人家出入。")

    assert without.status_code == 409
    assert "公开将造成的损害" in page_of(without, 409).text
    assert (kept_none, Withholding.objects.count()) == (0, 1)


def test_a_state_secret_is_not_written_here_at_all(yunchuan, draft):
    answer = keep(yunchuan, draft, ground=Ground.STATE_SECRET)

    assert "国家秘密不得写入本系统" in page_of(answer, 409).text
    assert not Withholding.objects.exists()


def test_words_that_were_edited_since_do_not_slip_out(yunchuan, draft):
    keep(yunchuan, draft)
    draft.refresh_from_db()
    desk.fill(draft, yunchuan.window, T0, body=BODY.replace("那一户", "的住户"))
    draft.refresh_from_db()

    page = signed_in(yunchuan.window).post(
        at("draft-submit", draft.pk), {"version": draft.revision}, follow=True
    )

    assert "标记不予公开的 1 处文字已修改" in page_of(page).text
    draft.refresh_from_db()
    assert draft.state == DraftState.WRITING


def test_it_is_looked_at_again_by_its_clock_and_kept_or_opened(yunchuan, draft, time):
    keep(yunchuan, draft)
    publish_all(yunchuan, draft)
    row = Withholding.objects.get()
    assert row.clock.state == ClockState.RUNNING
    assert (row.clock.due_at - T0).days in range(179, 190)
    time.set(T0 + 150 * DAY)

    listed = page_of(signed_in(yunchuan.leader).get(at("disclosure"))).text
    address = at("withholding-review", row.pk)
    form = {"decision": "keep", "reason": "那户人家仍不愿公开。"}
    writer = signed_in(yunchuan.window).post(address, form)
    signed_in(yunchuan.leader).post(address, form)
    first = row.clock
    row.refresh_from_db()

    assert "个人隐私" in listed
    assert writer.status_code == 403
    first.refresh_from_db()
    assert first.state == ClockState.MET
    assert row.clock.state == ClockState.RUNNING
    assert row.reviews.get().kept


def test_a_correction_goes_on_keeping_back_until_it_is_given_free(yunchuan, draft):
    keep(yunchuan, draft)
    first = publish_all(yunchuan, draft)

    second = desk.corrected(yunchuan, first, T0 + DAY, summary="不需要。已经改正。[F1]")
    assert HIDDEN not in str(second.content)
    assert second.content["withheld"] == first.content["withheld"]
    assert Withholding.objects.filter(ended_at__isnull=True).get().release == second

    signed_in(yunchuan.shen).post(
        at("answer-correct", first.answer.number), {"note": "那户人家同意公开。"}
    )
    third = Draft.objects.get(version=3)
    _publish_with_consent(yunchuan, third)
    third.refresh_from_db()
    submit_draft(draft=third, revision=third.revision, officer=yunchuan.shen, now=T0 + DAY)
    desk.approve(yunchuan, third, T0 + DAY)
    opened = publish_on_screen(yunchuan, third)

    assert HIDDEN in opened.content["body"]
    assert not Withholding.objects.filter(ended_at__isnull=True).exists()
    assert not [
        row for row in Withholding.objects.all() if row.clock and row.clock.state == "RUNNING"
    ]


def _publish_with_consent(cast, draft):
    """Ask the third party, let another record its consent, and publish the passage."""
    client, other = signed_in(cast.shen), signed_in(cast.window)
    row = draft.withheld.get()
    refused = client.post(at("withhold-free", draft.pk, row.pk), {"version": draft.revision})
    assert refused.status_code == 302
    assert draft.withheld.exists(), "what concerns a third party needs a basis"
    version = {"version": draft.revision}
    served = {"received_at": "2026-11-24T09:00", "delivery": "邮寄"}
    page = page_of(client.post(at("third-party-ask", row.pk), version | served, follow=True))
    assert "意见截止，逾期由本机关决定" in page
    enquiry = ThirdPartyEnquiry.objects.get()
    agreed = {"view": "AGREES", "at": "2026-11-24T09:30", "words": "", "version": 0}
    other.post(at("third-party-view", enquiry.pk), agreed)
    lift = {"basis": "CONSENT", "reason": "", "version": draft.revision}
    page = page_of(client.post(at("withhold-lift", row.pk), lift, follow=True))
    panel = page.panel("disclosure").text
    assert "涉及第三方，改为公开 · 第三方同意公开" in panel


MARKED = [
    "机密★10年",
    "秘密 ★ 1年",
    "绝密",
    "【机密】关于某事的通知",
    "密级：秘密",
    "秘密\n关于某事",
    "机\u200b密★启封",
]


@pytest.mark.parametrize("text", MARKED)
@pytest.mark.parametrize("field", ["title", "claim", "summary", "body"])
def test_classified_text_is_refused_and_stored_nowhere(yunchuan, draft, text, field, caplog):
    typed = {
        name: getattr(draft, name) for name in ("title", "claim", "finding", "summary", "body")
    }
    secret = f"{text}\n某部队驻地在青石。"

    answer = signed_in(yunchuan.window).post(
        at("draft-edit", draft.pk), {**typed, field: secret, "version": draft.revision}
    )

    assert answer.status_code == 409
    assert "涉密信息不上网" in page_of(answer, 409).text
    assert "某部队驻地" not in page_of(answer, 409)
    assert "某部队驻地" not in everything_stored()
    assert "某部队驻地" not in caplog.text


def test_a_fact_a_remark_and_a_reason_are_refused_as_well(yunchuan, draft):
    secret = "机密★20年 某部队驻地在青石。"
    draft.refresh_from_db()
    signed_in(yunchuan.window).post(
        at("draft-fact-add", draft.pk),
        {"statement": secret, "evidence": "文件", "link": "", "version": draft.revision},
    )
    with pytest.raises(Refused, match="涉密信息不上网"):
        comment_on(draft=draft, text=secret, officer=yunchuan.window, now=T0)
    keep(yunchuan, draft, reason=secret)

    assert "某部队驻地" not in everything_stored()


@pytest.mark.parametrize(
    "text", ["商业秘密受法律保护", "国家秘密30年后解密", "这不是什么秘密", "保守秘密是义务"]
)
def test_ordinary_words_about_secrets_are_no_mark(yunchuan, draft, text):
    desk.fill(draft, yunchuan.window, T0, claim=text)

    draft.refresh_from_db()
    assert draft.claim == text


def everything_stored() -> str:
    """Return every text of every table, as one string."""
    return "\n".join(
        str(list(model._default_manager.values_list())) for model in apps.get_models()
    )
