"""The words of a plain search engine."""

from matcher.text.search_words import search_words


def test_long_words_come_with_their_parts_and_repeats_stay() -> None:
    assert search_words("小明硕士毕业于中国科学院计算所") == [
        "小明", "硕士", "毕业", "于", "中国", "科学", "学院", "科学院", "中国科学院", "计算", "计算所",
    ]  # fmt: skip
    assert search_words("氢能、氢能").count("氢能") == 2


def test_width_case_and_marks_make_no_difference() -> None:
    assert search_words("ＡＩ 平台！") == search_words("ai平台") == ["ai", "平台"]
    assert search_words("—，。 …\n") == []
