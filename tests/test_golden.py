"""What officers see first for each of the sample's 70 scenarios changes only when somebody has read the change."""

import json

from tests.golden.shortlists import FILE, shortlists


def test_the_first_five_and_their_reasons_are_those_that_were_read() -> None:
    accepted = json.loads(FILE.read_text("utf-8"))
    found = shortlists()
    assert len(accepted) == 70
    changed = [(old, new) for new, old in zip(found, accepted, strict=True) if new != old]
    assert changed == [], "请执行 python -m tests.golden.shortlists，并像懂行的人那样读一遍变化"
