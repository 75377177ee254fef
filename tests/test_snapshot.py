"""A fitted matchmaker on disk: opened as it was, or refused."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from matcher import (
    DamagedSnapshot,
    Dataset,
    Matchmaker,
    load_config,
    load_lexicon,
    load_taxonomy,
    open_snapshot,
    ranking_json,
    save_snapshot,
    snapshot,
)
from matcher.config import Config
from matcher.entities import Enterprise
from matcher.text.lexicon import Lexicon
from tests.conftest import DAY, tiny_data


@pytest.fixture(scope="module")
def saved(tiny_city: Matchmaker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("snapshots") / "city"
    save_snapshot(tiny_city, folder, revision=7)
    return folder


@pytest.fixture
def copy(saved: Path, tmp_path: Path) -> Path:
    """A snapshot of the tiny city that a test may damage."""
    return shutil.copytree(saved, tmp_path / "city")


def current(folder: Path) -> Path:
    """The subfolder that holds the current snapshot."""
    return folder / (folder / "current").read_text("utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in current(folder).iterdir()}


def reseal(folder: Path, **changes: object) -> None:
    """Change the manifest as somebody would who also knows how it is sealed."""
    file = current(folder) / "manifest.json"
    manifest = {**json.loads(file.read_text("utf-8"))["manifest"], **changes}
    seal = hashlib.sha256(json.dumps(manifest, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    file.write_text(json.dumps({"manifest": manifest, "sha256": seal}), "utf-8")


def opened(
    folder: Path, lexicon: Lexicon | None = None, config: Config | None = None, origin: str = ""
) -> tuple[Matchmaker, int]:
    return open_snapshot(folder, load_taxonomy(), lexicon or load_lexicon(), config or load_config(), origin)


def refused(folder: Path) -> str:
    with pytest.raises(DamagedSnapshot) as caught:
        opened(folder)
    assert Path(caught.value.folder) == folder or Path(caught.value.folder).parent == folder
    return caught.value.reason


def answers(matchmaker: Matchmaker) -> list[object]:
    columns = [ranking_json(matchmaker.shortlist(id, DAY, k=None)) for id in sorted(matchmaker.scenarios)]
    rows = [ranking_json(matchmaker.recommend(id, DAY, k=None)) for id in sorted(matchmaker.enterprises)]
    return columns + rows


def test_an_opened_snapshot_gives_the_same_answers(saved: Path, tiny_city: Matchmaker) -> None:
    matchmaker, revision = opened(saved)
    assert revision == 7
    assert matchmaker.enterprises == tiny_city.enterprises
    assert matchmaker.scenarios == tiny_city.scenarios
    assert answers(matchmaker) == answers(tiny_city)


def test_an_opened_snapshot_compares_entities_that_are_not_held(saved: Path, tiny_city: Matchmaker) -> None:
    stranger = Enterprise(id="X", name="路侧", capability="路侧单元与毫米波雷达")
    assert opened(saved)[0].recommend(stranger, DAY) == tiny_city.recommend(stranger, DAY)


def test_an_opened_snapshot_can_be_changed(saved: Path) -> None:
    matchmaker = opened(saved)[0]
    new = Enterprise(id="F0", name="新", capability="加氢站")
    matchmaker.put_enterprise(new)
    matchmaker.remove_scenario("S5")
    data = tiny_data()
    fresh = Matchmaker.from_data(replace(data, enterprises=(*data.enterprises, new), scenarios=data.scenarios[:-1]))
    assert answers(matchmaker) == answers(fresh)


def test_the_same_matchmaker_gives_the_same_bytes(saved: Path, tiny_city: Matchmaker, tmp_path: Path) -> None:
    save_snapshot(tiny_city, tmp_path / "again", revision=7)
    assert contents(tmp_path / "again") == contents(saved)


def test_a_folder_holds_one_subfolder_and_the_file_that_names_it_once_the_others_are_old(copy: Path) -> None:
    for revision in (8, 9):
        os.utime(current(copy), (0, 0))
        save_snapshot(Matchmaker.from_data(), copy, revision)
        assert sorted(copy.iterdir()) == [copy / "current", current(copy)]
        assert current(copy).name.startswith("snapshot-")


def test_a_snapshot_of_another_store_is_refused(tmp_path: Path) -> None:
    save_snapshot(Matchmaker.from_data(), tmp_path, revision=3, origin="store-1")
    assert opened(tmp_path, origin="store-1")[1] == 3
    for origin in ("", "store-2"):
        with pytest.raises(DamagedSnapshot, match="由另一个数据库生成，需要重建"):
            opened(tmp_path, origin=origin)


@pytest.mark.parametrize("data", [Dataset(), replace(tiny_data(), scenarios=()), replace(tiny_data(), enterprises=())])
def test_a_market_with_an_empty_side_can_be_saved(tmp_path: Path, data: Dataset) -> None:
    matchmaker = Matchmaker.from_data(data)
    save_snapshot(matchmaker, tmp_path / "city")
    assert answers(opened(tmp_path / "city")[0]) == answers(matchmaker)


def change_one_byte(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("damage", [change_one_byte, Path.unlink])
def test_every_single_file_that_is_altered_or_gone_is_noticed(copy: Path, damage: Callable[[Path], None]) -> None:
    for file in [copy / "current", *sorted(current(copy).iterdir())]:
        content = file.read_bytes()
        damage(file)
        assert refused(copy), file.name
        file.write_bytes(content)
    assert opened(copy)[1] == 7


def test_an_added_file_is_noticed(copy: Path) -> None:
    (current(copy) / "more.npy").write_bytes(b"")
    assert refused(copy) == "文件不齐或多余：more.npy"


def test_a_missing_file_is_named(copy: Path) -> None:
    (current(copy) / "has_cases.npy").unlink()
    assert refused(copy) == "文件不齐或多余：has_cases.npy"


def test_an_altered_file_is_named(copy: Path) -> None:
    change_one_byte(current(copy) / "words.json")
    assert refused(copy) == "words.json 的校验和不符"


@pytest.mark.parametrize("name", [b"", b"..", b"snapshot-", b"snapshot-a/../..", b"/etc", b"other"])
def test_a_pointer_to_anything_but_a_snapshot_is_refused(copy: Path, name: bytes) -> None:
    (copy / "current").write_bytes(name)
    assert refused(copy) == "指向快照的文件内容不对"


def test_a_pointer_that_cannot_be_read_or_leads_nowhere_is_refused(copy: Path) -> None:
    (copy / "current").write_bytes(b"\xff")
    assert refused(copy).startswith("还没有快照")
    (copy / "current").write_text("snapshot-gone", "utf-8")
    assert refused(copy).startswith("清单无法读取")


def test_another_revision_in_the_manifest_is_noticed(copy: Path) -> None:
    file = current(copy) / "manifest.json"
    file.write_text(file.read_text("utf-8").replace('"revision": 7', '"revision": 8'), "utf-8")
    assert refused(copy) == "清单的校验和不符"


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"\xff", b'{"manifest": {}}', b'{"manifest": [], "sha256": 5}', b"5", b"[" * 100_000]
)
def test_a_manifest_that_is_none_is_refused(copy: Path, content: bytes) -> None:
    (current(copy) / "manifest.json").write_bytes(content)
    assert refused(copy).startswith("清单")


@pytest.mark.parametrize("revision", ["sieben", None, [7]])
def test_a_manifest_without_a_revision_is_refused(copy: Path, revision: object) -> None:
    reseal(copy, revision=revision)
    assert refused(copy).startswith("清单无法读取")


@pytest.mark.parametrize("sums", [[], {}, 5, None])
def test_a_manifest_without_checksums_is_refused(copy: Path, sums: object) -> None:
    reseal(copy, sha256=sums)
    assert refused(copy)


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "none").startswith("还没有快照")
    assert refused(tmp_path).startswith("还没有快照")


def test_a_snapshot_that_is_removed_while_it_is_read_is_refused(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another worker may save a newer one between the check and the reading."""

    def remove_first(*parts: object) -> Matchmaker:
        shutil.rmtree(current(copy))
        return Matchmaker(*parts)

    monkeypatch.setattr(snapshot, "Matchmaker", remove_first)
    assert refused(copy) == "内容无法读取（FileNotFoundError）"


