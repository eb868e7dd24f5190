"""Fictional posts for the tests of the engine."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from huiying.engine.types import Post

T0 = datetime(2026, 3, 2, 8, tzinfo=UTC)

PLACES = tuple(
    first + second + kind
    for first, second, kind in zip(
        "云望北双清青松临玉白槐柳红沙锦凤杏南",
        "川溪岭渠禾石涛江带鹭荫林柳枣澜鸣花湖",
        ("佳园小区", "花园", "新城", "村", "家园", "社区") * 3,
        strict=True,
    )
)
MATTERS = (
    ("停水", "自来水管爆裂", "水压一直上不来", "送水车没有到", "水表井在冒水"),
    ("暖气不热", "换热站检修之后温度更低", "室温只有十二度", "管道摸着冰凉", "采暖费早就交过"),
    (
        "夜间施工噪音",
        "工地凌晨还在打桩",
        "渣土车来来往往",
        "窗户关着也睡不着",
        "围挡外面没有公示牌",
    ),
    ("垃圾没人清运", "垃圾桶满了好几天", "恶臭招来很多蚊蝇", "环卫车不再进来", "污水流到路边"),
    ("电梯停运", "维保公司等配件", "高层老人下不了楼", "年检标志过期", "轿厢里有异响"),
    ("路灯不亮", "线路被挖断", "晚上一片漆黑", "有人摔伤了腿", "灯杆编号看不清"),
    ("学位不够", "划片范围又变了", "报名系统打不开", "新校舍没有完工", "转学手续卡住"),
    ("油烟呛人", "饭店烟道对着阳台", "排风机整夜轰响", "晾的衣服都是味道", "净化器形同虚设"),
)
ENDINGS = ("盼回复。", "有人知道情况吗？", "已经第三天了。", "物业说在等通知。", "拍了照片。")


def post(key: int, text: str, title: str = "", minutes: int | None = None, **more) -> Post:
    at = T0 + timedelta(minutes=key if minutes is None else minutes)
    return Post(key=key, title=title, text=text, at=at, **more)


def sample_posts(count: int, seed: int = 1) -> list[Post]:
    """Posts about 30 matters at 6 places, with copies, in order of arrival."""
    chance = random.Random(seed)  # noqa: S311 - test data
    posts: list[Post] = []
    for key in range(1, count + 1):
        if posts and chance.random() < 0.2:
            earlier = chance.choice(posts)
            text = (
                earlier.text if chance.random() < 0.5 else earlier.text[: len(earlier.text) - 3]
            )
            posts.append(post(key, text, earlier.title))
            continue
        place, (matter, *details) = chance.choice(PLACES), chance.choice(MATTERS)
        start = chance.choice(("请问", "反映一下，", "今天", "刚才路过，"))
        told = "，".join(chance.sample(details, 3))
        text = (
            f"{start}{place}{matter}，{told}。{chance.choice(ENDINGS)}{chance.choice(ENDINGS)}"
        )
        posts.append(post(key, text, f"{place}{matter}" if chance.random() < 0.7 else ""))
    return posts


def state(stream, placements) -> dict[int, tuple[int, int]]:
    """Key → present (group, event) of everything that was placed."""
    return {
        key: (place.group, stream.current_event(place.event))
        for key, place in placements.items()
    }
