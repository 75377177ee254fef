"""Sentence vectors (句向量): what a whole passage means, beside the words it uses."""
