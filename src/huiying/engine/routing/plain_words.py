"""Plain words of petitioners and the words in which a unit writes its duties.

In:   nothing.
Out:  for each matter: what people say of it, and the duty words under which units list it.
Cost: ``matters_of`` looks for about 700 words, 130 µs for 400 characters.

Hand-written, after the kinds of matter of 12345 hotlines and of petition classifications; no
text of a petitioner stands here. It names no unit: which unit a duty word belongs to stands in
the unit's own duties. A proposal only; a person decides. How often it is right is in
``docs/engine/routing.md``, and ``tests/engine/routing/test_plain_words.py`` holds it to that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_GAP: Final = 12  # characters that may stand between two words of one matter
_ENDS: Final = frozenset("。！？；\n")  # of a sentence


@dataclass(frozen=True, slots=True)
class PlainMatter:
    """One matter: what people say, and under which words duties list it.

    Attributes:
        name: How it is named beside a proposal.
        said: Words that alone tell the matter; two joined by "+" must stand near, in any order.
        duties: Words of duties or names of units, the most telling first.
    """

    name: str
    said: tuple[str, ...]
    duties: tuple[str, ...]


def _matter(name: str, said: str, duties: str) -> PlainMatter:
    return PlainMatter(name, tuple(said.split()), tuple(duties.split()))


PLAIN_MATTERS: Final = (
    _matter(
        "供水",
        "龙头+水 锈水 水塔 净水 自来水公司 水+停了 水+断 自来水 水龙头 停水 没水了 水压 "
        "水费 水表 水管+爆 水管+裂 水管+漏 二次供水 水箱 黄水 水+发黄 水+浑浊 水+漂白粉 "
        "水+异味",
        "供水 自来水 水务",
    ),
    _matter(
        "排水防涝",
        "暴雨+水 进水 泡水 淹了 排水 下水道+反 反水 化粪池+溢 积水 内涝 下雨+淹 雨+淹 "
        "排水沟 下水道+堵 污水+倒灌",
        "排水 防涝 水务 市政",
    ),
    _matter(
        "河道水利",
        "河边 水沟 沟渠 泵站 水坝 挖沙 河堤 堤坝 水库 河道 河里 灌溉 水渠",
        "河道 水利 水务",
    ),
    _matter(
        "环境卫生",
        "菜叶 没人扫 保洁 打扫 粪+楼道 狗屎 清扫 臭气+垃圾 建筑垃圾 渣土 垃圾+没人 "
        "垃圾+满 垃圾+堆 垃圾+清 垃圾桶 垃圾站 清运 公厕 公共厕所 苍蝇 脏乱差 扫大街 "
        "环卫 卫生死角",
        "环境卫生 环卫 垃圾 市容",
    ),
    _matter(
        "市政设施",
        "马路+塌 路+塌 路面 马路+洞 窟窿 路+坑 广告牌 护栏 台阶+坏 长椅 健身器材+坏 "
        "天桥 积雪 地砖 路灯 井盖 人行道+砖 人行道+翘 人行道+坏 盲道 路面+坑 马路+坑 "
        "窨井 绿化带 行道树 树枝 公园",
        "市政 市政设施 园林 绿化 城管",
    ),
    _matter(
        "占道和市容",
        "早市 马路市场 招牌 三轮车+占 共享单车 乱晾 条幅 占道 摆摊 摊贩 烧烤摊 夜市 "
        "小广告 店外 桌椅+摆 摆+人行道 摆+马路 摆+路上 摊+路",
        "占道 市容 城管",
    ),
    _matter(
        "违法建设",
        "阳台+扩 往外扩 彩钢 封阳台 圈地 圈+占 私自+建 违规+建 加层 挖地下室 违建 "
        "违章建筑 私搭 乱搭 搭+棚 搭+楼顶 盖房+院 院+盖房 加盖 阳光房",
        "违法建设 违建 查处违法 城管 规划",
    ),
    _matter(
        "餐饮油烟",
        "油烟+熏 油烟+呛 油烟+排 油烟",
        "油烟 大气 市容 城管 环境",
    ),
    _matter(
        "房屋漏水和质量",
        "滴水 卫生间+水 漏雨 墙+砸 阳台+掉 瓷砖+掉 掉皮 返潮 楼板 砸墙 装修队 房子+歪 "
        "房子+裂 漏水+楼 漏水+墙 渗水 天花板 墙皮 外墙 空鼓 裂缝 裂+缝 墙+裂 危房 怕塌 "
        "楼道+漏 承重墙",
        "房屋安全 房屋 住宅 建筑工程质量 住建",
    ),
    _matter(
        "物业",
        "维修基金 小区+大门 大门+坏 门禁 小区+没人修 楼道灯 物管 公摊 车位+卖 物业 "
        "业委会 业主 保安 停车费+小区 小区+保洁",
        "物业 住建",
    ),
    _matter(
        "购房和交房",
        "摇号+房 买的房 买房 首付 退房 定金+房 样板间 房+质量 交房 烂尾 开发商 楼盘 "
        "售楼 网签 期房 房产中介 中介+定金 新房 精装",
        "房地产 住建",
    ),
    _matter(
        "住房保障",
        "公租房 廉租房 保障房 经适房 租赁补贴",
        "住房保障 保障房 公租房 住建",
    ),
    _matter(
        "校门口交通",
        "校门口+堵 放学+堵 上学+堵 校门口+车 学校门口+堵",
        "交通秩序 交警 教育",
    ),
    _matter(
        "学校和老师",
        "班里 同学 霸凌 欺负+学 资料费 学生 班级 午托 托管班 书本费 家长 上课 开学 老师 "
        "校长 班主任 学校 校服 体罚 食堂+学校 幼儿园 作业 校园 娃+园",
        "中小学 幼儿园 学校 教育",
    ),
    _matter(
        "入学招生",
        "上不了学 没学上 高考 中考 学籍 学区 上学+名额 入学 招生 学位 划片 就近上学 "
        "小升初 转学",
        "招生 入学 教育",
    ),
    _matter(
        "校外培训",
        "补习班 培训班 补课 辅导班 培训机构 学费+不退",
        "校外培训 教育",
    ),
    _matter(
        "道路交通",
        "十字路口 路口 贴条 罚单 画线 停车位 货车 大货 大灯 远光 电动车 摩托 减速带 "
        "超载 逃逸 车祸 红绿灯 信号灯 斑马线 堵车 乱停 违停 停满 闯红灯 飙 超速 酒驾 "
        "撞了 撞车 逆行 肇事 驾照 驾驶证 过马路",
        "道路交通 交通秩序 交通信号 交通事故 交警",
    ),
    _matter(
        "治安和户籍",
        "立案 民警 公安 闹事 砍 威胁 堵门 寻衅 放贷 催债 传销 打架 打人 偷 小偷 盗 "
        "麻将馆 赌 报警 派出所 落户 户口 身份证 居住证",
        "治安 户籍 公安",
    ),
    _matter(
        "养犬",
        "狗 恶犬 藏獒 遛狗 狗+绳 大狗 狗咬 犬 狗叫 野狗 遛+狗 咬过人",
        "养犬 公安 城管",
    ),
    _matter(
        "电信诈骗",
        "冒充 刷单 群里+钱 网贷 卷款 被骗 诈骗 骗子 骗了 转账+骗 骗走",
        "反诈 公安",
    ),
    _matter(
        "看病就医",
        "输液 救护车 病人 病房 急诊 体检 牙科 开药 医闹 护士长 中医馆 血站 孕检 医院 "
        "医生 看病 护士 挂号 专家号 住院 手术 误诊 门诊 诊所 打针 号贩子 票贩子+号 "
        "卫生院",
        "医疗机构 医疗 卫健",
    ),
    _matter(
        "预防接种",
        "老鼠 灭蚊 疫苗 打疫苗 接种 传染 消杀",
        "疾病预防 公共卫生 卫健",
    ),
    _matter(
        "工资和用工",
        "薪水 厂里+欠 欠+工 干活+钱 不发钱 五险 押金+上班 劳务 工钱 工资 欠薪 拖欠+钱 "
        "血汗钱 加班 辞了 辞退 开除 裁员 不签合同 试用期 包工头 赔偿金",
        "劳动保障监察 劳动关系 劳动 人社",
    ),
    _matter(
        "社保和就业",
        "干活+摔 工地+摔 摔断 受伤+老板 失业 灵活就业 社保+断 退休 社保 养老金 退休金 "
        "退休工资 失业金 工伤 断缴 补缴 找工作 招聘会",
        "社会保险 就业 人社",
    ),
    _matter(
        "食品药品",
        "长毛 吃出 馊 拉稀 没熟 添加剂 小饭桌 保健品 三无 过期 变质 吃坏 拉肚子 "
        "食物中毒 外卖 蟑螂 虫子 假药 药店 发霉 异物",
        "食品 食品药品 市场监管",
    ),
    _matter(
        "消费维权",
        "跑路 健身房 秤 短斤少两 缺斤少两 维修费 保修 不给换 宰客 强买 套路 山寨 团购 "
        "快递+丢 美容院 4S店 退款 退钱 不给退 退不了 不退 办的卡 办卡 预付卡 会员卡 "
        "假货 超市 商家 缺斤 质保 加油站 定金 网购",
        "消费者权益 消费 市场监管",
    ),
    _matter(
        "价格",
        "一年涨 加价 收费+乱 多收费 乱收费 涨价 收钱+免费 免费+收钱 不明码 收费+高 多收",
        "价格 市场监管",
    ),
    _matter(
        "电梯",
        "电梯+困 电梯+卡 电梯+坏 电梯+停 困梯 电梯+维修",
        "特种设备 电梯 物业",
    ),
    _matter(
        "大气和水污染",
        "排烟 喷漆 味道+头疼 味道大 气味 塘水 臭烘烘 黑水 死鱼 烟囱 油漆味 呛人 污染 "
        "黑烟 臭味 恶臭 废气 刺鼻 粉尘 扬尘 污水 发黑发臭 水+发黑 水+发臭 排+沟 偷排 "
        "化工厂 焚烧 工厂+排",
        "大气 污染防治 水污染 生态环境 环境保护",
    ),
    _matter(
        "噪声",
        "震得 唱歌 叫卖 装修+吵 轰隆 吵死 太吵 嗡嗡 噪音 噪声 扰民 吵得 打桩 广场舞 "
        "音响 半夜+施工 夜里+工地 凌晨+施工 喇叭",
        "噪声 生态环境 城管 公安",
    ),
    _matter(
        "社会救助",
        "孤寡 没人照顾 贫困 残疾人 轮椅 流浪 孤儿 低保 特困 五保 残疾补贴 残疾+补 "
        "困难补助 救助 临时救助",
        "社会救助 低保 残疾 民政",
    ),
    _matter(
        "养老服务",
        "失能 居家养老 高龄津贴 养老院 敬老院 护工 老人+食堂 日间照料",
        "养老 民政",
    ),
    _matter(
        "殡葬",
        "坟 丧葬 灵堂 殡仪馆 墓地 公墓 火化 骨灰",
        "殡葬 民政",
    ),
    _matter(
        "公交和出租",
        "滴滴 司机+绕 绕路 首班车 班车 大巴 客车 网约 长途车 公交 公交车 公交站 末班车 "
        "甩站 出租车 不打表 打表 网约车 黑车 拒载 地铁",
        "公共交通 公交 出租 交通运输",
    ),
    _matter(
        "农村道路",
        "桥+坏 公路 路+断 村+路 乡道 县道 国道 高速 村里+修路",
        "农村公路 公路 交通运输",
    ),
    _matter(
        "征地拆迁",
        "征地 地+占了 拆迁 补偿款 安置房 拆了",
        "征地 土地 征收 自然资源",
    ),
    _matter(
        "不动产登记",
        "证+房 过不了户 房产证 不动产证 过户 产权证 房本",
        "不动产登记 自然资源",
    ),
    _matter(
        "宅基地和耕地",
        "地+租 村委会+地 自留地 土地+流转 林地 宅基地 耕地 承包地 农田 庄稼 种地",
        "宅基地 耕地 农业",
    ),
    _matter(
        "畜禽养殖",
        "养鸭 养牛 养羊 鸭子 养殖 鸡棚 猪场 养猪 养鸡 粪水 粪便 鸡粪 死猪",
        "畜禽养殖 养殖 农业",
    ),
    _matter(
        "消防和安全",
        "起火 飞线充电 电瓶车+楼道 电动车+进楼 化学品 爆炸 灭火器 液化气 危险品 "
        "消防通道 消防 火灾 着火 烟花 鞭炮 安全隐患 煤气罐",
        "消防 安全生产 应急",
    ),
    _matter(
        "医保报销",
        "不给报 外地+报 报不了 单子+报 医保 报不下来 看病+报销 报销 异地就医 异地+看病 慢病",
        "医疗保险 报销 医保",
    ),
    _matter(
        "供电",
        "变电箱 打火花 电线 电箱 电杆 断电 电路 漏电 充电桩 停电 跳闸 电压 变压器 电表 "
        "电费 跳+闸 没电",
        "供电 电力",
    ),
    _matter(
        "燃气",
        "管道气 煤气 燃气 天然气 没气了 气表 打不着+气",
        "燃气",
    ),
    _matter(
        "文化旅游",
        "景点 团费 博物馆 歌厅 剧本杀 演出 农家乐 景区 旅行社 导游 门票 图书馆 网吧 KTV 民宿",
        "旅游 文化市场 文旅",
    ),
    _matter(
        "退役军人",
        "当兵 老兵 烈属 退伍 退役 转业 军属 优抚",
        "优抚 退役",
    ),
    _matter(
        "供暖",
        "不热 暖气 供暖 供热 暖气片 取暖",
        "供热 供暖",
    ),
    _matter(
        "通信",
        "网速 断网 运营商 手机号 基站 宽带 手机信号 没信号 流量+扣 话费",
        "通信 信息化",
    ),
)
"""All matters, in no order."""


_BY_WORD: Final[dict[str, list[tuple[PlainMatter, str, str]]]] = {}  # first word → sayings
_WORDS: Final[set[str]] = set()
_BEGINNINGS: Final[dict[str, list[str]]] = {}  # two characters → the words that begin so
for _one in PLAIN_MATTERS:
    for _said in _one.said:
        _word, _, _other = _said.partition("+")
        _BY_WORD.setdefault(_word, []).append((_one, _said.replace("+", "…"), _other))
        _WORDS.update(part for part in (_word, _other) if part)
for _word in sorted(_WORDS):
    if len(_word) > 1:
        _BEGINNINGS.setdefault(_word[:2], []).append(_word)


def matters_of(text: str) -> dict[PlainMatter, str]:
    """Return the matters that a text speaks of, each with the words that tell it.

    >>> {matter.name: said for matter, said in matters_of("自来水这几天发黄").items()}
    {'供水': '自来水'}
    """
    present = dict.fromkeys(_present_words(text))  # in the order of the text
    found: dict[PlainMatter, str] = {}
    for word in present:
        for matter, said, other in _BY_WORD.get(word, ()):
            if matter not in found and (
                not other or (other in present and _near(text, word, other))
            ):
                found[matter] = said
    return found


def _present_words(text: str) -> Iterator[str]:
    yield from (one for one in dict.fromkeys(text) if one in _WORDS)
    for at, pair in enumerate(map("".join, pairwise(text))):
        for word in _BEGINNINGS.get(pair, ()):
            if text.startswith(word, at):
                yield word


def _near(text: str, word: str, other: str) -> bool:
    """Tell whether two words stand in one sentence with few characters between them."""
    return any(_beside(text, at, word, other) for at in _places(word, text))


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _beside(text: str, at: int, word: str, other: str) -> bool:
    end = at + len(word)
    after = text[end : end + _GAP + len(other)]
    before = text[max(0, at - _GAP - len(other)) : at]
    behind, ahead = after.find(other), before.rfind(other)
    return (behind >= 0 and not _ENDS.intersection(after[:behind])) or (
        ahead >= 0 and not _ENDS.intersection(before[ahead + len(other) :])
    )
