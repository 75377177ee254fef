"""The state of the service."""

from pydantic import BaseModel, Field


class Health(BaseModel):
    """进程在运行."""

    status: str = Field(examples=["ok"])


class Readiness(BaseModel):
    """能够回答问题，以及手上有什么."""

    status: str = Field(examples=["ready"])
    revision: int
    enterprises: int
    scenarios: int
