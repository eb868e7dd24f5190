"""Accidents at different places: each must raise an alarm of its own."""

from __future__ import annotations

import pytest

from huiying.engine.stream.event_stream import EventStream
from huiying.engine.stream.prepare import prepare
from huiying.engine.types import Post
from huiying.reasons.rendering import render
from tests.engine.material import post, sample_posts

TOLD = (
    ("燃气爆燃死了两人", "厨房煤气罐炸开，{place}整层玻璃都碎了，抬出来两名死者，浓烟还没散。"),
    ("外墙瓷砖砸死行人", "早高峰{place}一片瓷砖脱落，一位骑车上班的女士当场死亡，已经拉线。"),
    ("货梯坠底三人死亡", "货梯从十一楼直落井底，{place}物业刚打开轿厢，三名搬运工死亡。"),
    ("地下车库起火一人死亡", "充电桩短路引燃轿车，{place}看车的老伯没跑出来，一人死亡。"),
    ("食堂中毒一人死亡", "吃了豆角焖面以后上吐下泻，{place}旁边送医四十人，其中一人死亡。"),
    ("塔吊倒塌一人死亡", "大风把塔吊吹折，横臂砸在{place}门口的公交车上，司机一人死亡。"),
    ("老人失踪两天", "外公前天傍晚从{place}走出去，一人失踪，家里人贴了寻人启事。"),
    ("清淤两人死亡", "下井没戴面罩，{place}后面那口井里两名工人窒息死亡。"),
    ("决口三人失踪", "上游开闸没通知，{place}对岸钓鱼的三人失踪，搜救艇还在找。"),
    ("脚手架垮塌四人死亡", "浇筑二层顶板时支架失稳，{place}工地四名工人死亡，七人送医。"),
    ("卖错药一人死亡", "把降压片拿成降糖片，{place}楼下药店的顾客昏迷，一人死亡。"),
    ("游泳馆漏电一人死亡", "水下灯漏电，{place}少儿班里一名孩子死亡，泳池已经关停。"),
    ("客车翻沟五人死亡", "雨天急弯失控，{place}开出的旅游客车翻沟，五人死亡。"),
)
FIRST = "青柳望湖松涛桂花竹园梧桐锦绣临江石桥云溪白鹭丹枫槐荫"
ESTATES = [FIRST[at : at + 2] for at in range(0, len(FIRST), 2)]
BUILDINGS = [f"{estate}{100 + at}号楼" for at, estate in enumerate(ESTATES)]
KINDS = {
    "buildings": BUILDINGS,
    "estates": [f"{estate}小区" for estate in ESTATES],
    "villages": [f"{estate}村" for estate in ESTATES],
    "schools": [f"{estate}小学" for estate in ESTATES],
    "companies": [f"{estate}食品公司" for estate in ESTATES],
    "roads": [f"{101 + at}国道旁" for at in range(len(ESTATES))],
}

HISTORY = [prepare(one) for one in sample_posts(300, seed=9)]


def death(key: int, place: str, told: tuple[str, str]) -> Post:
    what, how = told
    return post(key, how.format(place=place), f"{place}{what}")


def events_of(stream: EventStream, *parts: list[Post]) -> list[int]:
    found = [place.event for part in parts for place in stream.feed(part).placements]
    return [stream.current_event(event) for event in found]


def known() -> EventStream:
    stream = EventStream()
    stream.learn_history(HISTORY)
    return stream


def test_thirteen_deaths_at_thirteen_buildings_make_thirteen_events():
    told = [death(at, BUILDINGS[at], TOLD[at]) for at in range(13)]

    assert len(set(events_of(known(), told))) == 13
    assert len(set(events_of(EventStream(), *[[one] for one in told]))) == 13


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_accident_at_thirteen_places_makes_thirteen_events(kind):
    for told in TOLD:
        posts = [death(at, place, told) for at, place in enumerate(KINDS[kind])]

        assert len(set(events_of(EventStream(), posts))) == 13, told


