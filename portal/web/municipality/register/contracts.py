"""The agreements of a municipality."""

from dataclasses import dataclass
from uuid import UUID

from flask import request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date
from portal.domain.configuration.domains import DOMAIN_CHOICES
from portal.domain.policies import Permission
from portal.queries.contracts import ContractFilter, ContractKey, ContractRow, Standing, contracts
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.chrome import Column, Link, Pager, Status, Tone
from portal.web.municipality.blueprint import blueprint
from portal.web.municipality.register.choices import Choices, Select
from portal.web.pages import show
from portal.web.state import today

STANDING_NAMES = {
    Standing.RUNNING: "Lopend",
    Standing.COMING: "Begint later",
    Standing.ENDED: "Afgelopen",
}
STANDING_TONES = {
    Standing.RUNNING: Tone.OK,
    Standing.COMING: Tone.INFO,
    Standing.ENDED: Tone.NEUTRAL,
}
DOMAIN_NAMES = {choice.value: choice.label for choice in DOMAIN_CHOICES}
COLUMNS = tuple(
    Column(label=label)
    for label in ("Aanbieder", "Overeenkomst", "Domein", "Looptijd", "Producten", "Stand")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractWords:
    """One agreement, in words."""

    provider: Link
    number: str
    domain: str
    period: str
    products: tuple[str, ...]
    standing: Status


@blueprint.get("/overeenkomsten")
@requires(Permission.SEE_CONTRACTS)
def contracts_page() -> WerkzeugResponse:
    """Running, coming and ended agreements, by name of the provider."""
    choices = Choices.read(
        request.args, stand=("", *Standing, "alle"), domein=("", *DOMAIN_NAMES), default="lopend"
    )
    standing = Standing(choices.stand) if choices.stand in list(Standing) else None
    rows, more = contracts(
        desk_session(),
        tenant_scope(),
        ContractFilter(standing=standing, domain=choices.domein, name=choices.zoek),
        today=today(),
        after=read_key(choices.na),
    )
    here = desk().membership.place
    address = url_for("municipality.contracts_page", gemeente=here)
    return show(
        "municipality/overeenkomsten.html",
        "Overeenkomsten",
        block="lijst",
        action=address,
        typed=choices.zoek,
        selects=(
            Select("stand", "Stand", choices.stand, (
                *((s.value, name) for s, name in STANDING_NAMES.items()), ("alle", "Alle"),
            )),
            Select("domein", "Domein", choices.domein, (("", "Alle"), *DOMAIN_NAMES.items())),
        ),
        columns=COLUMNS,
        rows=[contract_words(row, here) for row in rows],
        pager=Pager(
            previous_href=choices.href(address) if choices.na else "",
            next_href=choices.href(address, na=write_key(rows[-1])) if more else "",
        ),
    )  # fmt: skip


def contract_words(row: ContractRow, here: str) -> ContractWords:
    """One line of the list."""
    standing = row.standing(today())
    return ContractWords(
        provider=Link(
            row.provider_name,
            url_for("municipality.provider_page", gemeente=here, slug=row.provider_slug),
        ),
        number=row.number,
        domain=DOMAIN_NAMES[row.domain],
        period=f"{format_date(row.starts_on)} tot en met {format_date(row.ends_on)}",
        products=tuple(f"{name} ({code})" for code, name in sorted(row.products.items())),
        standing=Status(STANDING_NAMES[standing], STANDING_TONES[standing]),
    )


def write_key(row: ContractRow) -> str:
    return f"{row.provider_name}_{row.id}"


def read_key(written: str) -> ContractKey | None:
    """The place that `write_key` wrote; None for anything else."""
    name, _, id_ = written.rpartition("_")
    try:
        return ContractKey(name, UUID(id_)) if name else None
    except ValueError:
        return None
