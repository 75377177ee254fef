"""Settings of the service, read from the environment (MATCHER_…)."""

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from matcher import InvalidProfile
from matcher.errors import printable

_EXPECTED = {
    "writing": "可以是 local（只允许本机写入，默认）或 off（关闭写入）",
    "max_body_bytes": "应为不小于 1000 的整数，单位是字节",
}
CHECKOUT = Path(__file__).parent.parent


class Settings(BaseSettings):
    """Every setting has a default that works on one machine without any set-up."""

    model_config = SettingsConfigDict(env_prefix="MATCHER_", extra="ignore")

    home: Path = Field(
        default=(CHECKOUT if (CHECKOUT / "pyproject.toml").exists() else Path.cwd()) / "var",
        description="数据库与快照所在目录",
    )
    database_url: str = Field(default="", description="数据库地址，默认用 home 下的 SQLite")
    writing: Literal["local", "off"] = Field(default="local", description="谁可以写入：仅本机，或关闭")
    max_body_bytes: int = Field(default=2_000_000, ge=1_000, description="请求体上限，单位是字节")

    embedder: str = Field(
        default="auto", description="句向量模型：auto（装了自带模型就用）、none、bundled、内网接口地址或本地模型文件夹"
    )
    embedder_model: str = Field(default="", description="接口上的模型名称")
    embedder_key: SecretStr = Field(default=SecretStr(""), description="接口的密钥")
    embedder_need_prefix: str = Field(default="", description="加在场景文字前面的指令，部分模型需要")
    embedder_offer_prefix: str = Field(default="", description="加在企业文字前面的指令，部分模型需要")

    @cached_property
    def database(self) -> str:
        """URL of the database."""
        return self.database_url or f"sqlite:///{self.home / 'matcher.db'}"

    @property
    def snapshot(self) -> Path:
        """Folder of the fitted matchmaker."""
        return self.home / "snapshot"


def load_settings() -> Settings:
    """Settings from the environment; raises `InvalidProfile` naming each variable that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        raise InvalidProfile(dict(_named(found) for found in error.errors())) from error


def _named(found: ErrorDetails) -> tuple[str, str]:
    """The variable that is wrong, and what it may be."""
    name = str(found["loc"][0])
    typed = printable(str(found["input"]), 30)
    return f"MATCHER_{name.upper()}", f"“{typed}”不行，{_EXPECTED.get(name, '请检查')}"