def test_words_of_harm_count_and_building_alone_link_nothing():
    posts = [
        post(1, "塔吊倒塌，号楼门口一人死亡。"),
        post(2, "食堂中毒，号楼隔壁一人死亡。"),
        post(3, "货梯坠底，号楼里面两人死亡。"),
    ]

    assert len(set(events_of(known(), posts))) == 3


def test_two_witnesses_of_one_accident_make_one_event():
    posts = [
        post(1, "青柳100号楼货梯从十一楼直落井底，三名搬运工死亡，物业打开了轿厢。"),
        post(2, "我就住对面，刚才听到青柳100号楼货梯坠到井底，搬运工三个人死亡。"),
    ]

    assert len(set(events_of(known(), posts))) == 1


def test_a_repost_with_another_count_at_the_same_place_stays_one():
    posts = [
        post(1, "青柳100号楼货梯从十一楼直落井底，轿厢里的搬运工死亡2人。", "货梯坠底死亡2人"),
        post(2, "青柳100号楼货梯从十一楼直落井底，轿厢里的搬运工死亡3人。", "货梯坠底死亡3人"),
    ]

    assert len(set(events_of(known(), posts))) == 1


def test_a_witness_who_names_no_place_does_not_chain_two_accidents():
    lift = TOLD[2]
    posts = [death(1, BUILDINGS[0], lift), death(2, "这里", lift), death(3, BUILDINGS[1], lift)]

    events = events_of(known(), *[[one] for one in posts])

    assert events[0] == events[1] != events[2]


def test_a_second_witness_finds_the_second_accident_behind_the_larger_first_one():
    lift = TOLD[2]
    first = [death(at, BUILDINGS[0], (lift[0], lift[1] + "啊" * at)) for at in range(1, 6)]
    second = [death(11, BUILDINGS[1], lift)]
    witness = [post(12, f"{BUILDINGS[1]}货梯直落井底，物业打开轿厢，搬运工三人死亡，太惨了。")]

    events = events_of(known(), first, second, witness)

    assert len(set(events[:5])) == 1
    assert events[5] == events[6] != events[0]


def test_a_long_notice_of_one_form_about_another_place_is_no_copy():
    form = (
        "情况通报：今天上午，{place}发生一起事故，造成一人死亡。接报后应急、公安、卫健等单位立即赶赴"
        "处置，已成立调查组，原因正在调查，善后正在进行，举一反三开展排查，后续情况会及时向社会公布。"
        "请大家不信谣不传谣，欢迎提供线索，值班室全天有人接待。"
    )
    stream = known()

    placed = stream.feed([post(1, form.format(place="青柳100号楼"))]).placements
    placed += stream.feed([post(2, form.format(place="望湖107号楼"))]).placements

    assert [place.group for place in placed] == [1, 2]
    assert [place.event for place in placed] == [1, 2]


def test_the_officer_is_asked_and_told_why_two_accidents_are_kept_apart():
    result = known().feed([death(at, BUILDINGS[at], TOLD[2]) for at in (1, 2)])

    asked = [found for found in result.suggestions if found.left_event == 1]
    assert [found.right_event for found in asked] == [2]
    assert "地点不同" in render(asked[0].reasons[-1])


def test_a_transfer_to_a_hospital_is_no_other_place():
    posts = [
        post(1, "青柳100号楼货梯从十一楼直落井底，三名搬运工死亡，物业打开了轿厢。"),
        post(2, "货梯直落井底，搬运工三人死亡，轿厢里的人送到市人民医院，物业都跑了。"),
    ]

    assert len(set(events_of(known(), posts))) == 1


def test_ordinary_letters_have_no_scene_of_an_accident():
    assert prepare(post(1, "云川佳园小区停水三天")).scene is None
    assert prepare(post(2, "有人死亡，具体在哪里不清楚")).scene is None
