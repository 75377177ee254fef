"""统一社会信用代码 by GB 32100-2015, cross-checked with codes made by hand."""

import pytest

from matcher import InvalidProfile
from matcher.credit_code import ALPHABET, check_character, compact, is_valid, validate

# Weights 3^i mod 31 of the 17 places, worked out by hand.
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
# sum = 9*1 + 1*3 + 5*9 + 0 + 0 + 0 + 0 + 1*17 = 74; 74 mod 31 = 12; 31 - 12 = 19; place 19 of the alphabet is K.
MADE = "91500001000000000K"


def test_the_alphabet_has_31_characters_without_i_o_s_v_z() -> None:
    assert len(set(ALPHABET)) == 31
    assert not set("IOSVZ") & set(ALPHABET)
    assert "".join(sorted(ALPHABET)) == ALPHABET


def test_the_check_character_is_the_one_worked_out_by_hand() -> None:
    assert (9 * 1 + 1 * 3 + 5 * 9 + 1 * 17) % 31 == 12
    assert ALPHABET[31 - 12] == check_character(MADE[:17]) == "K"
    assert validate(MADE) == MADE


def test_a_sum_that_31_divides_gives_the_character_0() -> None:
    assert 9 * 1 + 1 * 3 + 5 * 9 + 8 * 20 == 7 * 31
    assert check_character("91500000800000000") == "0"
    assert is_valid("915000008000000000")


@pytest.mark.parametrize("place", range(17))
def test_every_place_has_its_weight(place: int) -> None:
    body = "0" * place + "1" + "0" * (16 - place)
    assert check_character(body) == ALPHABET[31 - WEIGHTS[place]]


def test_full_width_spaces_hyphens_and_lower_case_are_forgiven() -> None:
    assert compact("91500001-0000 0000 0k") == MADE
    assert validate("９１５０００010000000\t00k") == MADE


@pytest.mark.parametrize("place", range(18))
def test_one_wrong_character_is_noticed_at_every_place(place: int) -> None:
    other = "2" if MADE[place] != "2" else "3"
    assert is_valid(MADE)
    assert not is_valid(MADE[:place] + other + MADE[place + 1 :])


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("", "应为 18 位，现为 0 位"),
        (MADE[:17], "应为 18 位，现为 17 位"),
        (MADE + "0", "应为 18 位，现为 19 位"),
        ("I" + MADE[1:], "不允许的字符"),
        ("0" + MADE[1:], "不允许的字符"),
        (MADE[:2] + "A" + MADE[3:], "不允许的字符"),
        (MADE[:17] + "Z", "不允许的字符"),
        (MADE[:17] + "汉", "不允许的字符"),
        (MADE[:17] + "L", "校验位不符"),
    ],
)
def test_a_wrong_code_says_what_is_wrong(code: str, reason: str) -> None:
    with pytest.raises(InvalidProfile) as caught:
        validate(code)
    assert list(caught.value.problems) == ["credit_code"]
    assert reason in caught.value.problems["credit_code"]


def test_digits_of_another_script_are_refused_not_a_crash() -> None:
    with pytest.raises(InvalidProfile, match="不允许的字符"):
        validate(MADE[:2] + "\u0665" + MADE[3:])  # ARABIC-INDIC DIGIT FIVE
