"""Contracts of providers with one municipality: look, add, let end."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.contracts import ContractTerms
from portal.domain.errors import Finding, RuleBroken
from portal.domain.policies import Permission
from portal.domain.scopes import TenantId
from portal.queries.region import OrganisationRow, municipalities, municipality_at, provider_at
from portal.queries.region_contracts import contract_at, contract_book, contracts_of
from portal.services.contracting import add_contract, end_contract
from portal.web.access import desk, desk_session, requires
from portal.web.binding import bind, forget_kept, judge
from portal.web.chrome import Link, Tile
from portal.web.pages import say, show
from portal.web.region.blueprint import blueprint, inside, region_scope
from portal.web.region.forms import CONTRACT_END, contract
from portal.web.region.presenters import CONTRACT_COLUMNS, contract_line
from portal.web.state import today


@blueprint.get("/overeenkomsten")
@requires(Permission.REGION_MANAGE)
def contracts() -> WerkzeugResponse:
    """Choose a municipality, or bring in a file."""
    tiles = [
        Tile(
            title=f"Gemeente {town.name}",
            href=url_for(".contracts_of_municipality", gemeente=town.slug),
        )
        for town in municipalities(desk_session(), region_scope())
    ]
    return show(
        "region/overeenkomsten.html",
        "Overeenkomsten",
        lead="Een aanbieder kan alleen indienen bij gemeenten en voor producten waarvoor zijn "
        "overeenkomst loopt.",
        tiles=tiles,
        bring_in=Link("Overeenkomsten inlezen", url_for(".import_contracts")),
    )


@blueprint.get("/gemeenten/<gemeente>/overeenkomsten")
@requires(Permission.REGION_MANAGE)
def contracts_of_municipality(gemeente: str) -> WerkzeugResponse:
    """The contracts of one municipality, of all providers or of one."""
    town = municipality_at(desk_session(), region_scope(), gemeente)
    slug = request.args.get("aanbieder", "")
    only = provider_at(desk_session(), region_scope(), slug) if slug else None
    with inside(_tenant(town)) as (session, scope):
        rows = contracts_of(session, scope, provider=slug)
    add = ""
    if only:
        add = url_for(".new_contract", gemeente=gemeente, aanbieder=slug)
    return show(
        "region/overeenkomsten_gemeente.html",
        f"Overeenkomsten van gemeente {town.name}",
        lead=f"Alleen die van {only.name}." if only else "",
        crumbs=_crumbs(),
        rows=[
            contract_line(
                row,
                today(),
                end_href=url_for(".end_of_contract", gemeente=gemeente, overeenkomst=row.id),
            )
            for row in rows
        ],
        columns=CONTRACT_COLUMNS,
        all_href=url_for(".contracts_of_municipality", gemeente=gemeente) if only else "",
        add=Link("Overeenkomst toevoegen", add) if add else None,
        choose=None if only else Link("Kies een aanbieder", url_for(".organisations")),
    )


@blueprint.route(
    "/gemeenten/<gemeente>/overeenkomsten/<aanbieder>/toevoegen", methods=["GET", "POST"]
)
@requires(Permission.REGION_MANAGE)
def new_contract(gemeente: str, aanbieder: str) -> WerkzeugResponse:
    """A new contract of one provider with one municipality."""
    town = municipality_at(desk_session(), region_scope(), gemeente)
    found = provider_at(desk_session(), region_scope(), aanbieder)
    book = contract_book(desk_session(), region_scope())
    bound = bind(contract(book))
    if request.method == "POST" and bound.is_good:
        terms = _terms(bound.answers, gemeente, aanbieder)
        try:
            with inside(_tenant(town)) as (session, scope):
                findings = add_contract(session, scope, desk().actor, terms)
        except RuleBroken as refused:
            bound.refuse(refused)
        else:
            if not findings:
                forget_kept()
                say(f"Overeenkomst {terms.number} van {found.name} staat vast.")
                return redirect(_list(gemeente, aanbieder), 303)
            bound = judge(bound.form, bound.answers, [_at(f, terms.domain) for f in findings])
    return show(
        "region/formulier.html",
        "Overeenkomst toevoegen",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        kicker=f"{found.name}, gemeente {town.name}",
        crumbs=(*_crumbs(), Link(f"Gemeente {town.name}", _list(gemeente))),
        form=bound.form,
        action=request.path,
        button="Overeenkomst vastleggen",
        cancel=Link("Annuleren", url_for(".provider", aanbieder=aanbieder)),
    )


@blueprint.route(
    "/gemeenten/<gemeente>/overeenkomsten/<uuid:overeenkomst>/beeindigen", methods=["GET", "POST"]
)
@requires(Permission.REGION_MANAGE)
def end_of_contract(gemeente: str, overeenkomst: UUID) -> WerkzeugResponse:
    """Let a contract end earlier than it would."""
    town = municipality_at(desk_session(), region_scope(), gemeente)
    with inside(_tenant(town)) as (session, scope):
        row = contract_at(session, scope, overeenkomst)
    bound = bind(CONTRACT_END)
    if request.method == "POST" and bound.is_good:
        try:
            with inside(_tenant(town)) as (session, scope):
                end_contract(
                    session,
                    scope,
                    desk().actor,
                    contract_id=overeenkomst,
                    last_on=date.fromisoformat(bound.answers["laatste_dag"]),
                    reason=bound.answers["reden"],
                    today=today(),
                )
        except RuleBroken as refused:
            bound.refuse(refused)
        else:
            forget_kept()
            say(f"De laatste dag van overeenkomst {row.terms.number} is vastgelegd.")
            return redirect(_list(gemeente, row.terms.provider), 303)
    line = contract_line(row, today(), end_href="")
    return show(
        "region/formulier.html",
        f"Overeenkomst {row.terms.number} laten eindigen",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        kicker=f"{row.provider_name}, gemeente {town.name}",
        lead=f"Nu van {line.period}.",
        crumbs=(*_crumbs(), Link(f"Gemeente {town.name}", _list(gemeente))),
        form=bound.form,
        action=request.path,
        button="Laatste dag vastleggen",
        cancel=Link("Annuleren", _list(gemeente, row.terms.provider)),
    )


def _tenant(town: OrganisationRow) -> TenantId:
    return TenantId(town.id)


def _crumbs() -> tuple[Link, ...]:
    return (Link("Overeenkomsten", url_for(".contracts")),)


def _list(gemeente: str, aanbieder: str | None = None) -> str:
    return url_for(".contracts_of_municipality", gemeente=gemeente, aanbieder=aanbieder)


def _terms(answers: Mapping[str, Any], gemeente: str, aanbieder: str) -> ContractTerms:
    domain = answers["domein"]
    return ContractTerms(
        municipality=gemeente,
        provider=aanbieder,
        domain=domain,
        number=answers["nummer"],
        standard=answers[f"versie_{domain}"],
        starts_on=date.fromisoformat(answers["van"]),
        ends_on=date.fromisoformat(answers["tot_en_met"]),
        products=frozenset(answers[f"producten_{domain}"]),
    )


def _at(finding: Finding, domain: str) -> Finding:
    """Version and products are asked per domain."""
    if finding.path in ("versie", "producten"):
        return replace(finding, path=f"{finding.path}_{domain}")
    return finding