def test_an_entity_that_no_reader_accepts_makes_the_snapshot_unusable(tmp_path: Path) -> None:
    save_snapshot(Matchmaker.from_data(Dataset((Enterprise(id="a b", name="甲"),))), tmp_path)
    assert refused(tmp_path) == "内容无法读取（InvalidProfile）"


def test_another_lexicon_other_weights_or_another_engine_are_refused(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lexicon, config = load_lexicon(), load_config()
    others = [
        (replace(lexicon, terms=(*lexicon.terms, "新词")), config),
        (replace(lexicon, generic_words=lexicon.generic_words[1:]), config),
        (lexicon, replace(config, bigram_share=0.5)),
        (lexicon, replace(config, version="own")),
    ]
    for other in others:
        with pytest.raises(DamagedSnapshot, match="另一版本"):
            opened(saved, *other)
    for name, value in (("ENGINE_VERSION", "99"), ("FORMAT", 99)):
        with monkeypatch.context() as patched:
            patched.setattr(snapshot, name, value)
            assert "另一版本" in refused(saved)
    assert opened(saved)[1] == 7


def test_a_new_snapshot_takes_the_place_of_the_old(copy: Path) -> None:
    save_snapshot(Matchmaker.from_data(), copy, revision=8)
    matchmaker, revision = opened(copy)
    assert (dict(matchmaker.enterprises), revision) == ({}, 8)
    assert [path.name for path in copy.parent.iterdir()] == ["city"]


def test_a_failing_write_leaves_the_old_one_and_nothing_else(copy: Path, tiny_city: Matchmaker) -> None:
    before = sorted(copy.rglob("*"))
    unwritable = Matchmaker.from_data(Dataset((Enterprise(id="X", name="\ud800"),)))
    with pytest.raises(UnicodeEncodeError):
        save_snapshot(unwritable, copy, revision=8)
    matchmaker, revision = opened(copy)
    assert (answers(matchmaker), revision) == (answers(tiny_city), 7)
    assert sorted(copy.rglob("*")) == before


def test_a_failing_move_leaves_the_old_one_and_nothing_else(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(copy.rglob("*"))

    def fail(path: Path, target: Path) -> Path:
        assert target == copy / "current"
        raise OSError("the disk went away")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", fail)
        with pytest.raises(OSError, match="the disk went away"):
            save_snapshot(Matchmaker.from_data(), copy, revision=8)
    assert opened(copy)[1] == 7
    assert sorted(copy.rglob("*")) == before
