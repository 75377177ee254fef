"""The things the engine compares: enterprises and application scenarios, as immutable values.

A field that is not known holds its empty value ("", (), None); empty means unknown, never "no".
"""

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

from matcher.amounts import Amount

NAME_CHARS, LINE_CHARS, TEXT_CHARS = 200, 2_000, 20_000
ILLUSTRATIVE_PREFIX = "示例-"
ILLUSTRATIVE_MARK, EDITORIAL_MARK = "示例", "含编者整理"
COOPERATION_MODES = ("采购", "揭榜挂帅", "联合研发", "试点验证", "投资", "运营")
Need = Literal["must", "nice"]
NEED_LABEL = "must（必须）或 nice（期望），默认 must"


def _marks(is_illustrative: bool, editorial: tuple[str, ...]) -> tuple[str, ...]:
    if is_illustrative:
        return (ILLUSTRATIVE_MARK,)
    return (EDITORIAL_MARK,) if editorial else ()


class Identified(Protocol):
    """Anything with an id (编号) and a name."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


def _text(label: str, max_chars: int = NAME_CHARS, default: str = "") -> str:
    value: str = dataclasses.field(default=default, metadata={"label": label, "max_chars": max_chars})
    return value


def _name(label: str) -> str:
    value: str = dataclasses.field(metadata={"label": label, "max_chars": NAME_CHARS})
    return value


def _label(label: str) -> dict[str, str]:
    return {"label": label}


def _list(label: str) -> tuple[Any, ...]:
    value: tuple[Any, ...] = dataclasses.field(default=(), metadata=_label(label))
    return value


@dataclass(frozen=True)
class Qualification:
    """资质: a certificate an enterprise holds; it expires, so it has dates instead of a yes or no."""

    type: str = _name("资质类型")
    level: str = _text("等级")
    number: str = _text("证书编号")
    valid_from: date | None = dataclasses.field(default=None, metadata=_label("生效日期"))
    valid_until: date | None = dataclasses.field(default=None, metadata=_label("有效期截止日"))

    @property
    def title(self) -> str:
        """Type and level as they were given: CMMI3."""
        return f"{self.type}{self.level}"

    def is_valid(self, on: date) -> bool | None:
        """Whether it is in force on that day; None where no end is known."""
        if self.valid_from is not None and on < self.valid_from:
            return False
        return None if self.valid_until is None else on <= self.valid_until


@dataclass(frozen=True)
class Product:
    """产品."""

    name: str = _name("产品名称")
    field: str = _text("应用领域", LINE_CHARS)
    technology_source: str = _text("技术来源", LINE_CHARS)
    figures: str = _text("主要指标", LINE_CHARS)
    advantage: str = _text("优势", LINE_CHARS)
    maturity: str = _text("成熟度")


@dataclass(frozen=True)
class Case:
    """案例: a project that the enterprise has delivered; the client may be anonymous."""

    name: str = _name("案例名称")
    client: str = _text("客户")
    place: str = _text("地点")
    year: int | None = dataclasses.field(default=None, metadata=_label("完成年份"))
    size_wan: float | None = dataclasses.field(default=None, metadata=_label("金额（万元）"))
    effect: str = _text("成效", LINE_CHARS)


@dataclass(frozen=True)
class IntellectualProperty:
    """知识产权."""

    kind: str = _name("知识产权类型")
    name: str = _name("知识产权名称")
    number: str = _text("授权号")
    granted_on: date | None = dataclasses.field(default=None, metadata=_label("授权日期"))
    obtained: str = _text("取得方式")


@dataclass(frozen=True)
class RiskNote:
    """风险提示: a warning shown on every list; it never changes a rank."""

    text: str = dataclasses.field(metadata={"label": "风险内容", "max_chars": LINE_CHARS})
    source: str = _text("来源")
    noted_on: date | None = dataclasses.field(default=None, metadata=_label("记录日期"))


@dataclass(frozen=True)
class Enterprise:
    """企业. Amounts in 万元; `industry_codes` are GB/T 4754-2017, the first one is the main one."""

    id: str = _name("编号")
    name: str = _name("企业名称")
    short_names: tuple[str, ...] = _list("简称")
    former_names: tuple[str, ...] = _list("曾用名")
    credit_code: str = _text("统一社会信用代码")
    founded_on: date | None = dataclasses.field(default=None, metadata=_label("成立日期"))
    registration_type: str = _text("登记类型")
    registration_status: str = _text("登记状态")
    registered_capital_wan: float | None = dataclasses.field(default=None, metadata=_label("注册资本（万元）"))
    paid_in_capital_wan: float | None = dataclasses.field(default=None, metadata=_label("实缴资本（万元）"))
    industry_codes: tuple[str, ...] = _list("行业代码（GB/T 4754-2017），第一个为主行业")
    size: str = _text("规模")
    headcount: int | None = dataclasses.field(default=None, metadata=_label("人数"))
    revenue_band: str = _text("营收区间，如 2000-5000万元")
    district: str = _text("注册地，不影响得分")
    address: str = _text("地址", LINE_CHARS)
    listed_code: str = _text("上市代码")
    qualifications: tuple[Qualification, ...] = _list("持有的资质")
    capability: str = _text("能力介绍", TEXT_CHARS)
    products: tuple[Product, ...] = _list("产品")
    cases: tuple[Case, ...] = _list("已完成的案例")
    intellectual_property: tuple[IntellectualProperty, ...] = _list("知识产权")
    business_scope: str = _text("经营范围", TEXT_CHARS)
    cooperation_modes: tuple[str, ...] = _list(f"合作方式，可多选：{'、'.join(COOPERATION_MODES)}")
    service_areas: tuple[str, ...] = _list("服务区域，如 重庆、全国、海外")
    risk_notes: tuple[RiskNote, ...] = _list("风险提示，只提醒，不影响名次")
    tracks: tuple[str, ...] = _list("路演赛道")
    confirmed_on: date | None = dataclasses.field(default=None, metadata=_label("最近核实日期"))
    source: str = _text("来源", LINE_CHARS)
    editorial: tuple[str, ...] = _list("由编者补写的字段名")

    @property
    def is_illustrative(self) -> bool:
        """示例: made up to show the product, not a real firm."""
        return self.id.startswith(ILLUSTRATIVE_PREFIX)

    @property
    def marks(self) -> tuple[str, ...]:
        """What has to be said wherever the name shows."""
        return _marks(self.is_illustrative, self.editorial)


@dataclass(frozen=True)
class Requirement:
    """需求条目: one thing a scenario asks for, must (必须) or nice (期望)."""

    text: str = dataclasses.field(metadata={"label": "需求内容", "max_chars": LINE_CHARS})
    need: Need = dataclasses.field(default="must", metadata=_label(NEED_LABEL))

    @property
    def weight(self) -> float:
        """What it counts among the requirements of a scenario: a must twice a nice."""
        return 1.0 if self.need == "must" else 0.5


@dataclass(frozen=True)
class RequiredQualification:
    """资质要求: must excludes firms without it, nice only raises the score."""

    type: str = _name("资质类型")
    level: str = _text("最低等级")
    need: Need = dataclasses.field(default="must", metadata=_label(NEED_LABEL))

    @property
    def title(self) -> str:
        """Type and lowest level: CMMI3."""
        return f"{self.type}{self.level}"


@dataclass(frozen=True)
class ScenarioProject:
    """场景项目: what a list publishes; it holds one or more scenarios."""

    id: str = _name("编号")
    name: str = _name("项目名称")
    category: str = _text("场景大类")
    district: str = _text("片区")
    responsible_unit: str = _text("责任单位")
    investment: Amount | None = dataclasses.field(default=None, metadata=_label("投资额"))
    period: str = _text("建设周期")
    carrier: str = _text("载体")
    batch: str = _text("批次")
    published_on: date | None = dataclasses.field(default=None, metadata=_label("公布日期"))
    source: str = _text("来源", LINE_CHARS)
    editorial: tuple[str, ...] = _list("由编者补写的字段名")

    @property
    def is_illustrative(self) -> bool:
        """示例: made up to show the product, not published by anybody."""
        return self.id.startswith(ILLUSTRATIVE_PREFIX)

    @property
    def marks(self) -> tuple[str, ...]:
        """What has to be said wherever the name shows."""
        return _marks(self.is_illustrative, self.editorial)


@dataclass(frozen=True)
class Scenario:
    """具体场景: a need that an enterprise can answer."""

    id: str = _name("编号")
    name: str = _name("场景名称")
    project_id: str = _text("所属项目")
    field: str = _text("领域")
    tier: str = _text("层级")
    list_type: str = _text("清单类型")
    background: str = _text("背景", TEXT_CHARS)
    pain_points: str = _text("痛点", TEXT_CHARS)
    requirements: tuple[Requirement, ...] = _list("需求条目")
    target_figures: tuple[str, ...] = _list("目标指标")
    site_and_data: str = _text("可提供的场地与数据", TEXT_CHARS)
    cooperation_modes: tuple[str, ...] = _list(f"合作方式，可多选：{'、'.join(COOPERATION_MODES)}")
    budget: Amount | None = dataclasses.field(default=None, metadata=_label("预算；没有定下时写“待定”"))
    first_use: bool | None = dataclasses.field(default=None, metadata=_label("是否首试首用"))
    required_qualifications: tuple[RequiredQualification, ...] = _list("资质要求")
    excluded_sizes: tuple[str, ...] = _list("不面向的企业规模")
    industry_codes: tuple[str, ...] = _list("适配的行业代码（GB/T 4754-2017）")
    district: str = _text("片区")
    responsible_unit: str = _text("责任单位")
    open_from: date | None = dataclasses.field(default=None, metadata=_label("征集开始日"))
    open_until: date | None = dataclasses.field(default=None, metadata=_label("征集截止日"))
    status: str = _text("状态")
    source: str = _text("来源", LINE_CHARS)
    editorial: tuple[str, ...] = _list("由编者补写的字段名")

    @property
    def is_illustrative(self) -> bool:
        """示例: made up to show the product, not published by anybody."""
        return self.id.startswith(ILLUSTRATIVE_PREFIX)

    @property
    def marks(self) -> tuple[str, ...]:
        """What has to be said wherever the name shows."""
        return _marks(self.is_illustrative, self.editorial)
