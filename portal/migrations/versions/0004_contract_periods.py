"""A product of a provider runs in one contract of a municipality at a time

Whoever writes contracts looks first; this holds when two of them look at the same moment, and for
whoever does not look. The extension is PostgreSQL's own and "trusted": the owner of a database may
create it without being superuser.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.execute(
        "ALTER TABLE contract_product ADD CONSTRAINT ex_contract_product_period EXCLUDE USING gist"
        " (tenant_id WITH =, provider_id WITH =, product_code WITH =,"
        " daterange(starts_on, ends_on, '[]') WITH &&)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE contract_product DROP CONSTRAINT ex_contract_product_period")
    op.execute("DROP EXTENSION btree_gist")
