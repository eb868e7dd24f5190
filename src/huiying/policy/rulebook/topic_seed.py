"""The topics that a new bureau's public answers are filed under.

In:   nothing.          Out:  ``TOPICS``, ``TOPIC``: data only.
Cost: none.

A topic is printed beside an answer and is part of no text that anybody approved. So it is a
word of a closed list, which changes like every rule: by a draft that a second person adopts.
"""

import re
from typing import Final

MOST_CHARS: Final = 20
TOPIC: Final = re.compile(rf"[\w·（）()]{{2,{MOST_CHARS}}}")
TOPICS: Final = (
    *("供水", "供电", "供气", "供热", "网上查询", "通信网络"),
    *("道路交通", "停车", "公共交通", "工程建设", "物业管理", "住房保障", "征收安置"),
    *("噪声", "环境卫生", "环境保护", "园林绿化"),
    *(
        "校园安全",
        "教育",
        "看病用药",
        "医疗保障",
        "社会保险",
        "劳动就业",
        "民政救助",
        "养老托育",
    ),
    *("食品安全", "市场监管", "消费维权", "治安消防", "安全生产", "防灾减灾"),
    *("农业农村", "户籍证照", "政务服务", "来访登记", "信访办理", "其他"),
)
