"""The rule book: default, JSON round trip, problems in sentences, differences."""

import copy
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.core.standing import Standing
from huiying.policy.procedure.delivery import POSSIBLE
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.data import Change, InvalidRuleBook, diff, from_data, to_data
from huiying.policy.rulebook.validation import NOT_EDITABLE, validate
from huiying.policy.time.deadlines import ADDED, CODES

BOOK = default_book()
DATA = to_data(BOOK)
ABSENT = object()


def changed(path, value):
    """The default book as data with one place changed; ABSENT takes it out."""
    data = copy.deepcopy(DATA)
    *way, last = path.split("/")
    here = data
    for part in way:
        here = here[part]
    if value is ABSENT:
        del here[last]
    else:
        here[last] = value
    return data


def test_a_book_of_an_earlier_release_gets_the_deadlines_that_came_later():
    earlier = {**DATA, "deadlines": {**DATA["deadlines"]}}
    for code in ADDED:
        del earlier["deadlines"][code]

    book = from_data(earlier)

    assert all(book.deadline(code) == default_book().deadline(code) for code in ADDED)
    assert set(book.deadlines) == set(CODES)
    assert from_data(DATA | {"version": 7}).version == 7


@pytest.mark.parametrize("table", ["petitions", "reports"])
def test_a_book_of_an_earlier_release_gets_the_periods_that_came_later(table):
    earlier = changed(f"archive/{table}", ABSENT)

    assert from_data(earlier).archive == BOOK.archive


@pytest.mark.parametrize("row", ["reports/RISKS", "petitions/QUESTION"])
def test_a_book_of_an_earlier_release_gets_the_kinds_that_came_later(row):
    earlier = changed(f"archive/{row}", ABSENT)

    assert from_data(earlier).archive == BOOK.archive


def test_the_period_of_a_report_is_one_of_the_closed_list():
    with pytest.raises(InvalidRuleBook, match="archive/reports/DAILY/period"):
        from_data(changed("archive/reports/DAILY/period", "FIVE_YEARS"))


def test_the_default_book_is_valid_and_survives_json():
    assert validate(DATA) == []
    assert from_data(json.loads(json.dumps(DATA))) == BOOK


@pytest.mark.clause("2(2)a")
def test_every_number_names_its_basis_and_standing():
    rows = [
        *DATA["grade"]["numbers"].values(),
        *DATA["grade"]["media_scores"].values(),
        *DATA["grade"]["clauses"].values(),
    ]

    assert {row["standing"] for row in rows} == {Standing.EXAMPLE}
    assert Standing.EXAMPLE.label == "示例值（本局可调整）"
    assert all(row["basis"] for row in [*rows, *DATA["deadlines"].values()])


@given(
    st.integers(1, 500),
    st.dates(),
    st.dictionaries(
        st.sampled_from(["报.example", "news.example", "a.b.example"]).filter(str.isascii),
        st.sampled_from(["national", "provincial", "city", "local"]),
    ),
    st.dictionaries(
        st.sampled_from(sorted(set(CODES) - {"NOTICE_SIGNIFICANT", "VERIFICATION"})),
        st.just(1),
    ),
    st.sets(st.sampled_from(sorted(POSSIBLE["sms"]))),
    st.floats(0.1, 50) | st.integers(1, 50),
)
def test_any_valid_book_survives_the_round_trip(version, day, hosts, amounts, proofs, voices):
    data = copy.deepcopy(DATA)
    data |= {"version": version, "effective_from": day.isoformat(), "media_tiers": hosts}
    data["grade"]["numbers"]["voices"]["value"] = voices
    data["delivery_proofs"]["sms"] = sorted(str(proof) for proof in proofs)
    for code, amount in amounts.items():
        data["deadlines"][code]["amount"] = amount
    for family in ("NOTICE", "RECEIPT"):  # a graver matter is never due later
        for grade in ("SIGNIFICANT", "MAJOR"):
            data["deadlines"][f"{family}_{grade}"] |= {"amount": 1, "unit": "minutes"}

    book = from_data(json.loads(json.dumps(data)))

    assert to_data(book) == data
    assert from_data(to_data(book)) == book


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


def every_path(data, prefix=""):
    for key, value in data.items():
        yield f"{prefix}{key}"
        if isinstance(value, dict):
            yield from every_path(value, f"{prefix}{key}/")


PATHS = [path for path in every_path(DATA) if ".com" not in path and "news.cn" not in path]


@given(json_values)
def test_validation_answers_any_data_with_sentences_and_never_fails(data):
    assert validate(data)


