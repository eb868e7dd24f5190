import pytest

from huiying.work.collection.files.mapping import Mapping, guess_mapping


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (
            ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数", "点赞数"],
            Mapping(
                external_id="留言编号",
                author="留言用户",
                title="留言主题",
                published_at="留言时间",
                text="留言详情",
                likes="点赞数",
            ),
        ),
        (
            ["id", "title", "text", "time", "reply", "reply_time"],
            Mapping(external_id="id", title="title", text="text", published_at="time"),
        ),
        (
            ["来源平台", "版块", "标题", "正文", "原文链接", "发布时间", "作者昵称"],
            Mapping(
                channel="来源平台",
                community="版块",
                title="标题",
                text="正文",
                url="原文链接",
                published_at="发布时间",
                author="作者昵称",
            ),
        ),
        (
            [" Content ", "URL", "Date", "Screen_Name", "Platform"],
            Mapping(
                text=" Content ",
                url="URL",
                published_at="Date",
                author="Screen_Name",
                channel="Platform",
            ),
        ),
    ],
)
def test_header_words_of_both_languages_are_understood(columns, expected):
    assert guess_mapping(columns, []) == expected


def test_the_answer_of_an_office_is_never_taken_for_the_post():
    mapping = guess_mapping(["答复内容", "答复时间", "帖子内容"], [])

    assert mapping.text == "帖子内容"
    assert mapping.published_at is None


def test_without_words_the_cells_decide():
    rows = [
        {
            "c1": "7",
            "c2": "东门小区停水三天没人管",
            "c3": "https://bbs.example.org/1",
            "c4": "2026年11月2日",
        },
        {"c1": "8", "c2": "路灯坏了一个多月了也没修", "c3": "", "c4": "2026-11-03 08:00"},
    ]

    mapping = guess_mapping(["c1", "c2", "c3", "c4"], rows)

    assert mapping == Mapping(text="c2", url="c3", published_at="c4")


def test_a_file_of_titles_alone_has_no_text_column():
    rows = [{"title": "东门小区停水三天", "group_no": "ab12"}]

    assert guess_mapping(["title", "group_no"], rows).text is None


def test_short_words_inside_others_do_not_count():
    assert guess_mapping(["video", "notes"], []) == Mapping()


def test_a_stored_mapping_comes_back_and_tells_what_a_new_file_lacks():
    mapping = Mapping(title="标题", text="正文")

    again = Mapping.from_dict({**mapping.as_dict(), "unknown": "x", "url": 3})

    assert again == mapping
    assert again.missing_from(["标题"]) == ["正文"]


def test_a_running_number_is_no_key_and_a_name_is_no_title():
    rows = [{"序号": "1", "name": "张三", "c": "东门小区停水三天没人管"}]

    assert guess_mapping(["序号", "name", "c"], rows) == Mapping(text="c")


def test_reads_and_reactions_are_found_by_their_whole_name_alone():
    mapping = guess_mapping(
        ["标题", "正文", "阅读数", "转发数", "评论数", "点赞数", "最后回复时间"], []
    )

    assert (mapping.reads, mapping.reposts) == ("阅读数", "转发数")
    assert (mapping.comments, mapping.likes) == ("评论数", "点赞数")
    other = guess_mapping(["标题", "正文", "评论内容", "转发路径"], [])
    assert (other.comments, other.reposts) == (None, None)
