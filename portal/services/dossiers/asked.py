"""Who was asked to sign along or to look along: what the words in `DossierWork.asked_of` say."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from portal.domain.ladder.demands import Need
from portal.domain.ladder.dossier import Fact, FactKind
from portal.domain.ladder.vocabulary import Role

SECOND = "tweede"
SECOND_NEED, SIGNER_NEED = "second_person", "co_signer:"


def token(what: str, account_id: UUID | str | None = None) -> str:
    """ "jurist:" for any lawyer, "tweede:<account>" for one person."""
    return f"{what}:{account_id or ''}"


def asked_token(fact: Fact) -> str:
    """Who has to be asked again when this signature falls away."""
    if fact.kind is FactKind.MEEGEKEKEN:
        return token(SECOND, fact.by)
    return token((fact.role or Role.JURIST).value, fact.by)


def asked_again(asked: Sequence[str], more: Iterable[str]) -> list[str]:
    """The same with those added, each once."""
    return list(dict.fromkeys([*asked, *more]))


def open_of(needs: Iterable[Need]) -> list[str]:
    """What still has to be given by somebody else: roles that sign along, and the second person."""
    found = []
    for need in needs:
        if need.met:
            continue
        if need.code == SECOND_NEED:
            found.append(SECOND)
        elif need.code.startswith(SIGNER_NEED):
            found.append(need.code.rpartition(":")[2])
    return found


def still_asked(asked: Sequence[str], needs: Iterable[Need]) -> list[str]:
    """Those whose signature or look is not there yet."""
    waiting = set(open_of(needs))
    return [one for one in asked if one.partition(":")[0] in waiting]


def waits_for_me(account_id: UUID, roles: Iterable[Role], *, may_look: bool) -> list[str]:
    """All words under which this person may have been asked."""
    whats = [role.value for role in roles]
    if may_look:
        whats.append(SECOND)
    return [word for what in whats for word in (token(what), token(what, account_id))]
