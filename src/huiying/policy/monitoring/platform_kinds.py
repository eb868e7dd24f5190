"""Which platforms belong to which kind of channel: kind → platforms, as a bureau starts with.

In:   nothing.          Out:  ``PLATFORMS``: data only.
Cost: none.
"""

from collections.abc import Mapping
from typing import Final

PLATFORMS: Final[Mapping[str, tuple[str, ...]]] = {
    "website": ("新闻网站", "政府网站"),
    "new_media": ("今日头条", "百家号", "网易号", "搜狐号", "腾讯新闻", "新闻客户端"),
    "forum": ("论坛", "百度贴吧", "豆瓣", "知乎", "小红书"),
    "video": ("抖音", "快手", "微信视频号", "哔哩哔哩", "短视频"),
    "weibo": ("微博",),
    "wechat": ("微信公众号",),
    "groups": ("微信群", "QQ"),
    "hot_list": ("微博热搜", "抖音热榜", "知乎热榜", "头条热榜", "百度热搜"),
    "hotline": ("12345",),
    "message_board": ("领导留言板",),
    "media": ("报刊", "广播电视"),
    "superior": ("外单位线索",),
    "letters": ("信访", "来信", "来访", "来电"),
}