@given(st.sampled_from(PATHS), json_values | st.just(10**400))
def test_a_broken_place_gives_a_problem_or_a_book_that_can_be_built(path, value):
    data = changed(path, value)

    problems = validate(data)

    assert all(problem.sentence.endswith("。") for problem in problems)
    if not problems:
        assert to_data(from_data(data)) == data


CLAUSE = DATA["grade"]["clauses"]["MAJOR_CONTENT"]


@pytest.mark.parametrize(
    ("path", "value", "where", "words"),
    [
        ("version", 0, "version", "整数"),
        ("version", True, "version", "整数"),
        ("effective_from", "2026-02-30", "effective_from", "日期"),
        ("effective_from", "20260228", "effective_from", "日期"),
        ("effective_from", 5, "effective_from", "日期"),
        ("media_tiers", ABSENT, "media_tiers", "缺少"),
        ("extra", 1, "extra", "无法识别的项目"),
        ("author_is_not_approver", False, "author_is_not_approver", "此项不得在规则中更改"),
        ("grade/numbers/dead/value", 0, "grade/numbers/dead/value", "大于 0"),
        ("grade/numbers/dead/value", float("nan"), "grade/numbers/dead/value", "大于 0"),
        ("grade/numbers/dead/basis", " ", "grade/numbers/dead/basis", "非空"),
        ("grade/numbers/dead/standing", "x", "grade/numbers/dead/standing", "下列之一"),
        ("grade/numbers/mood", {}, "grade/numbers/mood", "无法识别的项目"),
        ("grade/numbers/breakout/value", 7, "grade/numbers/breakout/value", "1 至 6"),
        (
            "grade/numbers/hurt_group/value",
            11,
            "grade/numbers",
            "伤困人数标准不得随得分升高而降低",
        ),
        ("grade/media_scores/local/value", 4, "grade/media_scores/local/value", "1、2 或 3"),
        ("grade/basic_needs/heat", "", "grade/basic_needs/heat", "非空"),
        ("grade/basic_needs", {"": "水"}, "grade/basic_needs", "名称"),
        ("grade/critical_in_use", 1, "grade/critical_in_use", "是或否"),
        ("grade/clauses", {}, "grade/clauses", "30 分钟"),
        ("grade/clauses/X", {**CLAUSE, "grade": 4}, "grade/clauses/X/grade", "未启用"),
        ("grade/clauses/X", {**CLAUSE, "content": 0}, "grade/clauses/X", "大于 0"),
        ("promotion/numbers/grade/value", 4, "promotion/numbers/grade/value", "值班台"),
        ("promotion/quiet_kinds", "praise", "promotion/quiet_kinds", "列表"),
        ("deadlines/APPROVAL/unit", "weeks", "deadlines/APPROVAL/unit", "下列之一"),
        ("deadlines/APPROVAL/amount", 1.5, "deadlines/APPROVAL/amount", "整数"),
        ("deadlines/APPROVAL/steps", [0.8, 0.5], "deadlines/APPROVAL/steps", "由小到大"),
        ("deadlines/APPROVAL/steps", [], "deadlines/APPROVAL/steps", "由小到大"),
        ("deadlines/NOPE", {}, "deadlines/NOPE", "无法识别的项目"),
        ("media_tiers/NEWS", "city", "media_tiers/NEWS", "域名"),
        ("delivery_proofs/console", [], "delivery_proofs/console", "无法停止"),
    ],
)
def test_a_mistake_is_named_where_it_is(path, value, where, words):
    problems = validate(changed(path, value))

    assert any(p.path == where and words in p.sentence for p in problems), problems


@pytest.mark.clause("2(2)a")
@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("deadlines/NOTICE_MAJOR/amount", 31, "deadlines/NOTICE_MAJOR/amount"),
        ("deadlines/NOTICE_MAJOR/unit", "hours", "deadlines/NOTICE_MAJOR/amount"),
        ("deadlines/NOTICE_ORDINARY/unit", "working_days", "deadlines/NOTICE_ORDINARY/amount"),
        ("deadlines/NOTICE_MAJOR/standing", "bureau", "deadlines/NOTICE_MAJOR/standing"),
        ("deadlines/FIRST_RESPONSE/amount", 49, "deadlines/FIRST_RESPONSE/amount"),
        ("deadlines/NOTICE_SIGNIFICANT/amount", 25, "deadlines/NOTICE_SIGNIFICANT"),
        ("deadlines/RECEIPT_MAJOR/amount", 121, "deadlines/RECEIPT_MAJOR"),
        ("deadlines/RECEIPT_MAJOR/unit", "working_days", "deadlines/RECEIPT_MAJOR"),
    ],
)
def test_a_period_that_is_prescribed_can_become_shorter_but_never_longer(path, value, where):
    assert any(problem.path == where for problem in validate(changed(path, value)))
    assert validate(changed("deadlines/NOTICE_MAJOR/amount", 15)) == []


