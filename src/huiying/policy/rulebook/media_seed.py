"""The media outlets that a new bureau starts with: host or name → tier.

In:   nothing.          Out:  ``MEDIA``: data only.
Cost: none.

National and provincial outlets that everybody knows. Those of the city and the county differ
from bureau to bureau: each adds its own to its rule book.
"""

from collections.abc import Mapping
from typing import Final

_NATIONAL: Final = """
people.com.cn xinhuanet.com news.cn cctv.com cctv.cn cnr.cn cri.cn chinanews.com
chinanews.com.cn gmw.cn ce.cn youth.cn cyol.com china.com.cn chinadaily.com.cn 81.cn
workercn.cn legaldaily.com.cn farmer.com.cn stdaily.com jcrb.com rmzxb.com.cn qstheory.cn
banyuetan.org huanqiu.com
人民日报 人民网 新华社 新华网 新华每日电讯 央视新闻 央视网 央广网 中国之声 中新社 中新网
中国新闻网 光明日报 光明网 经济日报 中国青年报 中国青年网 中国日报 解放军报 工人日报 法治日报
农民日报 科技日报 检察日报 人民法院报 人民政协报 中国妇女报 半月谈 环球时报
"""
_PROVINCIAL: Final = """
qianlong.com bjnews.com.cn eastday.com thepaper.cn shobserver.com enorth.com.cn cqnews.net
hebnews.cn sxrb.com nmgnews.com.cn northnews.cn nen.com.cn cnjiwang.com dbw.cn jschina.com.cn
zjol.com.cn anhuinews.com fjsen.com jxnews.com.cn iqilu.com dzwww.com dahe.cn cnhubei.com
rednet.cn southcn.com ycwb.com gxnews.com.cn hinews.cn scol.com.cn gog.cn yunnan.cn cnwest.com
gscn.com.cn qhnews.com nxnews.net tianshannet.com.cn
澎湃新闻 新京报 上观新闻 极目新闻 上游新闻 封面新闻 南方都市报 羊城晚报 大河报 潇湘晨报
"""

MEDIA: Final[Mapping[str, str]] = dict.fromkeys(_NATIONAL.split(), "national") | dict.fromkeys(
    _PROVINCIAL.split(), "provincial"
)
