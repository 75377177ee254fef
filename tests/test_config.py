"""Weights and parameters, and what a broken file says."""

import math
import re
from pathlib import Path

import pytest

from matcher import DamagedData, from_toml, load_config
from matcher.datasets import data_folder

SHIPPED = (data_folder() / "config" / "default.toml").read_text("utf-8")


def edited(tmp_path: Path, setting: str, value: str) -> Path:
    """The shipped file with one setting changed."""
    text, count = re.subn(rf"(?m)^{setting} = [^#\n]*", f"{setting} = {value} ", SHIPPED)
    assert count
    return written(tmp_path, text.encode())


def written(tmp_path: Path, content: bytes) -> Path:
    file = tmp_path / "own.toml"
    file.write_bytes(content)
    return file


def damage(file: Path) -> DamagedData:
    with pytest.raises(DamagedData) as caught:
        from_toml(file)
    assert caught.value.file == str(file)
    return caught.value


def test_the_shipped_weights_keep_the_law_of_the_score() -> None:
    config = load_config()
    assert config.bias + math.fsum(config.weights.values()) <= 1
    assert config.weights.keys() == config.neutral.keys()
    assert 0 < config.medium < config.strong < 1
    assert config.half_raw > 0
    assert re.fullmatch(r"\d{4}\.\d+-\d+", config.version)


def test_a_setting_of_the_file_is_read(tmp_path: Path) -> None:
    assert from_toml(edited(tmp_path, "half_raw", "0.75")).half_raw == 0.75
    assert from_toml(edited(tmp_path, "prior_documents", "0")).prior_documents == 0


@pytest.mark.parametrize(
    ("setting", "value", "reason"),
    [
        ("bias", "1.0", "之和超过 1"),
        ("bias", "-0.5", "bias 应为不小于 0 的有限数，现为 -0.5"),
        ("bias", "nan", "bias 应为不小于 0 的有限数"),
        ("half_raw", "inf", "half_raw 应为不小于 0 的有限数"),
        ("half_raw", "true", "half_raw 应为不小于 0 的有限数"),
        ("half_raw", '"0.3"', "half_raw 应为不小于 0 的有限数"),
        ("length_slope", "1.5", "length_slope 应在 0 与 1 之间，现为 1.5"),
        ("strong", "0.1", "medium 的门槛高于 strong"),
        ("medium", "2", "medium 应在 0 与 1 之间"),
        ("text_similarity", "1.01", "weights.text_similarity 应在 0 与 1 之间"),
        ("capability", "-1", "enterprise_fields.capability 应为不小于 0"),
        ("background", '"viel"', "scenario_fields.background 应为不小于 0"),
    ],
)
def test_a_value_that_would_break_the_score_is_refused(tmp_path: Path, setting: str, value: str, reason: str) -> None:
    assert reason in damage(edited(tmp_path, setting, value)).reason


def test_a_half_of_nothing_is_refused_because_0_by_0_is_no_score(tmp_path: Path) -> None:
    assert "half_raw" in damage(edited(tmp_path, "half_raw", "0")).reason


@pytest.mark.parametrize("setting", ["version", "bias", "half_raw", "strong"])
def test_a_missing_setting_is_named(tmp_path: Path, setting: str) -> None:
    text = re.sub(rf"(?m)^{setting} = .*$", "", SHIPPED)
    assert damage(written(tmp_path, text.encode())).reason == f"缺少设置 '{setting}'"


def test_a_weight_without_a_neutral_value_is_refused(tmp_path: Path) -> None:
    text = SHIPPED.replace("[weights]", "[weights]\nnews = 0.0", 1)
    assert "信号名称不一致" in damage(written(tmp_path, text.encode())).reason


@pytest.mark.parametrize("section", ["weights", "neutral", "text", "bands", "enterprise_fields"])
def test_a_section_that_is_no_table_is_refused(tmp_path: Path, section: str) -> None:
    text = f"{section} = 3\n" + SHIPPED.replace(f"[{section}]", f"[was_{section}]")
    damage(written(tmp_path, text.encode()))


def test_broken_toml_is_named_with_line_and_column(tmp_path: Path) -> None:
    found = damage(written(tmp_path, b'version = "1"\nbias = = 0\n'))
    assert (found.line, found.column) == (2, 8)


def test_a_file_that_ends_too_early_is_damaged(tmp_path: Path) -> None:
    found = damage(written(tmp_path, b'bias = 0\nversion = "1'))
    assert (found.line, found.reason) == (2, "不是完整的 TOML，请检查这里的引号、括号和等号")


def test_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    found = damage(written(tmp_path, b'version = "1"\n# \xff'))
    assert found.reason == "不是 UTF-8 编码，请另存为 UTF-8"
    assert (found.line, found.column) == (2, 1)


@pytest.mark.parametrize("value", ["9" * 5_000, "9" * 400, "[" * 100_000])
def test_a_number_or_a_nesting_that_nobody_can_hold_is_damage_too(tmp_path: Path, value: str) -> None:
    assert "过" in damage(edited(tmp_path, "half_raw", value)).reason


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    damage(tmp_path / "none.toml")
