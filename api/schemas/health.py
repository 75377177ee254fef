"""The state of the service."""

from pydantic import BaseModel, Field


class Health(BaseModel):
    """进程在运行。"""

    status: str = Field(description="状态，总是 ok", examples=["ok"])


class Readiness(BaseModel):
    """能够回答问题，以及手上有什么。"""

    status: str = Field(description="状态，总是 ready；不能回答时返回 503", examples=["ready"])
    revision: int = Field(description="当前修订号")
    enterprises: int = Field(description="已载入的企业数")
    scenarios: int = Field(description="已载入的具体场景数")
