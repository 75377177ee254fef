"""`matcher data embed`: the sentence vectors that are shipped for catalogue, sample and its judgments."""

from matcher.cli.vectors import show_progress
from matcher.datasets import data_folder, load_catalogue, load_sample, load_vectors
from matcher.embedding.base import Key
from matcher.embedding.bundled import BundledEmbedder
from matcher.embedding.cache import MemoryStore, write_vectors
from matcher.embedding.passages import passage_keys, scenario_keys
from matcher.embedding.supply import VectorSupply
from matcher.evaluation.judgments import read_judged_set


def embed_shipped() -> None:
    """Compute what is missing, drop what nobody needs, and write the shipped vectors anew."""
    embedder, known, keys = BundledEmbedder(), load_vectors(), shipped_keys()
    if embedder.name != known.model:
        known = known.of_model(embedder.name)
    supply = VectorSupply(known, embedder, MemoryStore())
    supply.compute(known.missing(keys), show_progress)
    folder = data_folder() / "embedding"
    write_vectors(folder / "vectors.npz", known.of(keys))
    (folder / "model.txt").write_text(f"{embedder.name}\n", "utf-8")
    print(f"随附句向量 {len(known.of(keys))} 条（模型 {embedder.name}）")


def missing_shipped() -> int:
    """How many texts of the shipped data have no vector."""
    return len(load_vectors().missing(shipped_keys()))


def shipped_keys() -> list[Key]:
    """The texts of catalogue, sample and judgments."""
    catalogue, sample = load_catalogue(), load_sample()
    judged = read_judged_set(data_folder() / "sample" / "judgments", "dev", "scenario-to-enterprise")
    keys: list[Key] = []
    places = load_vectors().places
    for one in (*catalogue.enterprises, *sample.enterprises, *judged.enterprises):
        keys += passage_keys(one, places)
    for need in (*catalogue.scenarios, *sample.scenarios, *judged.scenarios):
        keys += scenario_keys(need, places)
    return list(dict.fromkeys(keys))
