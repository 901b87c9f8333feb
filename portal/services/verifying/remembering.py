"""Keeps how a verification ended, for the operator's page and the doctor."""

from sqlalchemy import Engine, insert

from portal.adapters.database import unit_of_work
from portal.domain.scopes import WorkerScope
from portal.models.evidence import VerificationRun
from portal.services.verifying.findings import Verification


def remember(engine: Engine, result: Verification, *, with_files: bool) -> None:
    """Keep the figures of one time; what was found stands on the terminal alone."""
    with unit_of_work(engine, WorkerScope()) as session:
        session.execute(
            # Inline: this role reads nothing back, not even the id.
            insert(VerificationRun)
            .inline()
            .values(
                entries=sum(chain.entries for chain in result.chains),
                rows=result.rows,
                files=result.files,
                flaws=sum(chain.flaw_count for chain in result.chains) + len(result.elsewhere),
                with_files=with_files,
            )
        )
