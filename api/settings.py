"""Settings of the service, read from the environment (MATCHER_…)."""

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from matcher import InvalidProfile

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
    max_body_bytes: int = Field(default=2_000_000, ge=1_000)

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
        names = {f"MATCHER_{str(found['loc'][0]).upper()}": "取值不对，请检查" for found in error.errors()}
        raise InvalidProfile(names) from error
