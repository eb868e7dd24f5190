"""A script is played at its minutes in a bureau of its own, and its result is what was done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.outbox.models import Channel, Message
from huiying.jobs.demo.acts.perform import perform
from huiying.jobs.demo.cast import Cast as DemoCast
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import ScenarioState
from huiying.jobs.drills.folder import PROGRESS, SEED, read_json, write_json
from huiying.jobs.drills.player import DrillPlayer, load_player, new_player
from huiying.jobs.drills.result import result_of_drill
from huiying.jobs.drills.seed import drill_seed
from huiying.policy.prevention.drill_script import StepKind
from huiying.work.casework.notices.models import Notice, NoticeState
from huiying.work.incidents.candidates.models import Candidate
from tests.factories import T0
from tests.scenarios.incidents import restart_workers
from tests.work.prevention.drill_steps import started_drill

pytestmark = pytest.mark.django_db
STEPS = """0 | 帖文 | 微博 | 北门小区自来水有异味，已有老人喝后腹泻送医，物业说不清楚原因。
12 | 退回通报 | 来访接待科 | 水质不属本科职责，请另行通报。
20 | 升温 | 微博×8 | 北门小区自来水到底能不能喝，老人送医没有人出来说明，请大家都来问。
30 | 领导批示 | | 请立即查明水质异味原因，先送水再说明，两小时内报领导小组。
35 | 渠道中断 | 10 |
40 | 第二事件 | 论坛 | 柳荫小学门口路灯坏了半个多月，放学接孩子看不清路，没有人来修。"""


def minute(number: int):
    return T0 + timedelta(minutes=number)


@pytest.fixture
def folder(yunchuan, tmp_path):
    restart_workers()
    Unit.objects.update(contact="调度中心", phone="0000-8262000")
    drill = started_drill(yunchuan, steps=STEPS)
    write_json(tmp_path / SEED, drill_seed(drill, rate=5.0, now=T0))
    return tmp_path


@pytest.fixture
def player(folder):
    return new_player(folder, T0)


def play(player: DrillPlayer, until: int, *, since: int = 0) -> None:
    for number in range(since, until + 1):
        player.play_until(minute(number))


def do(player: DrillPlayer, at: int, who: str, verb: str, **args) -> None:
    shadow = player.shadow
    cast = DemoCast(shadow.bureau, shadow.units, shadow.officers, shadow.sources)
    posts = {
        "main": player.posts_of(StepKind.POST, StepKind.BURST),
        "second": player.posts_of(StepKind.SECOND),
    }
    matter = args.pop("matter", "main")
    step = ActStep(timedelta(minutes=at), who, verb, matter, args)
    perform(step, ScenarioState(cast, posts), minute(at))


def confirm(player: DrillPlayer) -> None:
    play(player, 0)
    grade = {"grade": "MAJOR", "title": "北门小区自来水异味", "reason": "涉及整个小区用水。"}
    do(player, 4, "duty", "confirm_candidate", second="deputy", **grade)


def notify(player: DrillPlayer, at: int, *units: str) -> None:
    first, *more = units
    guidance = {"guidance": "请立即核实。"}
    also = [{"unit": unit, **guidance} for unit in more]
    do(player, at, "duty", "notify_unit", unit=first, also=also, **guidance)


def rows(player: DrillPlayer, end: int = 60) -> dict[str, dict]:
    """Return the last row of each kind of duty."""
    seed = {"number": "YL2026-0001", "script_hash": "0" * 64, "rate": 5.0}
    content = result_of_drill(player, seed, minute(end))
    return {f"{one['what']} {one['holder']}".strip(): one for one in content["rows"]}


def test_the_bureau_of_a_drill_is_a_sandbox_that_says_so(yunchuan, player):
    shadow = player.shadow

    assert shadow.bureau.sandbox
    assert shadow.bureau.name == f"{yunchuan.bureau.name}（演练）"
    assert {unit.name for unit in shadow.units.values()} == {
        unit.name for unit in Unit.objects.filter(bureau=yunchuan.bureau)
    }


def test_nobody_of_the_bureau_and_no_password_or_address_is_in_the_seed(yunchuan, folder):
    text = (folder / SEED).read_text("utf-8")

    for officer in Officer.objects.filter(bureau=yunchuan.bureau):
        assert officer.name not in text
        assert officer.username not in text
    for word in ("password", "pbkdf2", "target", "secret", "0000-826", "调度中心", "@"):
        assert word not in text


def test_its_officers_are_called_by_their_roles_and_have_no_password(player):
    officers = Officer.objects.filter(bureau=player.shadow.bureau)

    assert not any(officer.has_usable_password() for officer in officers)
    assert {officer.phone for officer in officers} == {""}
    assert {"值班员", "组长", "区水务局经办"} <= {officer.name for officer in officers}


def test_all_its_channels_lead_to_an_address_that_cannot_be(player):
    channels = Channel.objects.filter(bureau=player.shadow.bureau)

    assert {channel.target for channel in channels} == {"drill@mailbox.invalid"}


def test_the_first_post_reaches_the_duty_desk_at_once(player):
    play(player, 0)

    [found] = Candidate.objects.filter(bureau=player.shadow.bureau)
    assert "异味" in found.title


def test_an_inject_waits_until_it_can_happen(player):
    confirm(player)
    play(player, 13, since=5)
    assert player.played[1].at is None  # nobody was notified yet

    notify(player, 14, "区水务局", "来访接待科")
    play(player, 15, since=15)

    back = Notice.objects.get(unit__name="来访接待科")
    assert (back.state, player.played[1].refs) == (NoticeState.RETURNED, [back.number])


def test_while_channels_are_out_nothing_is_queued_and_then_they_work_again(player):
    confirm(player)
    play(player, 36, since=5)
    mine = Channel.objects.filter(bureau=player.shadow.bureau)
    assert not mine.filter(active=True).exists()
    before = Message.objects.filter(bureau=player.shadow.bureau).count()

    notify(player, 37, "区水务局")

    assert Message.objects.filter(bureau=player.shadow.bureau).count() == before
    play(player, 46, since=38)
    assert not mine.filter(active=False).exists()


def test_the_result_is_what_was_done(player):
    confirm(player)
    notify(player, 9, "区水务局", "来访接待科")
    do(player, 10, "duty", "record_phone_delivery", unit="区水务局", who_answered="值班调度")
    play(player, 12, since=11)
    again = {"unit": "来访接待科", "to": "综合办公室", "guidance": "请协调取样。"}
    do(player, 16, "duty", "reroute_notice", **again)
    play(player, 20, since=17)
    do(player, 26, "duty", "revise_situation", matter="main", progress="已通报区水务局。")
    play(player, 59, since=27)

    found = rows(player)

    def told(name):
        return found[name]["verdict"], found[name]["used"]

    assert found["通报 区水务局"]["matter"].startswith("演2026-0001 ")
    assert told("研判并登记为事件") == ("MET", 4)
    assert told("按脚本情形定级") == ("MET", 4)
    assert told("通报参演单位 区水务局") == ("MET", 9)
    assert told("通报送达有凭证 区水务局") == ("MET", 1)
    assert told("通报送达有凭证 综合办公室") == ("MISSED", 44)
    assert told("退回后另行通报") == ("MET", 4)
    assert told("升温后修订现况或重新定级") == ("MET", 6)
    assert told("按批示开展督办") == ("MISSED", 30)
    assert told("研判第二事件") == ("MISSED", 20)
    assert told("会商并签署纪要") == ("MISSED", 56)
    assert found["渠道中断期间的通报均送达"]["verdict"] == "NOT_DUE"


def test_who_does_nothing_misses_what_was_due(player):
    play(player, 59)

    found = rows(player)

    assert found["研判并登记为事件"]["verdict"] == "MISSED"
    assert found["通报参演单位 区水务局"]["verdict"] == "MISSED"
    late = found["通报 值班员"]
    assert (late["clause"], late["allowed"], late["verdict"]) == ("4(3)c", 30, "MISSED")
    assert found["退回后另行通报"]["verdict"] == "NOT_DUE"  # it could not happen


def test_of_a_drill_that_ends_early_only_what_was_due_is_missed(player):
    play(player, 10)

    found = rows(player, end=10)

    assert found["通报参演单位 区水务局"]["verdict"] == "NOT_DUE"
    assert found["通报 值班员"]["verdict"] == "NOT_DUE"


def test_no_row_names_an_officer(yunchuan, player):
    confirm(player)
    notify(player, 9, "区水务局")
    play(player, 59)

    names = {row.name for row in Officer.objects.filter(bureau=yunchuan.bureau)}
    holders = {row["holder"] for row in rows(player).values()}
    assert holders & names == set()


def test_a_drill_that_was_stopped_goes_on_where_it_was(folder, player):
    play(player, 0)
    player.save(folder)

    again = load_player(folder)

    assert again.began == T0
    assert [one.at for one in again.played] == [one.at for one in player.played]
    assert not again.play_until(minute(5))  # nothing happens twice
    assert again.play_until(minute(20))


def test_nothing_was_begun_where_no_progress_is(folder):
    assert load_player(folder) is None
    assert read_json(folder / PROGRESS) is None
    assert not Bureau.objects.filter(slug="drill").exists()
