"""Words as a plain search engine would cut them: no lexicon, no weights; what the engine is measured against."""

import unicodedata

from matcher.text.analyzer import jieba_tokenizer


def search_words(text: str) -> list[str]:
    """jieba's words for search (long ones with their parts) of the text in NFKC and lower case, repeats included.

    A word that holds no letter, digit or Han character is left out.
    """
    words = jieba_tokenizer().cut_for_search(unicodedata.normalize("NFKC", text).lower())
    return [word for word in words if any(char.isalnum() for char in word)]
