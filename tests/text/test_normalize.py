"""One spelling for one text, and the way back to what was written."""

import pytest

from matcher.text.normalize import normalize


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("車路協同", "车路协同"),
        ("乾燥後臺", "干燥后台"),
        ("㈱路侧", "(株)路侧"),
        ("ﬁ", "fi"),
        ("ｶﾞ", "ガ"),
        ("e\u0301t", "ét"),
        ("İ", "i"),
        ("路 侧\u3000单\n元", "路侧单元"),
        ("cloud \t  native", "cloud native"),
        ("路 v2x 口", "路v2x口"),
        ("车\u200b路\u00ad协\u0007同", "车路协同"),
        ("  ", ""),
        ("", ""),
    ],
)
def test_width_script_spacing_and_invisible_characters_do_not_matter(written: str, plain: str) -> None:
    assert normalize(written).text == plain


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("路口路口路口", "路口"),
        ("路口、路口、路口、路口、", "路口、"),
        ("rsu rsu rsu rsu", "rsu rsu"),
        ("路口路口", "路口路口"),
        ("111111", "111111"),
        ("202520252025", "202520252025"),
    ],
)
def test_a_word_written_three_times_in_a_row_counts_once_and_numbers_stay(written: str, plain: str) -> None:
    assert normalize(written).text == plain


@pytest.mark.parametrize(
    ("written", "term", "original"),
    [
        ("甲㈱與Ｔ－Ｂｏｘ", "t-box", "Ｔ－Ｂｏｘ"),
        ("㈱", "株", "㈱"),
        ("智慧 路側\u200b單元", "路侧单元", "路側\u200b單元"),
        ("用ｶﾞラス", "ガ", "ｶﾞ"),
        ("caf\u00e9 cafe\u0301", "café", "café"),
        ("路口路口路口改造", "改造", "改造"),
    ],
)
def test_a_span_of_the_plain_text_leads_back_to_the_written_words(written: str, term: str, original: str) -> None:
    plain = normalize(written)
    place = plain.text.index(term)
    start, end = plain.original_span(place, place + len(term))
    assert written[start:end] == original


def test_every_plain_character_has_its_place_in_the_original() -> None:
    written = "㈱重慶  Ｔ－Ｂｏｘ e\u0301 ½ 路口路口路口"
    plain = normalize(written)
    assert len(plain.text) == len(plain.starts) == len(plain.ends)
    assert all(start < end <= len(written) for start, end in zip(plain.starts, plain.ends, strict=True))
    assert list(plain.starts) == sorted(plain.starts)


def test_characters_that_only_compose_across_clusters_point_at_the_whole_text() -> None:
    written = "न\u093c路"  # U+0928 U+093C composes to U+0929, outside the clusters that are followed
    plain = normalize(written)
    assert plain.text == "\u0929路"
    assert plain.original_span(0, 1) == (0, 3)
