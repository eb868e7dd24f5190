"""Fixed word lists of the engine: words without content.

In:   nothing.
Out:  stop words (never counted) and petition phrases (counted at a tenth of their weight).
Cost: none.
"""

from __future__ import annotations

from typing import Final


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of a text that lists them, spaces between."""
    return tuple(text.split())


STOP_WORDS: Final = frozenset(
    split_words(
        """
    一个 一些 一下 一直 一样 不是 不能 不会 不要 不过 之后 之前 也是 什么 今天 他们 以及
    以前 以后 任何 但是 你们 使得 依然 先后 全部 其中 其他 再次 几个 即使 却是 原因 另外
    可以 可是 各种 同时 后来 因为 因此 因而 如何 如果 如此 学会 它们 对于 导致 就是 已经
    并且 并非 应该 开始 当时 很多 怎么 怎样 情况 我们 或者 所以 所有 所谓 时候 时间 是否
    有些 有人 有的 有关 本来 根据 根本 正在 每天 没有 没人 然后 然而 现在 由于 的话 目前
    直到 相关 知道 究竟 等等 自己 至今 虽然 觉得 认为 让人 许多 起来 这个 这么 这些 这样
    这种 还是 还有 进行 通过 造成 那个 那么 那些 部分 那样 都是 除了 非常 需要 为了 为什么
    the of and to in a is for on that with as at by from it an be are was this has have will
    not or but his her its new after over up out who what says say said you your we our they
    their about into more than how why all can just his he she
    """
    )
)

PETITION_PHRASES: Final = split_words(
    """
    尊敬的领导 尊敬的书记 尊敬的市长 领导您好 书记您好 领导你好 您好 你好 请问 谢谢 感谢
    希望 恳请 请求 请领导 望领导 领导 有关部门 相关部门 政府部门 解决 处理 尽快 尽早 早日
    回复 答复 反映 投诉 举报 咨询 建议 关于 问题 请政府 老百姓 百姓 居民 业主 群众 市民 民生
    重视 关注 关心 调查 核实 督促 加快 什么时候 何时 能否 可否 是否 麻烦 百忙之中 不胜感激
    辛苦 为民做主 为民服务 多次 一再 强烈 严重 严厉 力度 步伐 具体 行动 有何 措施 全面 大力
    刻不容缓 设施 工作 有序 着力 全力 提升 提高 完善 力争 工程 项目 情况 事情 存在 严查 严惩
    监管 要求 申请 呼吁 请加快 尽快解决 何时能 什么时候能 怎么回事 合理 不合理 无人管 没人管
    打击 查处 整治 建设 进度 落实 规划 推进 改善 给个说法 给予 帮助 帮忙 政府 部门 单位
    工作人员 管理
    """
)

# Words that any accident anywhere shares: who was harmed, how many, in what kind of building.
HARM_WORDS: Final = split_words(
    """
    死亡 遇难 身亡 丧生 死者 伤亡 死伤 受伤 伤者 重伤 轻伤 失踪 失联 被困 获救 送医
    抢救 昏迷 当场 现场 事故 一人 两人 二人 三人 四人 五人 六人 七人 八人 九人 十人
    多人 数人 一名 两名 三名 四名 五名 六名 多名 一死 两死 三死 一伤 两伤 三伤 人死
    人死亡 人受伤 人失踪 人被困 名工人 工人 老人 号楼 栋楼 楼栋 单元 号院 门口 楼下 隔壁
    """
)
