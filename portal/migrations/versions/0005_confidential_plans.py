"""A plan that a confidential dossier asked for is for the people named in it

It is a delivery like another one, with the dossier's title as its subject: on the work list, in
the search and in the insight of the region it told everybody what the dossier keeps to a few.
"""

from alembic import op

from portal.migrations.walls import GRANTED, GRANTED_EACH, OWN_TENANT

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OF_OPEN_DOSSIER = "(for_dossier_id IS NULL OR EXISTS (SELECT 1 FROM dossier o WHERE o.id = delivery.for_dossier_id))"
ORDINARY = "confidentiality = 'gewoon'"


def upgrade() -> None:
    _see("delivery", "portal_staff", f"{OWN_TENANT} AND {OF_OPEN_DOSSIER}")
    _see("delivery", "portal_region", f"{GRANTED_EACH} AND {OF_OPEN_DOSSIER}")
    # Deliveries are read of several municipalities at once; so are the dossiers behind them.
    _see("dossier", "portal_region", f"{GRANTED_EACH} AND {ORDINARY}")


def downgrade() -> None:
    _see("delivery", "portal_staff", OWN_TENANT)
    _see("delivery", "portal_region", GRANTED_EACH)
    _see("dossier", "portal_region", f"{GRANTED} AND {ORDINARY}")


def _see(table: str, role: str, seen: str) -> None:
    """Who may see a row; who may write one stays as it was."""
    op.execute(f"ALTER POLICY {role}_wall ON {table} USING ({seen})")