@pytest.mark.clause("4(3)b", "4(3)c")
@pytest.mark.parametrize("channel", ["smtp", "apprise", "webhook"])
@pytest.mark.parametrize("proof", ["accepted", "handed_over", "channel_receipt", "phone"])
def test_acceptance_by_a_relay_robot_or_webhook_never_counts_and_cannot_be_switched_on(
    channel, proof
):
    problems = validate(changed(f"delivery_proofs/{channel}", ["link_confirmed", proof]))

    assert not BOOK.stops_clock(channel, proof)
    assert [problem.path for problem in problems] == [f"delivery_proofs/{channel}"]
    assert "中继、机器人或网络回调接收消息不视为送达" in problems[0].sentence


@pytest.mark.clause("4(3)b", "4(3)c")
def test_each_channel_has_the_proofs_that_it_can_give():
    assert BOOK.stops_clock("console", "shown_in_app")
    assert BOOK.stops_clock("SMTP", "link_confirmed")
    assert BOOK.stops_clock("sms", "channel_receipt")
    assert BOOK.stops_clock("phone", "phone")
    assert not BOOK.stops_clock("pigeon", "paper")


def test_bad_data_builds_no_book_and_says_why():
    with pytest.raises(InvalidRuleBook, match="version") as caught:
        from_data(changed("version", "one"))
    assert caught.value.problems[0].path == "version"


def numbers(data, way=()):
    """Yield the paths of all numbers of a book: rows with a value, a basis and a standing."""
    if isinstance(data, dict):
        if {"value", "basis", "standing"} <= set(data):
            yield "/".join(way)
        for name, inner in data.items():
            yield from numbers(inner, (*way, name))


@pytest.mark.parametrize("path", sorted(numbers(DATA)))
@pytest.mark.parametrize("value", [-1, 10**9])
def test_every_number_has_a_range(path, value):
    problems = validate(changed(f"{path}/value", value))

    assert [problem for problem in problems if problem.path.startswith(path)]


def test_the_rules_no_bureau_can_switch_off_are_listed_with_a_sentence():
    codes = {rule.code for rule in NOT_EDITABLE}

    assert codes >= {
        "author_is_not_approver",
        "withholding_grounds",
        "hash_bound_confirmations",
        "accused_block",
    }
    for code in codes:
        assert [p.path for p in validate(changed(code, 1))] == [code]


def test_a_difference_names_its_place_and_both_values():
    data = changed("deadlines/APPROVAL/amount", 2)
    data["media_tiers"]["news.example"] = "city"
    new = from_data(data)

    assert diff(BOOK, BOOK) == []
    assert diff(BOOK, new) == [
        Change("deadlines/APPROVAL/amount", 1, 2),
        Change("media_tiers/news.example", None, "city"),
    ]
    assert diff(new, BOOK)[1] == Change("media_tiers/news.example", "city", None)


@pytest.mark.parametrize(
    ("host", "tier"),
    [("people.com.cn", "national"), ("Society.People.com.cn.", "national"),
     ("notpeople.com.cn", None), ("", None), ("com.cn", None)],
)  # fmt: skip
def test_a_subdomain_has_the_media_tier_of_its_parent(host, tier):
    entry = BOOK.medium_of(host)

    assert (entry and BOOK.media_tiers[entry]) == tier


def test_a_medium_is_known_by_its_whole_name_only():
    assert BOOK.medium_of("", "论坛", "新华社") == "新华社"
    assert BOOK.medium_of("forum.example", "新华社区", "论坛") is None


@pytest.mark.parametrize("name", ["云川 日报", "a", "日", "云川/日报", ""])
def test_the_media_table_takes_hosts_and_whole_chinese_names(name):
    data = copy.deepcopy(DATA)
    data["media_tiers"] = {"云川日报": "local", "news.example": "city"}
    assert validate(data) == []

    data["media_tiers"][name] = "city"

    assert validate(data)


def test_the_default_takes_effect_with_the_regulation():
    assert BOOK.effective_from == date(2022, 7, 1)


def test_a_problem_can_be_said_in_another_language():
    (problem,) = validate(changed("deadlines/NOTICE_MAJOR/amount", 31))

    assert problem.words == "%(basis)s规定为 %(amount)s %(unit)s：可缩短，不得延长。"
    assert problem.values == {
        "basis": "《制度》第四条第（三）项",
        "amount": 30,
        "unit": "分钟",
    }
