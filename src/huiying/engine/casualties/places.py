"""Words by which a text speaks of another place than its own.

In:   nothing.
Out:  patterns; a report of another place in its own words does count, news of it does not.
Cost: none.
"""

from __future__ import annotations

from typing import Final

from huiying.engine.text.patterns import guarded

_ABROAD: Final = (
    "美国|日本|韩国|印度|土耳其|俄罗斯|乌克兰|英国|法国|德国|巴西|意大利|墨西哥|泰国|缅甸|尼泊尔"
    "|印尼|菲律宾|伊拉克|伊朗|叙利亚|巴基斯坦|阿富汗|以色列|加沙|智利|海地|摩洛哥"
    "|加拿大|澳大利亚|新西兰|越南|老挝|柬埔寨|马来西亚|孟加拉|斯里兰卡|埃及|尼日利亚|刚果|南非|希腊|西班牙"
    "|德国|波兰|也门|苏丹|哥伦比亚|秘鲁|阿根廷|委内瑞拉|非洲|欧洲|东南亚|中东|南美"
)
# News of another place that somebody passes on; a report of it in its own words does count.
_PROVINCE: Final = (
    "河[南北]|山[东西]|湖[南北]|广[东西]|江[苏西]|浙江|安徽|福建|四川|贵州|云南|陕西|甘肃|青海|辽宁|吉林"
    "|黑龙江|海南|北京|上海|天津|重庆|内蒙古?|宁夏|新疆|西藏|台湾|香港|澳门"
)
_HERE: Final = "我[市县区镇省们国]|咱们?[这市县区]|本[市县区]|我家附近"
# Tried only where something was said: what stands in it happened elsewhere.
PASSED_ON: Final = guarded(
    rf"(?:{_PROVINCE})[^。；;\n]{{0,12}}[一某那][^。；;\n]{{4,60}}(?:{_HERE})"
    r"|(?:看[了到见过]|转发?)[^，。；,;\n]{4,30}的(?:新闻|报道|视频|帖)"
)
ELSEWHERE: Final = (
    rf"外国新闻|国际新闻|国外(?!游客|人|专家)|(?<!对)外省(?!务工|籍|人|游客|车|来)|邻[省市县](?!共|及|和|、)"
    rf"|(?<![在到从赴往回])外[地市县](?![人车籍]|游客|务工|来|打工|医院|专家)|隔壁[省市县区]|某[地省]|[人别]家那[边里]|别的(?:省|市|县|地方)"
    rf"|[吸汲]取[^。；;]{{0,40}}教训|刷到[^。；;，,]{{0,6}}(?:视频|新闻)"
    rf"|(?:看[^。；;，,]{{0,6}}新闻|转发)[^。；;]{{0,10}}(?:{_ABROAD})"
    rf"|(?<=\n)(?:{_ABROAD})(?!籍|人(?!死|遇|受)|游客|客商|专家|外教|料理|餐|车|街|风情)(?=[^\n]{{0,60}}$)"
    rf"|(?:{_ABROAD})(?=[^。；;\n]{{0,40}}(?:看新闻|看着|看得|咱|我们[国区县市这]|心情沉重|揪心|难受|祈祷|可怕|太惨))"
)
