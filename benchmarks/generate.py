"""Make posts for benchmarks: a fictional district that is talked about.

In:   how many posts, a seed.
Out:  posts as dictionaries (title, text, url, published_at, author, channel), the same for the
      same seed: incidents of several sizes, reposts, and unrelated noise; about 230 characters
      a post on average.
Cost: about 25 µs a post; memory for the open incidents only.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final


def _listed(text: str) -> tuple[str, ...]:
    """Return the words of a text that lists them, spaces between."""
    return tuple(text.split())


_START: Final = datetime(2026, 1, 5, tzinfo=UTC)
_MATTERS: Final = (
    ("停水", "自来水 水压 水管 爆管 抢修 送水车 水表 蓄水池 浑浊 阀门"),
    ("供暖不热", "暖气 室温 换热站 锅炉 管道 供热公司 测温 冰凉 棉被 采暖费"),
    ("夜间施工噪音", "工地 打桩 渣土车 搅拌机 凌晨 睡眠 围挡 分贝 施工许可 塔吊"),
    ("垃圾无人清运", "垃圾桶 恶臭 蚊蝇 环卫车 堆积 污水 清运 分类 夏天 收集点"),
    ("拖欠工资", "农民工 工程款 包工头 劳动监察 欠条 工棚 班组 结算 年底 合同"),
    ("电梯故障", "困人 维保 轿厢 停运 检修 年检 高层 楼梯 按钮 应急"),
    ("公交线路调整", "站牌 班次 换乘 末班车 绕行 早高峰 车票 刷卡 候车 司机"),
    ("学位不足", "入学 划片 报名 学区 班额 新校舍 转学 开学 摇号 公办"),
    ("房屋开裂", "墙体 裂缝 地基 沉降 鉴定 渗水 加固 检测 危险 维修基金"),
    ("油烟扰民", "饭店 烟道 排风机 烧烤 油污 净化器 窗户 气味 夜宵 餐馆"),
    ("道路积水", "排水 下水道 井盖 暴雨 内涝 淤泥 路面 坑洼 绕道 抽水"),
    ("物业费上涨", "物业 业主大会 公示 收费标准 停车费 保安 账目 公共收益 投票 合同"),
    ("医保报销", "住院 异地 结算 窗口 材料 药费 门诊 比例 备案 参保"),
    ("疫苗到货", "接种 卫生院 预约 流感 针剂 儿童 库存 短信 排队 通知"),
    ("食堂卫生", "餐盘 食材 留样 腹痛 家长 检查 厨房 健康证 配餐 供应商"),
    ("路灯不亮", "夜里 照明 线路 灯杆 漆黑 摔倒 电缆 修复 路口 巡查"),
    ("征地补偿", "土地 协议 测量 青苗 公示 安置房 标准 宅基地 征收 账户"),
    ("违规搭建", "彩钢棚 占道 拆除 消防通道 城管 楼顶 举报 通知书 院子 阳台"),
)  # fmt: skip
_OPENINGS: Final = _listed(
    """
    您好，{place}{matter}已经{days}天了。 今天{hour}点多，{place}这边又出现{matter}。
    住在{place}的人应该都知道{matter}的事。 请问{place}{matter}什么时候能解决？
    刚下班路过{place}，看到{matter}。 我是{place}附近的住户，想说说{matter}。
    {place}的{matter}问题反复出现。 转给更多人看看：{place}{matter}。
    """
)
_MIDDLES: Final = _listed(
    """
    {a}和{b}都有问题，打过电话，对方说{hour}点以后派人来看{c}。
    邻居家里老人和孩子受影响最大，{a}一直没有恢复，大家只好自己想办法。
    上周有人来看过{b}，记录了情况，之后就没有下文。
    群里有人说是{a}的原因，也有人说和{c}有关，没有人能说清楚。
    已经第{days}次反映了，每次都说在处理，{b}还是老样子。
    有人拍了照片，{c}的样子让人看着担心。
    旁边的{other}倒是正常，不知道为什么只有我们这里{a}不行。
    听说{other}去年也遇到过，后来换了{b}才好。
    {hour}点左右最严重，{a}、{b}、{c}全都指望不上。
    希望能给一个明确的时间，{a}到底哪天能弄好。 工作人员解释说要等{c}，可是没有说等多久。
    家里{days}口人，日子还得过，{b}的事不能一直拖。
    """
)
_CLOSINGS: Final = _listed(
    """
    请有关部门尽快核实处理。 希望早日得到答复，谢谢。 有知道情况的朋友说一声。 盼回复。
    先记录在这里，后面再更新。 大家怎么看？ 已同时拨打热线。 辛苦了。
    """
)
_PLACE_FIRST: Final = (
    "云望清锦北松临玉长白槐青双红沙东南西石柳凤杏桂书金银星月春秋和安康宁福华盛丰文德"
)
_PLACE_SECOND: Final = (
    "川溪禾澜岭涛江带亭鹭荫桥渠枣柳渡湖湾门林鸣花子香泉山坪台塘堰原坡洼岸洲屏峰谷圃"
)
_PLACE_KINDS: Final = _listed(
    """
    小区 花园 家园 公寓 广场 村 镇 街 路 小学 中学 医院 公园 市场 社区 新城 大厦 幼儿园 苑
    湾
    """
)
_MODIFIERS: Final = _listed(
    """
    老式 手工 二手 儿童 冬季 深夜 户外 社区 周末 免费 大号 蓝色 木头 塑料 电动 智能 家常
    川味 露天 传统 进口 本地 民间 校园 业余 青年 退休 亲子 山地 水上 简易 复古 迷你 全新
    折叠 陶瓷 竹编 不锈钢 自制 限量 早间 午后 雨天 节日 长途 短途 夏令 职工 农家 邻里
    """
)
_NOUNS: Final = _listed(
    """
    早餐店 流浪猫 篮球赛 毕业照 旧书摊 自行车 菜谱 钓竿 晚霞 驾照 面馆 合唱团 帐篷 广场舞
    象棋 摄影展 花市 快递柜 电影院 雪景 拼车群 搬家公司 兼职 奶茶 健身房 牙医 手机壳 租房
    相亲角 美甲 豆腐脑 跑步鞋 图书馆 口琴 羽毛球 剪纸 鱼缸 登山杖 西瓜 肥皂 吉他 书法班
    游泳馆 乒乓球 灯笼 石榴 蜂蜜 围巾 毛衣 茶具 台灯 雨伞 望远镜 耳机 键盘 相机 音箱 沙发
    衣柜 书桌 窗帘 地毯 花盆 多肉 月季 薄荷 金鱼 鹦鹉 乌龟 仓鼠 小狗 马拉松 夜市 烧饼 凉皮
    火锅 米线 包子 馄饨 酸菜 腊肉 辣酱 豆浆 油条 糖葫芦 绿豆汤 杏干 核桃 枸杞 苹果 葡萄 草莓
    樱桃 柿饼 月饼 粽子 元宵 饺子 面包 蛋糕 咖啡 话剧 戏曲 皮影 评书 相声 电台 播客 漫画
    小说 诗集 日记 邮票 硬币 徽章 拼图 积木 风筝 陀螺 跳绳 滑板 轮滑 攀岩 瑜伽 太极 针灸
    推拿
    """
)
_WHEN: Final = _listed(
    """
    今天 昨晚 清早 午后 下班路上 周末 上个月 前几天 趁着天晴 雨停之后 饭后 赶集那天 放学时
    出差回来 排了半天队 一时兴起 听人介绍 路过{place} 在{place} 从{place}出来 约好{hour}点
    第{days}次 隔了{days}天 难得清闲
    """
)
_DID: Final = _listed(
    """
    买了{a} 试了试{a} 修好了{a} 遇见卖{a}的 拍下{a} 学着做{a} 把{a}送人 打听{a}的价钱
    收拾出{a} 借到一本讲{a}的书 和邻居比{a} 给孩子挑{a} 丢了{a} 捡到{a} 换掉{a} 预订{a}
    画{a} 写了一段{a} 教父亲用{a} 看见{a}打折 洗干净{a} 拆开{a} 等{a}到货 搬走{a} 擦亮{a}
    想起小时候的{a} 迷上{a} 放弃了{a} 重新开始{a} 报名{a}班 算了算{a}的开销 研究{a}的做法
    推荐{a}
    """
)
_THEN: Final = _listed(
    """
    还不错 有点失望 值得再来 味道一般 比想的难 花了{days}块 老板很健谈 人多得站不下
    一个人也没有 下次带上{b} 旁边是{b} 不如{b} 和{b}正好配成一套 顺手拿了{b} 差点忘了{b}
    心情好了许多 照片糊了 天就黑了 手都酸了 有没有懂行的 求指点 先记下来 慢慢来吧
    朋友笑了一路 猫吓跑了 回家晚了{hour}分钟 还剩一半 明天继续 颜色偏深 声音太小 尺寸刚好
    说明书看不懂 居然成功了
    """
)
_CHANNELS: Final = ("微博", "本地论坛", "短视频", "市民信箱", "新闻网站", "问答社区", "贴吧")


class _Incident:
    """A matter at a place, with as many posts to come as were drawn for it."""

    def __init__(self, chance: random.Random) -> None:
        self.place = _some_place(chance)
        self.matter, words = chance.choice(_MATTERS)
        self.words = words.split()
        self.left = min(400, max(2, round(chance.paretovariate(1.1) * 2)))
        self.texts: list[tuple[str, str]] = []


def generate_posts(n: int, seed: int = 0) -> Iterator[dict[str, str]]:
    """Yield ``n`` posts in order of time.

    Args:
        n: Number of posts, at least 0.
        seed: The same seed gives the same posts.
    """
    chance = random.Random(seed)  # noqa: S311 - test data
    going = [_Incident(chance) for _ in range(12)]
    moment = _START
    for at in range(n):
        moment += timedelta(seconds=chance.expovariate(1 / 20))
        title, text = _next(chance, going)
        yield {
            "title": title,
            "text": text,
            "url": f"https://example.org/{seed}/{at}",
            "published_at": moment.isoformat(timespec="seconds"),
            "author": f"u{chance.randrange(max(10, n // 3))}",
            "channel": chance.choice(_CHANNELS),
        }


def _next(chance: random.Random, going: list[_Incident]) -> tuple[str, str]:
    if chance.random() < 0.45:  # share of noise
        return _noise(chance)
    at = chance.randrange(len(going))
    incident = going[at]
    incident.left -= 1
    if incident.texts and chance.random() < 0.25:  # share of reposts
        title, text = chance.choice(incident.texts)
        text = chance.choice(("转发微博 //@用户:", "", "", "【转】")) + text
        if chance.random() < 0.4:  # share of trimmed copies
            text = text[: int(len(text) * chance.uniform(0.8, 0.98))]
    else:
        title, text = _report(chance, incident)
        incident.texts = [*incident.texts[-19:], (title, text)]
    if incident.left <= 0:
        going[at] = _Incident(chance)
    return title, text


def _report(chance: random.Random, incident: _Incident) -> tuple[str, str]:
    sentences = [chance.choice(_OPENINGS)]
    sentences += chance.sample(_MIDDLES, chance.randrange(5, 11))
    sentences.append(chance.choice(_CLOSINGS))
    text = "".join(_fill(chance, sentence, incident) for sentence in sentences)
    title = _fill(
        chance,
        chance.choice(
            ("{place}{matter}", "{place}{matter}已经{days}天", "{matter}，{place}怎么办", "")
        ),
        incident,
    )
    return title, text


def _fill(chance: random.Random, sentence: str, incident: _Incident) -> str:
    a, b, c = chance.sample(incident.words, 3)
    return sentence.format(
        place=incident.place,
        matter=incident.matter,
        other=_some_place(chance),
        a=a,
        b=b,
        c=c,
        days=chance.randrange(2, 15),
        hour=chance.randrange(6, 23),
    )


def _noise(chance: random.Random) -> tuple[str, str]:
    place = _some_place(chance)
    subjects = [chance.choice(_MODIFIERS) + chance.choice(_NOUNS) for _ in range(5)]
    parts: list[str] = []
    length, wanted = 0, chance.randrange(80, 400)
    while length < wanted:
        a, b = chance.sample(subjects, 2)
        clause = chance.choice(_WHEN) + chance.choice(_DID) + "，" + chance.choice(_THEN)
        parts.append(
            clause.format(
                place=place,
                a=a,
                b=b,
                days=chance.randrange(2, 30),
                hour=chance.randrange(6, 23),
            )
        )
        length += len(parts[-1]) + 1
    title = "" if chance.random() < 0.6 else parts[0][:16]  # share without title
    return title, "。".join(parts) + "。"


def _some_place(chance: random.Random) -> str:
    return (
        chance.choice(_PLACE_FIRST) + chance.choice(_PLACE_SECOND) + chance.choice(_PLACE_KINDS)
    )
