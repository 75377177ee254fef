"""init: a database at once, the same one the second time, and one clear line where there can be none."""

import re
import resource
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from matcher import load_catalogue, load_sample
from tests.cli.conftest import Run


def rows(home: Path, table: str) -> int:
    with closing(sqlite3.connect(home / "matcher.db")) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def revision(home: Path) -> str:
    with closing(sqlite3.connect(home / "matcher.db")) as connection:
        return str(connection.execute("SELECT value FROM settings WHERE name = 'revision'").fetchone()[0])


def test_init_builds_the_database_and_loads_catalogue_and_sample(command: Run, home: Path) -> None:
    done = command("init")
    data = load_catalogue() + load_sample()
    total = len(data.enterprises) + len(data.projects) + len(data.scenarios)
    assert (done.code, done.err) == (0, "")
    assert f"写入 {total} 条" in done.out
    assert rows(home, "enterprises") == len(data.enterprises)
    assert rows(home, "projects") == len(data.projects)
    assert rows(home, "scenarios") == len(data.scenarios)


def test_init_a_second_time_changes_nothing(command: Run, home: Path) -> None:
    command("init")
    before = revision(home)
    done = command("init")
    assert "写入 0 条" in done.out and done.code == 0
    assert revision(home) == before


def test_init_a_second_time_keeps_what_was_added(command: Run, home: Path) -> None:
    command("init", "--empty")
    with closing(sqlite3.connect(home / "matcher.db")) as connection, connection:
        connection.execute(
            "INSERT INTO enterprises (id, name, revision, document) VALUES ('N1', '某公司', 1000, '{}')",
        )
    before = rows(home, "enterprises")
    command("init", "--empty")
    assert rows(home, "enterprises") == before


def test_init_empty_loads_no_illustrative_data(command: Run, home: Path) -> None:
    assert command("init", "--empty").code == 0
    assert rows(home, "enterprises") == len(load_catalogue().enterprises)
    with closing(sqlite3.connect(home / "matcher.db")) as connection:
        for table in ("enterprises", "projects", "scenarios"):
            found = connection.execute(f"SELECT id FROM {table} WHERE id LIKE '示例-%'").fetchall()
            assert found == []


def test_the_installed_command_makes_its_home_folder(process: Run, tmp_path: Path) -> None:
    deep = tmp_path / "有 空格" / "深" / "home"
    assert process("init", env={"MATCHER_HOME": str(deep)}).code == 0
    assert rows(deep, "enterprises") > 100


def test_a_file_in_the_place_of_the_home_folder_is_one_line(command: Run, home: Path) -> None:
    home.write_text("")
    complaint = command("init").complaint()
    assert str(home) in complaint
    assert "File exists" not in complaint, "not in Chinese"


@pytest.mark.parametrize("folder", ["/sys/matcher", "/proc/matcher", "/dev/full/matcher"])
def test_a_home_folder_that_cannot_be_made_is_one_line(
    command: Run, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    monkeypatch.setenv("MATCHER_HOME", folder)
    assert folder in command("init").complaint()


def test_a_disk_that_fills_up_is_one_line_and_a_second_try_works(process: Run, home: Path) -> None:
    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    complaint = process("init", preexec_fn=small_files).complaint()
    assert "没有写入" in complaint or "建不起来" in complaint
    assert process("init").code == 0
    assert rows(home, "enterprises") > 100


def test_a_file_that_is_no_database_is_one_line_and_left_alone(command: Run, home: Path) -> None:
    home.mkdir()
    (home / "matcher.db").write_bytes(b"letters of a friend" * 100)
    complaint = command("init").complaint()
    assert "损坏" in complaint or "不是数据库" in complaint, complaint
    assert (home / "matcher.db").read_bytes() == b"letters of a friend" * 100


def test_a_setting_with_a_wrong_word_is_told_the_words_there_are(command: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_WRITING", "maybe")
    assert command("init").complaint() == (
        "MATCHER_WRITING：“maybe”不行，可以是 local（只允许本机写入，默认）或 off（关闭写入）"
    )
    monkeypatch.setenv("MATCHER_WRITING", "off")
    monkeypatch.setenv("MATCHER_MAX_BODY_BYTES", "5MB")
    assert command("init").complaint() == "MATCHER_MAX_BODY_BYTES：“5MB”不行，应为不小于 1000 的整数，单位是字节"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MATCHER_DATABASE_URL", "nonsense"),
        ("MATCHER_DATABASE_URL", "mysql://a@b/c"),
        ("MATCHER_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none"),
        ("MATCHER_DATABASE_URL", "postgresql+psycopg://nobody:secret@127.0.0.1:1/none"),
        ("MATCHER_MAX_BODY_BYTES", "abc"),
        ("MATCHER_MAX_BODY_BYTES", "1"),
        ("MATCHER_WRITING", "everybody"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_line(
    command: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    complaint = command("init").complaint()
    assert "secret" not in complaint
    assert re.search("[\u4e00-\u9fff]", complaint)
    if name != "MATCHER_DATABASE_URL" or "1/none" not in value:
        assert name in complaint
