"""登记套话: a registered scope (经营范围) that stands inside another text. It lists whatever a firm may ever do."""

import re

_RUN = re.compile(
    r"(?:(?:一般|许可)(?:经营)?项目|经营范围(?:包括|涵盖|为)?)\s*[:：](?:[^。\n]|。(?=\s*(?:(?:一般|许可)(?:经营)?项目)\s*[:：]))*"
    r"|经营范围(?:包括|涵盖|为)[^。\n]*"
)
_CLAUSE = re.compile(r"[。\s]*[(（][^()（）]{0,40}(?:依法|批准|营业执照|经营活动)[^()（）]*[)）]")


def without_registration(text: str) -> str:
    """The text with every registered scope blanked; as long as before, so that places in it stay true."""
    parts: list[str] = []
    place = 0
    for found in _RUN.finditer(text):
        if found.start() < place:
            continue
        end = found.end()
        while clause := _CLAUSE.match(text, end):
            end = clause.end()
        parts += [text[place : found.start()], "。", " " * (end - found.start() - 1)]
        place = end
    return "".join((*parts, text[place:]))
