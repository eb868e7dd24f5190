"""What two posts must share before the machine puts them together."""

from __future__ import annotations

import pytest

from huiying.engine.stream.event_stream import EventStream
from huiying.engine.stream.prepare import prepare
from huiying.engine.stream.types import MustLink
from huiying.engine.types import Post
from tests.engine.material import post, sample_posts

HISTORY = [prepare(one) for one in sample_posts(300, seed=9)]
HEATING = "{place}的暖气片摸着冰凉，换热站检修以后室温只有十二度，孩子夜里裹着羽绒服写作业。"


USUAL = [
    prepare(
        post(
            1_000 + at,
            f"{at}栋楼下餐馆的油烟扰民，排烟管没有装净化器，请环保来看。",
            "油烟扰民",
        )
    )
    for at in range(12)
]


def events_of(*batches: list[Post]) -> list[int]:
    stream = EventStream()
    stream.learn_history(HISTORY + USUAL)
    found = [place.event for batch in batches for place in stream.feed(batch).placements]
    return [stream.current_event(event) for event in found]


def test_the_same_trouble_at_two_places_is_two_matters():
    told = [
        post(
            1,
            "青柳小区楼下烧烤摊每晚油烟扰民，排烟管正对卧室，熏得睡不着。",
            "青柳小区油烟扰民",
        ),
        post(2, "望湖小区底商餐馆油烟扰民，后厨排烟管通到楼道，老人咳嗽。", "望湖小区油烟扰民"),
    ]

    assert len(set(events_of(told))) == 2


def test_another_matter_at_the_same_place_stays_apart():
    told = [
        post(1, "青柳小区楼下烧烤摊的油烟直往卧室里灌，排烟管对着窗户。", "青柳小区油烟扰民"),
        post(2, "青柳小区配套小学拖了三年还没有动工，孩子过两条马路上学。", "青柳小区配套小学"),
    ]

    assert len(set(events_of(told))) == 2


@pytest.mark.parametrize("together", [True, False])
def test_letters_about_one_matter_at_one_place_come_together(together):
    told = [
        post(1, "青柳小区的暖气片摸着冰凉，换热站检修以后室温只有十二度。", "青柳小区暖气不热"),
        post(2, "换热站检修完青柳小区暖气还是冰凉，量了室温十二度都不到。", "青柳小区没有暖气"),
    ]

    assert len(set(events_of(told) if together else events_of(*[[one] for one in told]))) == 1


@pytest.mark.parametrize(("days", "events"), [(0, 1), (9, 1), (360, 2)])
def test_what_is_said_a_year_later_must_be_more_alike(days, events):
    told = [
        post(1, "青柳小区的暖气片摸着冰凉，换热站检修以后室温只有十二度。", "青柳小区暖气不热"),
        post(2, "青柳小区换热站又停，老人孩子夜里都裹着棉被。", minutes=days * 24 * 60 + 2),
    ]

    assert len(set(events_of(told))) == events


def test_a_post_joins_what_an_officer_made_of_two_places():
    stream = EventStream()
    stream.learn_history(HISTORY)
    stream.feed([post(1, HEATING.format(place="青柳小区")), post(2, "望湖小区路灯全不亮。")])
    stream.decide(MustLink(1, 2))

    again = stream.feed([post(3, "青柳小区的暖气片还是冰凉，换热站检修以后室温只有十二度。")])

    assert again.placements[0].event == 1


FILM = (
    "Orlo tops the weekend box office with record sales",
    "Record weekend for Orlo at the box office",
    "Box office: Orlo sets a weekend record in sales",
    "Orlo box office record surprises its studio",
    "Weekend sales record puts Orlo atop the box office",
    "Studio cheers Orlo record at the weekend box office",
    "Orlo weekend sales break box office record",
    "Analysts: Orlo box office record lifts studio",
)
BESIDE = "What Orlo owes to gloves"


def headlines(*titles: str) -> list[Post]:
    return [post(at, "", title) for at, title in enumerate(titles, 1)]


def test_a_headline_joins_by_a_word_that_is_the_events_own():
    told = headlines(*FILM, BESIDE)

    assert len(set(events_of(told[:8], told[8:]))) == 1


def test_a_headline_does_not_join_by_a_word_that_others_use_as_well():
    others = [
        "Bakery of Orlo hires apprentices",
        "Chess champion moves to Orlo",
        "Dentists wanted: Orlo clinic closes",
        "Fog delays ferries off Orlo",
        "Orlo choir rehearses hymns",
        "Teachers strike in Orlo",
    ]
    told = headlines(*others, *FILM, BESIDE)

    events = events_of(told[:-1], told[-1:])

    assert len(set(events[6:14])) == 1
    assert events[14] != events[6]


def test_a_letter_does_not_join_by_one_word_however_many_hold_it():
    letter = post(
        9,
        "窗帘后面藏着七只手套，邻居养的鹦鹉整夜学舌，楼道灯忽明忽暗，水表也停转了两个星期，"
        "Orlo 的海报贴满电梯，清洁阿姨说没人通知过她，快递柜里的包裹堆到了门外。",
    )

    events = events_of(headlines(*FILM), [letter])

    assert events[8] != events[0]
