"""An enterprise submits its profile: checked, stored, and part of every later answer."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from api.storage.base import Store, Stored
from matcher import Enterprise, InvalidProfile, MatcherError, from_json
from matcher.entity_check import is_placeholder, unreadable_fields
from matcher.errors import printable
from matcher.taxonomy import Taxonomy

RESERVED_PREFIXES = ("示例-", "CQ2021-")
UNSAVED_ID, UNSAVED_NAME = "未保存", "未命名企业"


class SameName(MatcherError):
    """An enterprise of that name is there, and nothing says that another one is meant."""

    def __init__(self, held: Enterprise) -> None:
        ways = "请填写不同的统一社会信用代码，或自定编号（id）" if held.credit_code else "请自定编号（id）"
        super().__init__(f"同名企业“{printable(held.name)}”已存在（编号 {held.id}）；如确为另一家，{ways}")


def submit_profile(store: Store, taxonomy: Taxonomy, record: Mapping[str, Any]) -> Stored[Enterprise]:
    """Store a new enterprise; without an id it gets one, unless the firm is there already.

    Raises `InvalidProfile`, `AlreadyExists`, and without an id `SameName`.
    """
    given = _given(record)
    enterprise = _checked(from_json(Enterprise, {"id": f"E-{secrets.token_hex(6)}", **given}), taxonomy)
    if enterprise.id.startswith(RESERVED_PREFIXES):
        raise InvalidProfile({"id": f"以{'、'.join(RESERVED_PREFIXES)}开头的编号留给内置数据，请换一个编号"})
    stored = store.enterprises.add(enterprise)  # before looking, so that of two at the same time the second one sees
    if "id" not in given:
        _require_new(store, enterprise)
    store.commit()
    return stored


def unsaved_enterprise(record: Mapping[str, Any], taxonomy: Taxonomy) -> Enterprise:
    """A profile that is compared but not stored; it needs neither id nor name, and a placeholder for one is none."""
    enterprise = from_json(Enterprise, {"id": UNSAVED_ID, "name": UNSAVED_NAME, **_given(record)})
    if is_placeholder(enterprise.name):
        enterprise = replace(enterprise, name="")  # its words would be compared
    return _checked(enterprise, taxonomy)


def _checked(enterprise: Enterprise, taxonomy: Taxonomy) -> Enterprise:
    if problems := unreadable_fields(enterprise, taxonomy):
        raise InvalidProfile(problems)
    return enterprise


def _require_new(store: Store, enterprise: Enterprise) -> None:
    for row in store.enterprises.named(enterprise.name):
        codes = {row.entity.credit_code, enterprise.credit_code}
        if row.entity.id != enterprise.id and ("" in codes or len(codes) == 1):
            raise SameName(row.entity)


def _given(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value not in (None, "")}
