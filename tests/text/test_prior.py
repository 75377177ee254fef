"""How rare words are in Chinese at large."""

from importlib import resources

from matcher.text.prior import MEDIAN_RARITY, rarities


def written() -> dict[str, float]:
    lines = resources.files("jieba").joinpath("analyse/idf.txt").read_text("utf-8").splitlines()
    return {line.split(" ")[0]: float(line.split(" ")[1]) for line in lines if line}


def test_the_commonest_word_is_0_and_the_rarest_1() -> None:
    table = written()
    common, rare = min(table, key=lambda word: table[word]), max(table, key=lambda word: table[word])
    assert rarities([common, rare]) == [0.0, 1.0]


def test_a_word_stands_where_its_idf_stands_between_the_two() -> None:
    table = written()
    low, high = min(table.values()), max(table.values())
    assert rarities(["技术"]) == [(table["技术"] - low) / (high - low)]


def test_an_unknown_word_is_as_rare_as_the_middle_of_the_table() -> None:
    table = written()
    low, high = min(table.values()), max(table.values())
    assert rarities(["没有这个词啊"]) == [MEDIAN_RARITY]
    middle = (sorted(table.values())[len(table) // 2] - low) / (high - low)
    assert abs(middle - MEDIAN_RARITY) < 0.001


def test_no_word_gives_no_rarity() -> None:
    assert rarities([]) == []
