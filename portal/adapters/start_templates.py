"""The start templates on disk: ladders, a municipality to begin from, rules of contract versions."""

import copy
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from portal.domain.ladder.contract import ContractRules
from portal.domain.ladder.contract_review import review_contract

TEMPLATES = Path(__file__).parents[2] / "tenants" / "sjablonen"

STANDARD_RULES = "contractstandaard"
"""What a contract standard without rules of its own goes by: the national contract standard."""

EQUALLED = "gelijkgesteld met een feestdag"


def ladder_templates() -> dict[str, dict[str, Any]]:
    """Plain data of every ladder template by its code; the caller's own copy."""
    return copy.deepcopy(_ladders())


def municipality_template() -> dict[str, dict[str, Any]]:
    """Plain data of the sections that a new municipality begins with; the caller's own copy."""
    (template,) = _files("gemeente")
    return template


def contract_rules(standard: str) -> ContractRules:
    """The rules of a contract version (`Contract.standard`), pinned with the contract."""
    rules = _contracts()
    return rules.get(standard, rules[STANDARD_RULES])


def statutory_rates() -> list[tuple[date, int, str]]:
    """The statutory interest that is known here: from when, in basis points, and its source."""
    raw = tomllib.loads((TEMPLATES / "wettelijke-rente.toml").read_text("utf-8"))
    return [(row["vanaf"], row["basispunten"], row["bron"]) for row in raw["percentage"]]


def equalled_days() -> dict[date, str]:
    """The days that a royal decree made equal to a holiday, as far as known here, and why each counts.

    Algemene termijnenwet, art. 3 lid 3.
    """
    raw = tomllib.loads((TEMPLATES / "gelijkgestelde-dagen.toml").read_text("utf-8"))
    return {day: EQUALLED for decree in raw["besluit"] for day in decree["dagen"]}


@cache
def _ladders() -> dict[str, dict[str, Any]]:
    return {raw["code"]: raw for raw in _files("ladders")}


@cache
def _contracts() -> Mapping[str, ContractRules]:
    found = {}
    for raw in _files("overeenkomsten"):
        rules, findings = review_contract(raw)
        if findings:
            raise LookupError(f"{raw.get('code')}: {findings[0].sentence}")
        found[rules.code] = rules
    return found


def _files(folder: str) -> list[dict[str, Any]]:
    return [
        tomllib.loads(path.read_text("utf-8"))
        for path in sorted((TEMPLATES / folder).glob("*.toml"))
    ]
