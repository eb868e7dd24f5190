"""The platforms that a new bureau starts with: name → what else it is called in exports.

In:   nothing.          Out:  ``PLATFORMS``: data only.
Cost: none.

Platforms that everybody knows, and the ways by which people reach a bureau. A bureau adds its
own by the draft of its rules.
"""

from collections.abc import Mapping
from typing import Final

PLATFORMS: Final[Mapping[str, tuple[str, ...]]] = {
    "微博": ("新浪微博", "新浪微博客", "weibo", "weibo.com", "weibo.cn"),
    "微信公众号": ("公众号", "微信公众平台", "微信", "wechat", "weixin", "mp.weixin.qq.com"),
    "微信视频号": ("视频号",),
    "微信群": ("群聊", "业主群", "微信群聊", "群聊截图", "业主群截图"),
    "抖音": ("抖音短视频", "douyin", "douyin.com"),
    "快手": ("快手短视频", "kuaishou", "kuaishou.com"),
    "小红书": ("xiaohongshu", "xiaohongshu.com"),
    "哔哩哔哩": ("B站", "bilibili", "bilibili.com"),
    "短视频": ("视频", "其他短视频"),
    "知乎": ("zhihu", "zhihu.com"),
    "今日头条": ("头条", "头条号", "微头条", "toutiao", "toutiao.com"),
    "百度贴吧": ("贴吧", "tieba", "tieba.baidu.com"),
    "百家号": ("baijiahao",),
    "网易号": ("网易", "网易新闻"),
    "搜狐号": ("搜狐", "搜狐新闻"),
    "腾讯新闻": ("企鹅号", "腾讯网"),
    "豆瓣": ("豆瓣小组", "douban", "douban.com"),
    "QQ": ("QQ群", "QQ空间"),
    "论坛": ("网络论坛", "本地论坛", "社区论坛", "BBS", "forum"),
    "新闻网站": ("新闻", "网站", "网媒", "新闻网", "news"),
    "新闻客户端": ("客户端", "APP", "新闻APP"),
    "报刊": ("报纸", "纸媒"),
    "广播电视": ("电视", "广播", "电视台", "电台"),
    "12345": ("12345热线", "政务服务便民热线", "市民热线", "政务热线", "热线", "热线工单"),
    "领导留言板": ("人民网领导留言板", "人民网留言板", "地方领导留言板"),
    "政府网站": ("政府网站留言", "网站留言", "留言板", "政府信箱", "互动交流"),
    "信访": ("网上信访", "信访平台", "信访信息系统", "国家信访局"),
    "来信": ("信件",),
    "来访": ("接访", "走访", "窗口"),
    "来电": ("电话", "电话反映"),
    "外单位线索": (),
    "微博热搜": ("微博热搜榜", "新浪微博热搜"),
    "抖音热榜": ("抖音热点榜", "抖音同城榜", "抖音热搜"),
    "知乎热榜": ("知乎热搜",),
    "头条热榜": ("今日头条热榜",),
    "百度热搜": ("百度热榜", "百度热搜榜"),
}
