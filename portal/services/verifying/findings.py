"""What verification found."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

# More are counted, not kept: a chain that is wrong everywhere must not fill the memory.
KEPT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Something that is not as it was recorded.

    `seq` is the number in the municipality's chain, None where no number is concerned; `code`
    is stable, `what` names the thing, `why` is a sentence.
    """

    tenant_id: UUID | None
    seq: int | None
    code: str
    what: str
    why: str


@dataclass(slots=True)
class ChainResult:
    """One municipality's chain, and all that hangs on it."""

    tenant_id: UUID
    slug: str
    name: str
    entries: int = 0
    heads: int = 0
    flaws: list[Flaw] = field(default_factory=list)
    flaw_count: int = 0

    def add(self, flaws: Iterable[Flaw]) -> None:
        """Keep what was found, the earliest first."""
        for flaw in flaws:
            self.flaw_count += 1
            self.flaws.append(flaw)
            self.flaws.sort(key=_by_number)
            del self.flaws[KEPT:]

    @property
    def first(self) -> Flaw | None:
        """The first bad entry of the chain."""
        return self.flaws[0] if self.flaws else None


@dataclass(slots=True)
class Verification:
    """All chains, and what was found that belongs to none of them."""

    chains: list[ChainResult]
    elsewhere: list[Flaw] = field(default_factory=list)
    rows: int = 0
    files: int = 0

    @property
    def is_sound(self) -> bool:
        """Nothing was found."""
        return not self.elsewhere and not any(chain.flaws for chain in self.chains)

    @property
    def flaws(self) -> list[Flaw]:
        """Everything that was found and kept."""
        return [*(flaw for chain in self.chains for flaw in chain.flaws), *self.elsewhere]

    def add(self, flaws: Iterable[Flaw]) -> None:
        """File each flaw under its chain."""
        by_tenant = {chain.tenant_id: chain for chain in self.chains}
        for flaw in flaws:
            chain = by_tenant.get(flaw.tenant_id) if flaw.tenant_id else None
            if chain is not None:
                chain.add([flaw])
            elif len(self.elsewhere) < KEPT:
                self.elsewhere.append(flaw)


def _by_number(flaw: Flaw) -> tuple[bool, int]:
    return flaw.seq is None, flaw.seq or 0
