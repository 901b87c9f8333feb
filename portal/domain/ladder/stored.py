"""A dossier's state as plain JSON values, and back.

The ladder and the contract are not in it: a dossier is pinned to versions that are kept apart.
Charges of other dossiers, the calendar, the termijnenwet and the words of letters are looked up
each time.
"""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from portal.domain.ladder.dossier import DossierState

R = TypeVar("R")

LOOKED_UP = frozenset({"ladder", "contract", "charges", "calendar", "termijnenwet", "words"})


def store_state(state: DossierState) -> dict[str, Any]:
    """What happened in the dossier, fit for JSONB."""
    return {
        field.name: as_json(getattr(state, field.name))
        for field in fields(state)
        if field.name not in LOOKED_UP
    }


def restore_state(stored: Mapping[str, Any], **looked_up: Any) -> DossierState:
    """The state that `store_state` described, with what is looked up handed in."""
    hints = _hints(DossierState)
    kept = {
        name: from_json(hints[name], value)
        for name, value in stored.items()
        if name in hints and name not in LOOKED_UP
    }
    return DossierState(**kept, **looked_up)


def as_json(value: Any) -> Any:
    """Records as objects, tuples as lists, days as ISO text, decimals and words as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    return value


def from_json(of: Any, stored: Any) -> Any:
    """The value of type `of` that `as_json` wrote. Raises on anything else: it is our own data."""
    origin = get_origin(of)
    if origin in (Union, types.UnionType):
        if stored is None:
            return None
        return from_json(next(arg for arg in get_args(of) if arg is not type(None)), stored)
    if origin is tuple:
        return tuple(from_json(get_args(of)[0], item) for item in stored)
    if origin is not None and issubclass(origin, Mapping):
        return {key: from_json(get_args(of)[1], item) for key, item in stored.items()}
    if is_dataclass(of) and isinstance(of, type):
        return record_from_json(of, stored)
    if isinstance(of, type) and issubclass(of, Enum):
        return of(stored)
    if of is date:
        return date.fromisoformat(stored)
    if of is Decimal:
        return Decimal(stored)
    return stored


def record_from_json(of: type[R], stored: Mapping[str, Any]) -> R:
    """A record; a field that is not stored (an older row) keeps its default."""
    hints = _hints(of)
    return of(**{name: from_json(hints[name], stored[name]) for name in hints if name in stored})


_KNOWN: dict[Any, dict[str, Any]] = {}


def _hints(of: Any) -> dict[str, Any]:
    if of not in _KNOWN:
        known = get_type_hints(of)
        _KNOWN[of] = {field.name: known[field.name] for field in fields(of)}
    return _KNOWN[of]
