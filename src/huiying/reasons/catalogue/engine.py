"""Sentences of the engine: why a post stands in an event, why events are alike, topics."""

from __future__ import annotations

from typing import Final

from huiying.reasons.marking import marked

SENTENCES: Final = {
    # the stream: placements, merges, suggestions
    "engine.new_event": marked("近期未见相近帖文，单独成组"),
    "engine.same_text": marked("与已采集的帖文全文相同"),
    "engine.near_copy": marked("与“%(lead)s”文字大部分相同（%(percent)s%%）"),
    "engine.similar_words": marked("与“%(lead)s”用词相近（相似度 %(score).2f）"),
    "engine.similar_words_shared": marked(
        "与“%(lead)s”用词相近（相似度 %(score).2f），均提到%(words)s"
    ),
    "engine.shared_name": marked("提到同一个地点或单位，均含“%(name)s”"),
    "engine.called_alike": marked("标题均含少见的名称“%(name)s”"),
    "engine.other_place": marked("双方均涉及人员伤亡，但地点不同，不自动并案"),
    "engine.officer": marked("由工作人员确认为同一事件"),
    # the incidents of a whole set of posts
    "engine.common_words": marked("多数帖文提到：%(words)s"),
    "engine.count_similar": marked("%(count)s 条因用词相近归入（相似度中位数 %(median).2f）"),
    "engine.count_named": marked("%(count)s 条提到同一个地点或单位"),
    "engine.count_copies": marked("%(count)s 条与其中另一条文字相同或大部分相同"),
    # topics
    "engine.topic": marked(
        "所读 %(count)s 段文字中有 %(asking)s 段询问政策（“%(word)s”等），未述及具"
        "体事件，也无共同地点。"
    ),
    "engine.topic_harm": marked("有 %(count)s 段文字涉及损害、需求或传闻，不按政策咨询处理。"),
    "engine.topic_mixed": marked("所询政策各不相同，不属同一政策咨询。"),
    "engine.topic_place": marked(
        "%(count)s 段文字中有 %(there)s 段涉及同一地点（…%(name)s…），不按政策咨询处理。"
    ),
}
