"""Sentences of the policy: scores of the three cards, grade proposals, the way to the desk."""

from __future__ import annotations

from typing import Final

from huiying.reasons.marking import marked

SENTENCES: Final = {
    # the content card
    "policy.content_unread": marked("舆情内容尚未读取：未知，不按 0 分计。"),
    "policy.no_harm": marked("帖文为咨询、建议或表扬，未见损害：内容 0 分。"),
    "policy.persons_unknown": marked("帖文未说明%(kinds)s人数：未知，不按 0 人计。"),
    "policy.dead": marked("死亡 %(count)s 人（%(limit)s）：内容 %(score)s 分。"),
    "policy.missing": marked("失踪 %(count)s 人（%(limit)s）：内容 %(score)s 分。"),
    "policy.hurt_or_trapped": marked(
        "伤病或被困共 %(count)s 人（%(limit)s）：内容 %(score)s 分。"
    ),
    "policy.persons_limit": marked("标准：≥ %(least)s 人"),
    "policy.basic_need": marked("整个小区的基本生活需要（%(need)s）受影响：内容 3 分。"),
    "policy.group_harm": marked("一个群体的利益受损：内容 2 分。"),
    "policy.group_claim": marked("有可以核实、涉及一个群体的说法：内容 2 分。"),
    "policy.household_harm": marked("一户人家的利益受损：内容 1 分。"),
    "policy.kind_dead": marked("死亡"),
    "policy.kind_missing": marked("失踪"),
    "policy.kind_hurt": marked("伤病"),
    "policy.kind_trapped": marked("被困"),
    "policy.need_water": marked("用水"),
    "policy.need_heat": marked("供热"),
    "policy.need_housing": marked("住房安全"),
    "policy.need_school": marked("上学"),
    "policy.need_medicine": marked("就医用药"),
    # the reaction card
    "policy.breakout": marked(
        "扩散等级 %(breakout)s（标准：≥ %(least)s），热度为常态的 %(times)s 倍（标"
        "准：≥ %(least_times)s 倍）：反应 3 分。"
    ),
    "policy.reaction": marked("%(known)s（%(limit)s）：反应 %(score)s 分。"),
    "policy.reaction_unknown": marked(
        "公众反应的%(unknown)s未知：不按 0 计，补齐后得分可能更高。"
    ),
    "policy.spread_limit": marked("标准：≥ %(platforms)s 个平台，或 ≥ 常态的 %(times)s 倍"),
    "policy.voices_limit": marked("标准：≥ %(least)s 名发帖人"),
    "policy.platforms": marked("%(count)s 个平台"),
    "policy.persons_open": marked(
        "帖文未确定人数：伤病或被困达 %(least)s 人，内容即为 %(score)s 分"
    ),
    "policy.other_platforms": marked("至少 %(count)s 个其他平台"),
    "policy.other_platforms_few": marked("不足 %(least)s 个其他平台"),
    "policy.voices": marked("发帖人至少 %(count)s 人"),
    "policy.voices_few": marked("发帖人不足 %(least)s 人"),
    "policy.times_usual": marked("热度为常态的 %(times)s 倍"),
    "policy.fact_breakout": marked("扩散等级"),
    "policy.fact_usual": marked("常态水平"),
    "policy.fact_platforms": marked("平台数"),
    "policy.fact_voices": marked("发帖人数"),
    # the media card
    "policy.media_unknown": marked("媒体介入情况未知：不按 0 分计。"),
    "policy.media_none": marked("已查看，未见媒体介入：媒体 0 分。"),
    "policy.media": marked("%(tier)s媒体已介入：媒体 %(score)s 分。"),
    "policy.tier_national": marked("中央级"),
    "policy.tier_provincial": marked("省级"),
    "policy.tier_city": marked("市级"),
    "policy.tier_local": marked("区县和本地"),
    # the proposal
    "policy.meets_clause": marked("%(scores)s：符合“%(clause)s”，建议定为%(grade)s。"),
    "policy.meets_none": marked("%(scores)s：未达到较大及以上的任何一条，建议定为%(grade)s。"),
    "policy.grade_may_rise": marked(
        "%(unknown)s未知，不按 0 分计：现有依据只证明至少为%(grade)s，"
        "补齐后可能达到%(possible)s。"
    ),
    "policy.grade_stays": marked(
        "%(unknown)s未知，不按 0 分计；无论结果如何，不影响本次建议的等级。"
    ),
    "policy.content": marked("舆情内容"),
    "policy.reaction_card": marked("公众反应"),
    "policy.media_card": marked("媒体介入"),
    "policy.score": marked("%(card)s %(score)s 分"),
    "policy.score_unknown": marked("%(card)s 未知"),
    "policy.grade_ordinary": marked("一般"),
    "policy.grade_significant": marked("较大"),
    "policy.grade_major": marked("重大"),
    "policy.grade_critical": marked("特别重大"),
    # the demands of a grade clause
    "policy.clause_content": marked("内容 %(least)s 分"),
    "policy.clause_one": marked("有一项 %(least)s 分"),
    "policy.clause_two": marked("有两项 %(least)s 分"),
    "policy.clause_one_and_other": marked("有一项 %(one)s 分、另一项 %(other)s 分"),
    "policy.clause_spread": marked("反应或媒体 %(least)s 分"),
    "policy.clause_and": marked("%(first)s，且%(second)s"),
    "policy.clause_also": marked("%(first)s，%(second)s"),
    # the way to the duty desk
    "policy.desk_by_grade": marked("建议等级为%(grade)s，须由值班员研判。"),
    "policy.desk_by_content": marked(
        "舆情内容 %(score)s 分（标准：≥ %(least)s 分），须由值班员研判。"
    ),
    "policy.desk_by_hand": marked("人工录入，须由值班员研判。"),
    "policy.desk_by_officer": marked("由值班员从帖文列入待研判。"),
    "policy.desk_by_posts": marked("已有 %(count)s 条帖文，发帖人数未知，须由值班员研判。"),
    "policy.desk_by_voices": marked(
        "已有 %(count)s 条帖文，发帖人至少 %(voices)s 人，须由值班员研判。"
    ),
    "policy.desk_by_few_voices": marked(
        "已有 %(count)s 条帖文，发帖人不足 %(least)s 人，须由值班员研判。"
    ),
    # the scale of an emergency event
    "policy.severity_by_493": marked("分级依据：国务院令第493号第三条（生产安全事故）。"),
    "policy.severity_by_plan": marked(
        "国务院令第493号不适用于此类事件；系统未收录其全国分级标准，级别由本级预案确定。"
    ),
    "policy.severity_not_graded": marked(
        "《突发事件应对法》第三条未对社会安全事件分级，级别由本级预案确定。"
    ),
    "policy.severity_kind_unknown": marked(
        "事件类型未定，不按任何标准建议级别；先定类型，再定级别。"
    ),
}
