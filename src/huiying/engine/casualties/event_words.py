"""The words by which the kind of an emergency event is read.

In:   nothing.
Out:  compiled patterns; general knowledge of the language of notices and letters. No word of
      praise or abuse of anybody is among them.
Cost: none.
"""

from __future__ import annotations

import re
from typing import Final

from huiying.engine.text.patterns import guarded

_VEHICLE: Final = (
    "(?:车辆|[货轿客罐卡校小拌]车|大巴|公交|摩托|电动车|自行车|三轮|[两三四五六七八九十]车)"
)

# What happened, by kind. Fire and other accidents are of production where people were at work.
_CUES: Final = {
    "social_security": (
        "打架|斗殴|打起来|互殴|围殴|殴打|(?<!棍子)打[伤死](?!也|我也|都不)|大打出手|动手(?!能力|做|术)|持[刀枪械]|砍[伤死人]|捅[伤死人了]|刺[伤死]|行凶"
        "|(?<!工)伤人(?!员|数)|杀[人害死]|枪[击杀手]|(?<![风雨洪雪])袭击|恐怖|绑架|劫持|投毒|纵火|聚众|打砸|炸弹|人质|武装分子"
    ),
    "public_health": (
        "食物中毒|食品安全事[故件]|吃坏|疫情|确诊(?:病例|\\d|了?[一二三四五六七八九十])|传染病|手足口|诺如|流感|水痘|肺结核|集体发[烧热]|聚集性"
        "|(?:食堂|[早午晚]饭|[早午晚]餐|饭菜|盒饭|婚宴|酒席|聚餐)[^。；;]{0,16}(?:中毒|住院|不适|呕吐|腹泻|拉肚子)"
    ),
    "natural_disaster": (
        "山洪|洪水|洪涝|发大水|台风|暴雨|强对流|龙卷风|大风[^，。]{0,4}[刮吹]|冰雹|雷击|滑坡|泥石流|山体[^，。]{0,4}[裂滑崩塌垮]"
        "|地震|余震|震级|震中|决口|漫堤|水位[^，。]{0,6}[涨超]|内涝|雪崩|雪灾|暴雪|寒潮|水漫"
    ),
    "road_traffic": (
        "车祸|追尾|肇事|交通事故|翻车|侧翻|连撞|相撞|闯红灯"
        f"|{_VEHICLE}[^，。]{{0,12}}(?:撞|碾|轧|刮|剐|蹭|卷入|翻(?!修|新|盖|看|倍|遍))"
        f"|[撞碾轧][^，。]{{0,6}}{_VEHICLE}|撞[倒飞伤死]"
    ),
    "fire": ("着火|起火|失火|火灾|冒烟|浓烟|火势|大火|火情|烧起来|燃起"),
    "other_accident": (
        "坍塌|垮塌|倒塌|(?<!天)塌了|塌方|坠[落亡下楼]|脱落|掉下|掉了一?[块片层根]|倒下来|爆炸|闪爆|爆燃|泄漏|漏氨|踩踏|触电|溺[水亡]|断裂|(?:绳|索|杠|杆|梁|臂|栏|架)[^，。]{0,2}断了"
        "|(?:硫化氢|一氧化碳|氨气?|毒气|煤气|沼气)中毒|窒息|[砸绞夹挤轧割压摔电烧炸][死伤到]|电梯[^，。]{0,8}[困卡停坠]|困[^，。]{0,4}电梯|电梯[里内]困"
    ),
}
_SYMPTOMS: Final = (
    "呕吐|腹泻|上吐下泻|拉肚子|(?<!慢性)中毒(?!致癌)"  # of food, of gas, of either
)

# Where people were at work, or what they did.
_WORK: Final = (
    "生产安全事故|安全生产事故|工亡|工地|在建|施工|脚手架|塔吊|行车吊|吊[钩篮绳装]|基坑|车间|厂区|厂房|[^，。、\\s]厂(?![商家门])|冷库|仓库"
    "|矿(?:[井区工]|山(?![乡镇村路]))|[煤铁]矿|井下|巷道|反应釜|锅炉|机床|机器|冲床|圆锯|流水线|装卸|作业(?!本)|操作工|清淤|拆除(?:作业|施工|时|中|现场)|外墙清洗|高空清洗|冶炼|化工|烟花厂"
)
AT_WORK: Final = guarded("厂区|车间|货台|工地[里内上]|矿[区井]|井下")  # and not on the road
HARM_AT_WORK: Final = guarded(
    "[人名位个工]死|死亡|身亡|死了|遇难|[砸绞夹挤轧割压摔电烧炸][死伤]|重伤|受伤|冒顶|透水|瓦斯|割断|截断|被[埋困]|(?<!慢性)中毒"
)
CUES: Final = {kind: guarded(words) for kind, words in _CUES.items()}
SYMPTOMS: Final = guarded(_SYMPTOMS)
WORK: Final = guarded(_WORK)
# A sentence without one of these is not read closely.
ANY_EVENT: Final = guarded(
    "|".join((*_CUES.values(), _SYMPTOMS, _WORK, "演练|演习|推演|模拟|拉练|比武|实操|脚本"))
)
ASKS_FOR_A_RULE: Final = re.compile(r"算(?:什么|几|哪)[^，。]{0,4}(?:级|事故)")
