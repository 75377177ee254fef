"""`python -m tests.scenes.write_vectors`: computes the sentence vectors of the scenes, so that no test run has to."""

from matcher.datasets import load_vectors
from matcher.embedding.bundled import BundledEmbedder
from matcher.embedding.cache import MemoryStore, read_vectors, write_vectors
from matcher.embedding.passages import passage_keys, scenario_keys
from matcher.embedding.supply import VectorSupply
from tests.scenes.reading import HALVES, VECTORS, read_scenes

if __name__ == "__main__":
    supply = VectorSupply(load_vectors(), BundledEmbedder(), MemoryStore())
    supply.known.add(read_vectors(VECTORS) if VECTORS.exists() else {})
    scenes = [scene for half in HALVES for scene in read_scenes(half)]
    places = supply.known.places
    keys = [key for scene in scenes for firm in scene.firms for key in passage_keys(firm, places)]
    keys += [key for scene in scenes for key in scenario_keys(scene.need, places)]
    supply.compute(supply.known.missing(keys))
    write_vectors(VECTORS, supply.known.of(keys))
