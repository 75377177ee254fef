"""An enterprise submits its profile: checked, stored, and part of every later answer."""

import secrets
from collections.abc import Mapping
from typing import Any

from api.storage.base import Store, Stored
from matcher import Enterprise, InvalidProfile, from_json
from matcher.taxonomy import Taxonomy, unknown_codes

RESERVED_PREFIXES = ("示例-", "CQ2021-")
UNSAVED_ID, UNSAVED_NAME = "未保存", "未命名企业"


def submit_profile(store: Store, taxonomy: Taxonomy, record: Mapping[str, Any]) -> Stored[Enterprise]:
    """Store a new enterprise; without an id it gets one. Raises `InvalidProfile`, `AlreadyExists`."""
    enterprise = checked_enterprise(_with_defaults(record, id=f"E-{secrets.token_hex(6)}"), taxonomy)
    if enterprise.id.startswith(RESERVED_PREFIXES):
        raise InvalidProfile({"id": f"以{'、'.join(RESERVED_PREFIXES)}开头的编号留给内置数据，请换一个编号"})
    stored = store.enterprises.add(enterprise)
    store.commit()
    return stored


def unsaved_enterprise(record: Mapping[str, Any], taxonomy: Taxonomy) -> Enterprise:
    """A profile that is compared but not stored; it needs neither id nor name."""
    return checked_enterprise(_with_defaults(record, id=UNSAVED_ID, name=UNSAVED_NAME), taxonomy)


def checked_enterprise(record: Mapping[str, Any], taxonomy: Taxonomy) -> Enterprise:
    """An enterprise whose codes exist; raises `InvalidProfile` naming every field that is wrong."""
    enterprise = from_json(Enterprise, record)
    if problems := unknown_codes(enterprise, taxonomy):
        raise InvalidProfile(problems)
    return enterprise


def _with_defaults(record: Mapping[str, Any], **defaults: str) -> dict[str, Any]:
    given = {name: value for name, value in record.items() if value not in (None, "")}
    return {**defaults, **given}
