"""Sentences of the engine: why a post stands in an event, why events are alike, topics."""

from __future__ import annotations

from typing import Final

from huiying.reasons.marking import marked

SENTENCES: Final = {
    # the stream: placements, merges, suggestions
    "engine.new_event": marked("窗口内没有相近的帖文，新建事件"),
    "engine.same_text": marked("与已收到的帖文全文相同"),
    "engine.near_copy": marked("与“%(lead)s”文字大部分相同（%(percent)s%%）"),
    "engine.similar_words": marked("与“%(lead)s”用词相近（%(score).2f）"),
    "engine.similar_words_shared": marked(
        "与“%(lead)s”用词相近（%(score).2f），都提到%(words)s"
    ),
    "engine.shared_name": marked("提到同一个地点或单位（…%(name)s…）"),
    "engine.called_alike": marked("标题都提到少见的名称（…%(name)s…）"),
    "engine.other_place": marked("两边说的都是人员伤亡，但地点不同，不自动并为一件"),
    "engine.officer": marked("由工作人员确认为同一事件"),
    # the incidents of a whole set of posts
    "engine.common_words": marked("多数帖文都提到：%(words)s"),
    "engine.count_similar": marked("%(count)s 条因用词相近归入（相似度中位数 %(median).2f）"),
    "engine.count_named": marked("%(count)s 条提到同一个地点或单位"),
    "engine.count_copies": marked("%(count)s 条与其中另一条文字相同或大部分相同"),
    # topics
    "engine.topic": marked(
        "读过的 %(count)s 段文字中有 %(asking)s 段在问政策（“%(word)s”等），"
        "没有说出了什么事，也没有同一个地点。"
    ),
    "engine.topic_harm": marked("有 %(count)s 段文字说到损害、需求或传闻，不按政策咨询对待。"),
    "engine.topic_mixed": marked("问的政策各不相同，不是同一个话题。"),
    "engine.topic_place": marked(
        "%(count)s 段文字中有 %(there)s 段说到同一个地点（…%(name)s…），不按政策咨询对待。"
    ),
}
