"""What an enterprise says it does not do, or does no more (明言不做), against what a scenario is named for."""

import numpy as np

from matcher.retrieval.base import Floats, Matrix
from matcher.retrieval.index import similarities

FULL_EXCESS = 0.35  # by how much of a name's weight what is disclaimed must exceed what is claimed to count in full
KEPT = 0.4  # what then remains: the words around it may still be a neighbouring trade's


def sincerity(named: Matrix, offers: Matrix, disclaimed: Matrix) -> Floats:
    """(n_scenarios, n_enterprises) in [KEPT, 1]: how far an enterprise's other words count for a scenario.

    `named` (n_scenarios, n_words) holds the share of each specific word in a scenario's name; `offers` and `disclaimed`
    (n_enterprises, n_words) how surely an enterprise says a word of itself, and which words it disclaims. A firm that
    writes "不做内镜清洗消毒" has told that it is not the one, whatever else it has in common with the scenario.
    """
    excess = similarities(named, disclaimed) - similarities(named, offers)
    found: Floats = 1.0 - (1.0 - KEPT) * np.clip(excess / FULL_EXCESS, 0.0, 1.0)
    return found


def disclaimed_columns(named: Matrix, disclaimed: Matrix) -> list[int]:
    """The columns of the words in one scenario's name (1, n_words) that one enterprise disclaims, ascending."""
    columns: list[int] = np.intersect1d(named.indices, disclaimed.indices).tolist()
    return columns
