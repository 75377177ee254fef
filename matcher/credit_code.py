"""统一社会信用代码 (unified social credit code), GB 32100-2015.

18 characters: registration department and category (2), administrative division (6), subject (9), check character (1).
A valid code is well-formed; it does not prove that the firm exists.
"""

import re
import unicodedata

from matcher.errors import InvalidProfile

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE = re.compile(r"[1-9ANY][1-9A-HJ-NP-RTUWXY][0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}")


def compact(code: str) -> str:
    """Full-width to half-width, upper case, spaces and hyphens removed."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", code)).upper()


def check_character(body: str) -> str:
    """Check character of the first 17 characters: (31 - sum(value * 3^i mod 31)) mod 31, GB 32100-2015 clause 4.6."""
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(body[:17]))
    return ALPHABET[(31 - total % 31) % 31]


def validate(code: str) -> str:
    """The compact code, or `InvalidProfile` saying what is wrong."""
    plain = compact(code)
    if len(plain) != 18:
        raise InvalidProfile({"credit_code": f"统一社会信用代码应为 18 位，现为 {len(plain)} 位"})
    if not _SHAPE.fullmatch(plain):
        raise InvalidProfile({"credit_code": "统一社会信用代码含有不允许的字符（不使用字母 I、O、S、V、Z）或位次不对"})
    if check_character(plain) != plain[17]:
        raise InvalidProfile({"credit_code": "统一社会信用代码的校验位不符，请核对是否抄错"})
    return plain


def is_valid(code: str) -> bool:
    """Whether the code is well-formed (格式有效)."""
    try:
        validate(code)
    except InvalidProfile:
        return False
    return True
