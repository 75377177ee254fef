"""How strongly a document says each of its terms."""

import math

from matcher.text.frequencies import term_strengths
from matcher.text.tokens import ALONE, Token


def said(term: str, clause: int = 0, weight: float = 1.0) -> Token:
    return Token(term, 0, 1, weight, clause)


def test_a_term_said_once_has_the_weight_of_its_field() -> None:
    assert term_strengths([([said("路口")], 0.9)]) == {"路口": 0.9}


def test_a_term_in_two_telling_clauses_is_damped_by_the_logarithm() -> None:
    tokens = [said("路口", 0), said("行人", 0), said("路口", 1), said("雷达", 1)]
    assert term_strengths([(tokens, 1.0)]) == {"路口": 1 + math.log(2), "行人": 1.0, "雷达": 1.0}


def test_a_repeated_sentence_adds_nothing() -> None:
    sentence = [said(term, clause) for clause in range(9) for term in ("路口", "行人")]
    assert term_strengths([(sentence, 1.0)]) == {"路口": 1.0, "行人": 1.0}


def test_a_term_alone_in_its_clauses_counts_once() -> None:
    assert term_strengths([([said("路口", ALONE) for _ in range(9)], 1.0)]) == {"路口": 1.0}


def test_a_keyword_alone_does_not_raise_what_it_weighs_beside_others() -> None:
    tokens = [said("雷达", weight=0.5), said("毫米波雷达"), said("雷达", ALONE)]
    assert term_strengths([(tokens, 1.0)]) == {"雷达": 0.5, "毫米波雷达": 1.0}


def test_the_same_clause_in_two_fields_counts_once_at_the_highest_weight() -> None:
    clause = [said("路口"), said("行人", weight=0.5)]
    assert term_strengths([(clause, 0.5), (clause, 1.0)]) == {"路口": 1.0, "行人": 0.5}


def test_two_fields_that_say_different_things_count_twice() -> None:
    strengths = term_strengths([([said("路口"), said("行人")], 0.5), ([said("路口"), said("雷达")], 1.0)])
    assert strengths["路口"] == 1.0 * (1 + math.log(2))


def test_no_field_gives_no_term() -> None:
    assert term_strengths([]) == {}
