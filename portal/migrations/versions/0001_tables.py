"""All tables, and the one function that tells the legal time"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Only the owner can replace it (the demo's loader and the tests do); `portal doctor` checks.
    op.execute(
        "CREATE FUNCTION legal_now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()'"
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("slug", sa.String(), nullable=True),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("slug", name=op.f("uq_account_slug")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("story_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "interest_rate",
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("basis_points", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("from_on", name=op.f("pk_interest_rate")),
    )
    op.create_table(
        "provider",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kvk", sa.String(), nullable=False),
        sa.Column("agb", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("visiting_address", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("postal_address", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("contact", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("agb ~ '^[0-9]{8}$'", name=op.f("ck_provider_agb")),
        sa.CheckConstraint("kvk ~ '^[0-9]{8}$'", name=op.f("ck_provider_kvk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider")),
        sa.UniqueConstraint("kvk", name=op.f("uq_provider_kvk")),
        sa.UniqueConstraint("slug", name=op.f("uq_provider_slug")),
    )
    op.create_table(
        "region",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("slug", name=op.f("uq_region_slug")),
    )
    op.create_table(
        "throttle",
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("failures", sa.Double(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_throttle")),
    )
    op.create_table(
        "verification_run",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column(
            "ended_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("files", sa.BigInteger(), nullable=False),
        sa.Column("flaws", sa.Integer(), nullable=False),
        sa.Column("with_files", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_run")),
    )
    op.create_table(
        "contract_standard",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_contract_standard_region_id")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_contract_standard")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("rendered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_document_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint(
            "provider_id", "kind", "object_id", name=op.f("uq_document_provider_id_kind_object_id")
        ),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("form", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("completes_id", sa.Uuid(), nullable=True),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_draft_created_by")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_draft_provider_id")
        ),
        sa.ForeignKeyConstraint(["updated_by"], ["account.id"], name=op.f("fk_draft_updated_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("provider_id", "key", name=op.f("uq_draft_provider_id_key")),
    )
    op.create_table(
        "kept_form",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_kept_form_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
    )
    op.create_index("ix_kept_form_expires_at", "kept_form", ["expires_at"], unique=False)
    op.create_table(
        "login_link",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_login_link_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_link_token_hash")),
    )
    op.create_index(op.f("ix_login_link_account_id"), "login_link", ["account_id"], unique=False)
    op.create_table(
        "product",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_product_region_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_product")),
    )
    op.create_table(
        "tenant",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_tenant_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenant")),
        sa.UniqueConstraint("slug", name=op.f("uq_tenant_slug")),
    )
    op.create_table(
        "web_session",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("renew", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=True),
        sa.Column("previous_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_web_session_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_web_session_previous_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_web_session_token_hash")),
    )
    op.create_index(op.f("ix_web_session_account_id"), "web_session", ["account_id"], unique=False)
    op.create_table(
        "admin_change",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("legal_now()"), nullable=False
        ),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=True),
        sa.Column("provider_id", sa.Uuid(), nullable=True),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_admin_change_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_admin_change_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_admin_change_region_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_admin_change_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_change")),
    )
    op.create_index(
        op.f("ix_admin_change_provider_id"), "admin_change", ["provider_id"], unique=False
    )
    op.create_index("ix_admin_change_subject", "admin_change", ["subject", "id"], unique=False)
    op.create_index(op.f("ix_admin_change_tenant_id"), "admin_change", ["tenant_id"], unique=False)
    op.create_table(
        "contract",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("standard", sa.String(), nullable=False),
        sa.Column("ladder", sa.String(), nullable=True),
        sa.CheckConstraint("domain IN ('wmo', 'jeugd')", name=op.f("ck_contract_domain")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_contract_period")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_contract_provider_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_contract_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_contract_tenant_id_id")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_contract_tenant_id_number")),
        sa.UniqueConstraint(
            "tenant_id",
            "provider_id",
            "id",
            "starts_on",
            "ends_on",
            name=op.f("uq_contract_tenant_id_provider_id_id_starts_on_ends_on"),
        ),
        sa.UniqueConstraint(
            "tenant_id", "provider_id", "id", name=op.f("uq_contract_tenant_id_provider_id_id")
        ),
    )
    op.create_index(op.f("ix_contract_provider_id"), "contract", ["provider_id"], unique=False)
    op.create_table(
        "desk_member",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("absent", sa.Boolean(), server_default="false", nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_desk_member_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_desk_member_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "desk", "account_id", name=op.f("pk_desk_member")),
    )
    op.create_table(
        "dossier_counter",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_dossier_counter_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "year", name=op.f("pk_dossier_counter")),
    )
    op.create_table(
        "head_signature",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("entry_hash", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_head_signature_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "seq", name=op.f("pk_head_signature")),
    )
    op.create_table(
        "ladder_version",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("ladder", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), server_default="concept", nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("based_on", sa.String(), nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_by_name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_name", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_by_name", sa.String(), nullable=True),
        sa.Column("proposed_from", sa.Date(), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_by_name", sa.String(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("single_reason", sa.String(), server_default="", nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('gepubliceerd', 'ingetrokken')) = (published_at IS NOT NULL)",
            name=op.f("ck_ladder_version_published"),
        ),
        sa.CheckConstraint(
            "published_by IS NULL OR published_by <> proposed_by OR single_reason <> ''",
            name=op.f("ck_ladder_version_four_eyes"),
        ),
        sa.CheckConstraint(
            "state <> 'gepubliceerd' OR in_force_from IS NOT NULL",
            name=op.f("ck_ladder_version_in_force"),
        ),
        sa.CheckConstraint(
            "state IN ('concept', 'voorgelegd', 'gepubliceerd', 'ingetrokken', 'vervallen')",
            name=op.f("ck_ladder_version_state"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_ladder_version_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["account.id"], name=op.f("fk_ladder_version_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["account.id"], name=op.f("fk_ladder_version_published_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_ladder_version_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder_version")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_ladder_version_tenant_id_id")),
        sa.UniqueConstraint(
            "tenant_id", "ladder", "number", name=op.f("uq_ladder_version_tenant_id_ladder_number")
        ),
    )
    op.create_index(
        "uq_ladder_version_one_draft",
        "ladder_version",
        ["tenant_id", "ladder"],
        unique=True,
        postgresql_where=sa.text("state IN ('concept', 'voorgelegd')"),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("prev_hash", sa.String(), nullable=False),
        sa.Column("entry_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_ledger_entry_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "seq", name=op.f("pk_ledger_entry")),
    )
    op.create_table(
        "ledger_head",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("entry_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_ledger_head_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_ledger_head")),
    )
    op.create_table(
        "mandate",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("account_name", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_name", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_mandate_account_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_mandate_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=True),
        sa.Column("provider_id", sa.Uuid(), nullable=True),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "\n    (side = 'aanbieder' AND provider_id IS NOT NULL AND tenant_id IS NULL AND region_id IS NULL)\n OR (side = 'gemeente' AND tenant_id IS NOT NULL AND provider_id IS NULL AND region_id IS NULL)\n OR (side = 'regio' AND region_id IS NOT NULL AND provider_id IS NULL AND tenant_id IS NULL)\n OR (side = 'platform' AND region_id IS NULL AND provider_id IS NULL AND tenant_id IS NULL)\n",
            name=op.f("ck_membership_side_target"),
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on - 1", name=op.f("ck_membership_period")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_membership_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["account.id"], name=op.f("fk_membership_granted_by")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_membership_provider_id")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_membership_region_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_membership_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_account_id"), "membership", ["account_id"], unique=False)
    op.create_index(op.f("ix_membership_provider_id"), "membership", ["provider_id"], unique=False)
    op.create_index(op.f("ix_membership_tenant_id"), "membership", ["tenant_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("effect_key", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=True),
        sa.Column("provider_id", sa.Uuid(), nullable=True),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.String(), server_default="wacht", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "available_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.Uuid(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'klaar') = (done_at IS NOT NULL)", name=op.f("ck_outbox_done")
        ),
        sa.CheckConstraint("state IN ('wacht', 'klaar', 'dood')", name=op.f("ck_outbox_state")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_outbox_provider_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_outbox_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_outbox_effect_key")),
    )
    op.create_index(
        "ix_outbox_dead", "outbox", ["id"], unique=False, postgresql_where=sa.text("state = 'dood'")
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["available_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'wacht'"),
    )
    op.create_index(op.f("ix_outbox_provider_id"), "outbox", ["provider_id"], unique=False)
    op.create_index(op.f("ix_outbox_tenant_id"), "outbox", ["tenant_id"], unique=False)
    op.create_table(
        "region_grant",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("may_write", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_region_grant_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["account.id"], name=op.f("fk_region_grant_granted_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_region_grant_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_grant")),
        sa.UniqueConstraint(
            "tenant_id",
            "account_id",
            "from_on",
            name=op.f("uq_region_grant_tenant_id_account_id_from_on"),
        ),
    )
    op.create_index(
        op.f("ix_region_grant_account_id"), "region_grant", ["account_id"], unique=False
    )
    op.create_table(
        "setting_version",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("summary", sa.String(), server_default="", nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_setting_version_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_setting_version_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_version")),
        sa.UniqueConstraint(
            "tenant_id",
            "section",
            "version",
            name=op.f("uq_setting_version_tenant_id_section_version"),
        ),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload_version", sa.Integer(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("own_answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body_sha256", sa.String(), nullable=False),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.Column("submitted_by", sa.Uuid(), nullable=False),
        sa.Column("submitted_by_name", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), server_default="portaal", nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_for", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(channel = 'portaal') = (arrived_at IS NULL AND recorded_for IS NULL)",
            name=op.f("ck_submission_elsewhere"),
        ),
        sa.CheckConstraint(
            "channel IN ('portaal', 'brief', 'e-mail', 'telefoon')",
            name=op.f("ck_submission_channel"),
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_submission_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_for"], ["tenant.id"], name=op.f("fk_submission_recorded_for")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["account.id"], name=op.f("fk_submission_submitted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("provider_id", "id", name=op.f("uq_submission_provider_id_id")),
        sa.UniqueConstraint("provider_id", "key", name=op.f("uq_submission_provider_id_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_submission_reference")),
    )
    op.create_table(
        "contract_product",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("product_code", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_code"], ["product.code"], name=op.f("fk_contract_product_product_code")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_contract_product_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "contract_id", "starts_on", "ends_on"],
            [
                "contract.tenant_id",
                "contract.provider_id",
                "contract.id",
                "contract.starts_on",
                "contract.ends_on",
            ],
            name=op.f("fk_contract_product_tenant_id_provider_id_contract_id_starts_on_ends_on"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_contract_product_tenant_id")
        ),
        sa.PrimaryKeyConstraint("contract_id", "product_code", name=op.f("pk_contract_product")),
    )
    op.create_index(
        op.f("ix_contract_product_provider_id"), "contract_product", ["provider_id"], unique=False
    )
    op.create_index(
        op.f("ix_contract_product_tenant_id"), "contract_product", ["tenant_id"], unique=False
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("provider_name", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("marks", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.Column("content_number", sa.Integer(), server_default="1", nullable=False),
        sa.Column("state", sa.String(), server_default="ontvangen", nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("is_closed", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("desk", sa.String(), nullable=True),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("assignee_name", sa.String(), nullable=True),
        sa.Column("routing", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("questions_version", sa.Integer(), nullable=True),
        sa.Column("for_dossier_id", sa.Uuid(), nullable=True),
        sa.Column("routed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_seen_by", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "sort_on",
            sa.Date(),
            sa.Computed("coalesce(due_on, '9999-12-31'::date)", persisted=True),
            nullable=False,
        ),
        sa.Column("disputed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', reference || ' ' || provider_name || ' ' || subject) || array_to_tsvector(ARRAY[tenant_id::text])",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(state = 'ontvangen') = (routed_at IS NULL)", name=op.f("ck_delivery_routed")
        ),
        sa.CheckConstraint("(closed_at IS NOT NULL) = is_closed", name=op.f("ck_delivery_closed")),
        sa.CheckConstraint("(desk IS NULL) = (routed_at IS NULL)", name=op.f("ck_delivery_desk")),
        sa.CheckConstraint(
            "(first_seen_at IS NULL) = (first_seen_by IS NULL)", name=op.f("ck_delivery_first_seen")
        ),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["account.id"], name=op.f("fk_delivery_assignee_id")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id", "submission_id"],
            ["submission.provider_id", "submission.id"],
            name=op.f("fk_delivery_provider_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_delivery_provider_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_delivery_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "submission_id", "tenant_id", name=op.f("uq_delivery_submission_id_tenant_id")
        ),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_delivery_tenant_id_id")),
        sa.UniqueConstraint(
            "tenant_id", "provider_id", "id", name=op.f("uq_delivery_tenant_id_provider_id_id")
        ),
    )
    op.create_index(
        "ix_delivery_desk",
        "delivery",
        ["tenant_id", "desk", "sort_on", "id"],
        unique=False,
        postgresql_where=sa.text("NOT is_closed"),
    )
    op.create_index(
        op.f("ix_delivery_for_dossier_id"), "delivery", ["for_dossier_id"], unique=False
    )
    op.create_index(
        "ix_delivery_mine",
        "delivery",
        ["tenant_id", "assignee_id", "sort_on", "id"],
        unique=False,
        postgresql_where=sa.text("NOT is_closed"),
    )
    op.create_index(
        "ix_delivery_open",
        "delivery",
        ["tenant_id", "sort_on", "id"],
        unique=False,
        postgresql_where=sa.text("NOT is_closed"),
    )
    op.create_index(
        "ix_delivery_provider_recent",
        "delivery",
        ["provider_id", "received_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_delivery_recent", "delivery", ["tenant_id", "received_at", "id"], unique=False
    )
    op.create_index("ix_delivery_reference", "delivery", ["tenant_id", "reference"], unique=False)
    op.create_index(
        "ix_delivery_search", "delivery", ["search"], unique=False, postgresql_using="gin"
    )
    op.create_table(
        "ladder_change",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("ladder_version_id", sa.Uuid(), nullable=False),
        sa.Column("ladder", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("summary", sa.String(), server_default="", nullable=False),
        sa.Column(
            "document", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True
        ),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "act IN ('begonnen', 'gewijzigd', 'voorgelegd', 'teruggegeven', 'gepubliceerd', 'ingetrokken', 'vervallen')",
            name=op.f("ck_ladder_change_act"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_ladder_change_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "ladder_version_id"],
            ["ladder_version.tenant_id", "ladder_version.id"],
            name=op.f("fk_ladder_change_tenant_id_ladder_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_ladder_change_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder_change")),
    )
    op.create_index(
        "ix_ladder_change_version", "ladder_change", ["ladder_version_id", "id"], unique=False
    )
    op.create_table(
        "client_stop",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("product_code", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column(
            "consented_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_code"], ["product.code"], name=op.f("fk_client_stop_product_code")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_client_stop_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "delivery_id"],
            ["delivery.tenant_id", "delivery.provider_id", "delivery.id"],
            name=op.f("fk_client_stop_tenant_id_provider_id_delivery_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_client_stop_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_stop")),
        sa.UniqueConstraint(
            "delivery_id",
            "product_code",
            "from_on",
            name=op.f("uq_client_stop_delivery_id_product_code_from_on"),
        ),
    )
    op.create_index(
        op.f("ix_client_stop_delivery_id"), "client_stop", ["delivery_id"], unique=False
    )
    op.create_table(
        "completion_request",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("pauses_clock", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_by_name", sa.String(), nullable=False),
        sa.Column(
            "asked_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_number", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["account.id"], name=op.f("fk_completion_request_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_completion_request_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "delivery_id"],
            ["delivery.tenant_id", "delivery.provider_id", "delivery.id"],
            name=op.f("fk_completion_request_tenant_id_provider_id_delivery_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_completion_request_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion_request")),
    )
    op.create_index(
        op.f("ix_completion_request_delivery_id"),
        "completion_request",
        ["delivery_id"],
        unique=False,
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_by_name", sa.String(), nullable=False),
        sa.Column(
            "decided_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_decision_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_decision_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "delivery_id"],
            ["delivery.tenant_id", "delivery.provider_id", "delivery.id"],
            name=op.f("fk_decision_tenant_id_provider_id_delivery_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_decision_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("delivery_id", "number", name=op.f("uq_decision_delivery_id_number")),
    )
    op.create_index(op.f("ix_decision_delivery_id"), "decision", ["delivery_id"], unique=False)
    op.create_table(
        "delivery_content",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body_sha256", sa.String(), nullable=False),
        sa.Column("explanation", sa.String(), server_default="", nullable=False),
        sa.Column("questions_version", sa.Integer(), nullable=True),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.Column("submitted_by", sa.Uuid(), nullable=False),
        sa.Column("submitted_by_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_delivery_content_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["account.id"], name=op.f("fk_delivery_content_submitted_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "delivery_id"],
            ["delivery.tenant_id", "delivery.provider_id", "delivery.id"],
            name=op.f("fk_delivery_content_tenant_id_provider_id_delivery_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_delivery_content_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_content")),
        sa.UniqueConstraint(
            "delivery_id", "number", name=op.f("uq_delivery_content_delivery_id_number")
        ),
        sa.UniqueConstraint("provider_id", "key", name=op.f("uq_delivery_content_provider_id_key")),
    )
    op.create_table(
        "dossier",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("ladder_version_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("provider_name", sa.String(), nullable=False),
        sa.Column("track", sa.String(), nullable=False),
        sa.Column("categories", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("what_happened", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_delivery_id", sa.Uuid(), nullable=True),
        sa.Column("confidentiality", sa.String(), server_default="gewoon", nullable=False),
        sa.Column("state", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("current", sa.String(), server_default="", nullable=False),
        sa.Column("waits_for", sa.String(), server_default="gemeente", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "sort_on",
            sa.Date(),
            sa.Computed("coalesce(due_on, '9999-12-31'::date)", persisted=True),
            nullable=False,
        ),
        sa.Column("is_closed", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("owner_name", sa.String(), nullable=True),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_by_name", sa.String(), nullable=False),
        sa.Column(
            "opened_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column(
            "search",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('dutch', number || ' ' || provider_name || ' ' || title)",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.CheckConstraint(
            "confidentiality IN ('gewoon', 'bibob', 'fraude')",
            name=op.f("ck_dossier_confidentiality"),
        ),
        sa.CheckConstraint("track IN ('proactief', 'reactief')", name=op.f("ck_dossier_track")),
        sa.CheckConstraint("is_closed = (closed_at IS NOT NULL)", name=op.f("ck_dossier_closed")),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_dossier_opened_by")),
        sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name=op.f("fk_dossier_owner_id")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_dossier_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "ladder_version_id"],
            ["ladder_version.tenant_id", "ladder_version.id"],
            name=op.f("fk_dossier_tenant_id_ladder_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "contract_id"],
            ["contract.tenant_id", "contract.provider_id", "contract.id"],
            name=op.f("fk_dossier_tenant_id_provider_id_contract_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "source_delivery_id"],
            ["delivery.tenant_id", "delivery.provider_id", "delivery.id"],
            name=op.f("fk_dossier_tenant_id_provider_id_source_delivery_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_dossier_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("tenant_id", "id", name=op.f("uq_dossier_tenant_id_id")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_dossier_tenant_id_number")),
        sa.UniqueConstraint(
            "tenant_id", "provider_id", "id", name=op.f("uq_dossier_tenant_id_provider_id_id")
        ),
    )
    op.create_index(
        "ix_dossier_open",
        "dossier",
        ["tenant_id", "sort_on", "id"],
        unique=False,
        postgresql_where=sa.text("NOT is_closed"),
    )
    op.create_index("ix_dossier_provider", "dossier", ["provider_id", "opened_at"], unique=False)
    op.create_index(
        "ix_dossier_search", "dossier", ["search"], unique=False, postgresql_using="gin"
    )
    op.create_table(
        "lift_request",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("wished_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_by_name", sa.String(), nullable=False),
        sa.Column(
            "asked_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_name", sa.String(), nullable=True),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (lifted_on IS NULL AND refusal IS NULL)",
            name=op.f("ck_lift_request_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["account.id"], name=op.f("fk_lift_request_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_lift_request_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "delivery_id"],
            ["delivery.tenant_id", "delivery.provider_id", "delivery.id"],
            name=op.f("fk_lift_request_tenant_id_provider_id_delivery_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_lift_request_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lift_request")),
    )
    op.create_index(
        op.f("ix_lift_request_delivery_id"), "lift_request", ["delivery_id"], unique=False
    )
    op.create_table(
        "deadline",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=True),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("pauses", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("clock", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.String(), server_default="loopt", nullable=False),
        sa.Column(
            "started_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('loopt', 'gepauzeerd', 'gehaald', 'vervallen')",
            name=op.f("ck_deadline_state"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(delivery_id, dossier_id) = 1", name=op.f("ck_deadline_owner")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_deadline_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "delivery_id"],
            ["delivery.tenant_id", "delivery.provider_id", "delivery.id"],
            name=op.f("fk_deadline_tenant_id_provider_id_delivery_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "dossier_id"],
            ["dossier.tenant_id", "dossier.provider_id", "dossier.id"],
            name=op.f("fk_deadline_tenant_id_provider_id_dossier_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_deadline_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
        sa.UniqueConstraint("delivery_id", "name", name=op.f("uq_deadline_delivery_id_name")),
        sa.UniqueConstraint("dossier_id", "name", name=op.f("uq_deadline_dossier_id_name")),
    )
    op.create_index(
        "ix_deadline_remind",
        "deadline",
        ["remind_at"],
        unique=False,
        postgresql_where=sa.text("state = 'loopt'"),
    )
    op.create_table(
        "dossier_access",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("account_name", sa.String(), nullable=False),
        sa.Column("granted_by_name", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_dossier_access_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_dossier_access_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "dossier_id"],
            ["dossier.tenant_id", "dossier.provider_id", "dossier.id"],
            name=op.f("fk_dossier_access_tenant_id_provider_id_dossier_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_dossier_access_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_access")),
        sa.UniqueConstraint(
            "dossier_id", "account_id", name=op.f("uq_dossier_access_dossier_id_account_id")
        ),
    )
    op.create_index(
        op.f("ix_dossier_access_dossier_id"), "dossier_access", ["dossier_id"], unique=False
    )
    op.create_table(
        "dossier_work",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("state", sa.String(), server_default="concept", nullable=False),
        sa.Column("form", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.String(), server_default="", nullable=False),
        sa.Column("asked_of", postgresql.ARRAY(sa.TEXT()), server_default="{}", nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by_name", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("started_by", sa.Uuid(), nullable=False),
        sa.Column("started_by_name", sa.String(), nullable=False),
        sa.Column(
            "started_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('concept', 'gezet', 'vervallen')", name=op.f("ck_dossier_work_state")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_dossier_work_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["account.id"], name=op.f("fk_dossier_work_started_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "dossier_id"],
            ["dossier.tenant_id", "dossier.provider_id", "dossier.id"],
            name=op.f("fk_dossier_work_tenant_id_provider_id_dossier_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_dossier_work_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_work")),
    )
    op.create_index(
        op.f("ix_dossier_work_dossier_id"), "dossier_work", ["dossier_id"], unique=False
    )
    op.create_index(
        "ix_dossier_work_tenant",
        "dossier_work",
        ["tenant_id"],
        unique=False,
        postgresql_where=sa.text("state = 'concept'"),
    )
    op.create_index(
        "uq_dossier_work_one",
        "dossier_work",
        ["dossier_id", "choice", "code"],
        unique=True,
        postgresql_where=sa.text("state = 'concept'"),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=True),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("proof", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column(
            "happened_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.Column("ledger_seq", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("audience IN ('gedeeld', 'intern')", name=op.f("ck_event_audience")),
        sa.CheckConstraint(
            "num_nonnulls(delivery_id, dossier_id) <= 1", name=op.f("ck_event_owner")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_event_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "ledger_seq"],
            ["ledger_entry.tenant_id", "ledger_entry.seq"],
            name=op.f("fk_event_tenant_id_ledger_seq"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "delivery_id"],
            ["delivery.tenant_id", "delivery.provider_id", "delivery.id"],
            name=op.f("fk_event_tenant_id_provider_id_delivery_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "dossier_id"],
            ["dossier.tenant_id", "dossier.provider_id", "dossier.id"],
            name=op.f("fk_event_tenant_id_provider_id_dossier_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_event_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("tenant_id", "ledger_seq", name=op.f("uq_event_tenant_id_ledger_seq")),
    )
    op.create_index("ix_event_delivery", "event", ["delivery_id", "happened_at"], unique=False)
    op.create_index("ix_event_dossier", "event", ["dossier_id", "happened_at"], unique=False)
    op.create_table(
        "exclusion",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_exclusion_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "dossier_id"],
            ["dossier.tenant_id", "dossier.provider_id", "dossier.id"],
            name=op.f("fk_exclusion_tenant_id_provider_id_dossier_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_exclusion_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exclusion")),
        sa.UniqueConstraint("dossier_id", name=op.f("uq_exclusion_dossier_id")),
    )
    op.create_index(op.f("ix_exclusion_dossier_id"), "exclusion", ["dossier_id"], unique=False)
    op.create_table(
        "imposed_measure",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kinds", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("products", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("cents", sa.BigInteger(), nullable=True),
        sa.Column("percentage", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("event_on", sa.Date(), nullable=True),
        sa.Column("due", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column(
            "imposed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_imposed_measure_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "dossier_id"],
            ["dossier.tenant_id", "dossier.provider_id", "dossier.id"],
            name=op.f("fk_imposed_measure_tenant_id_provider_id_dossier_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_imposed_measure_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imposed_measure")),
        sa.UniqueConstraint(
            "dossier_id", "number", name=op.f("uq_imposed_measure_dossier_id_number")
        ),
    )
    op.create_index(
        op.f("ix_imposed_measure_dossier_id"), "imposed_measure", ["dossier_id"], unique=False
    )
    op.create_index(
        "ix_imposed_measure_provider", "imposed_measure", ["provider_id", "from_on"], unique=False
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=True),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("sent_by_name", sa.String(), nullable=False),
        sa.Column(
            "sent_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by_name", sa.String(), nullable=True),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(opened_at IS NULL) = (opened_by_name IS NULL)", name=op.f("ck_letter_opened")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_letter_provider_id")
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["account.id"], name=op.f("fk_letter_sent_by")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "dossier_id"],
            ["dossier.tenant_id", "dossier.provider_id", "dossier.id"],
            name=op.f("fk_letter_tenant_id_provider_id_dossier_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_letter_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("dossier_id", "number", name=op.f("uq_letter_dossier_id_number")),
        sa.UniqueConstraint(
            "tenant_id", "provider_id", "id", name=op.f("uq_letter_tenant_id_provider_id_id")
        ),
    )
    op.create_index(op.f("ix_letter_dossier_id"), "letter", ["dossier_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=True),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column(
            "written_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.CheckConstraint("num_nonnulls(delivery_id, dossier_id) = 1", name=op.f("ck_note_owner")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_note_author_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "delivery_id"],
            ["delivery.tenant_id", "delivery.id"],
            name=op.f("fk_note_tenant_id_delivery_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "dossier_id"],
            ["dossier.tenant_id", "dossier.id"],
            name=op.f("fk_note_tenant_id_dossier_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_note_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_delivery_id"), "note", ["delivery_id"], unique=False)
    op.create_index(op.f("ix_note_dossier_id"), "note", ["dossier_id"], unique=False)
    op.create_table(
        "task",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=True),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.Column("record", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_by_name", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(closed_at IS NULL) = (record IS NULL)", name=op.f("ck_task_record")),
        sa.CheckConstraint("num_nonnulls(delivery_id, dossier_id) = 1", name=op.f("ck_task_owner")),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_task_closed_by")),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_task_provider_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "delivery_id"],
            ["delivery.tenant_id", "delivery.provider_id", "delivery.id"],
            name=op.f("fk_task_tenant_id_provider_id_delivery_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "dossier_id"],
            ["dossier.tenant_id", "dossier.provider_id", "dossier.id"],
            name=op.f("fk_task_tenant_id_provider_id_dossier_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_task_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index(op.f("ix_task_delivery_id"), "task", ["delivery_id"], unique=False)
    op.create_index(op.f("ix_task_dossier_id"), "task", ["dossier_id"], unique=False)
    op.create_index(
        "ix_task_open",
        "task",
        ["tenant_id", "due_on"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "dossier_reply",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("milestone", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column(
            "received_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.Column("submitted_by", sa.Uuid(), nullable=False),
        sa.Column("submitted_by_name", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('antwoord', 'zienswijze', 'bewijs')", name=op.f("ck_dossier_reply_kind")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_dossier_reply_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["account.id"], name=op.f("fk_dossier_reply_submitted_by")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "dossier_id"],
            ["dossier.tenant_id", "dossier.provider_id", "dossier.id"],
            name=op.f("fk_dossier_reply_tenant_id_provider_id_dossier_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "letter_id"],
            ["letter.tenant_id", "letter.provider_id", "letter.id"],
            name=op.f("fk_dossier_reply_tenant_id_provider_id_letter_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_dossier_reply_tenant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_reply")),
        sa.UniqueConstraint("provider_id", "key", name=op.f("uq_dossier_reply_provider_id_key")),
        sa.UniqueConstraint(
            "tenant_id", "provider_id", "id", name=op.f("uq_dossier_reply_tenant_id_provider_id_id")
        ),
    )
    op.create_index(
        op.f("ix_dossier_reply_dossier_id"), "dossier_reply", ["dossier_id"], unique=False
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=True),
        sa.Column("draft_key", sa.Uuid(), nullable=True),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("delivery_id", sa.Uuid(), nullable=True),
        sa.Column("dossier_id", sa.Uuid(), nullable=True),
        sa.Column("reply_id", sa.Uuid(), nullable=True),
        sa.Column("content_number", sa.Integer(), server_default="1", nullable=False),
        sa.Column("internal", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column(
            "uploaded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("legal_now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "NOT internal OR tenant_id IS NOT NULL", name=op.f("ck_attachment_internal")
        ),
        sa.CheckConstraint(
            "tenant_id IS NOT NULL OR num_nonnulls(delivery_id, dossier_id, reply_id) = 0",
            name=op.f("ck_attachment_of_tenant"),
        ),
        sa.ForeignKeyConstraint(
            ["provider_id", "submission_id"],
            ["submission.provider_id", "submission.id"],
            name=op.f("fk_attachment_provider_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_attachment_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "delivery_id"],
            ["delivery.tenant_id", "delivery.provider_id", "delivery.id"],
            name=op.f("fk_attachment_tenant_id_provider_id_delivery_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "dossier_id"],
            ["dossier.tenant_id", "dossier.provider_id", "dossier.id"],
            name=op.f("fk_attachment_tenant_id_provider_id_dossier_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "provider_id", "reply_id"],
            ["dossier_reply.tenant_id", "dossier_reply.provider_id", "dossier_reply.id"],
            name=op.f("fk_attachment_tenant_id_provider_id_reply_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_attachment_tenant_id")),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["account.id"], name=op.f("fk_attachment_uploaded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_attachment_storage_key")),
    )
    op.create_index("ix_attachment_delivery", "attachment", ["delivery_id"], unique=False)
    op.create_index("ix_attachment_dossier", "attachment", ["dossier_id"], unique=False)
    op.create_index("ix_attachment_draft", "attachment", ["provider_id", "draft_key"], unique=False)
    op.create_index("ix_attachment_submission", "attachment", ["submission_id"], unique=False)
    op.create_index(op.f("ix_attachment_tenant_id"), "attachment", ["tenant_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_attachment_tenant_id"), table_name="attachment")
    op.drop_index("ix_attachment_submission", table_name="attachment")
    op.drop_index("ix_attachment_draft", table_name="attachment")
    op.drop_index("ix_attachment_dossier", table_name="attachment")
    op.drop_index("ix_attachment_delivery", table_name="attachment")
    op.drop_table("attachment")
    op.drop_index(op.f("ix_dossier_reply_dossier_id"), table_name="dossier_reply")
    op.drop_table("dossier_reply")
    op.drop_index("ix_task_open", table_name="task", postgresql_where=sa.text("closed_at IS NULL"))
    op.drop_index(op.f("ix_task_dossier_id"), table_name="task")
    op.drop_index(op.f("ix_task_delivery_id"), table_name="task")
    op.drop_table("task")
    op.drop_index(op.f("ix_note_dossier_id"), table_name="note")
    op.drop_index(op.f("ix_note_delivery_id"), table_name="note")
    op.drop_table("note")
    op.drop_index(op.f("ix_letter_dossier_id"), table_name="letter")
    op.drop_table("letter")
    op.drop_index("ix_imposed_measure_provider", table_name="imposed_measure")
    op.drop_index(op.f("ix_imposed_measure_dossier_id"), table_name="imposed_measure")
    op.drop_table("imposed_measure")
    op.drop_index(op.f("ix_exclusion_dossier_id"), table_name="exclusion")
    op.drop_table("exclusion")
    op.drop_index("ix_event_dossier", table_name="event")
    op.drop_index("ix_event_delivery", table_name="event")
    op.drop_table("event")
    op.drop_index(
        "uq_dossier_work_one",
        table_name="dossier_work",
        postgresql_where=sa.text("state = 'concept'"),
    )
    op.drop_index(
        "ix_dossier_work_tenant",
        table_name="dossier_work",
        postgresql_where=sa.text("state = 'concept'"),
    )
    op.drop_index(op.f("ix_dossier_work_dossier_id"), table_name="dossier_work")
    op.drop_table("dossier_work")
    op.drop_index(op.f("ix_dossier_access_dossier_id"), table_name="dossier_access")
    op.drop_table("dossier_access")
    op.drop_index(
        "ix_deadline_remind", table_name="deadline", postgresql_where=sa.text("state = 'loopt'")
    )
    op.drop_table("deadline")
    op.drop_index(op.f("ix_lift_request_delivery_id"), table_name="lift_request")
    op.drop_table("lift_request")
    op.drop_index("ix_dossier_search", table_name="dossier", postgresql_using="gin")
    op.drop_index("ix_dossier_provider", table_name="dossier")
    op.drop_index(
        "ix_dossier_open", table_name="dossier", postgresql_where=sa.text("NOT is_closed")
    )
    op.drop_table("dossier")
    op.drop_table("delivery_content")
    op.drop_index(op.f("ix_decision_delivery_id"), table_name="decision")
    op.drop_table("decision")
    op.drop_index(op.f("ix_completion_request_delivery_id"), table_name="completion_request")
    op.drop_table("completion_request")
    op.drop_index(op.f("ix_client_stop_delivery_id"), table_name="client_stop")
    op.drop_table("client_stop")
    op.drop_index("ix_ladder_change_version", table_name="ladder_change")
    op.drop_table("ladder_change")
    op.drop_index("ix_delivery_search", table_name="delivery", postgresql_using="gin")
    op.drop_index("ix_delivery_reference", table_name="delivery")
    op.drop_index("ix_delivery_recent", table_name="delivery")
    op.drop_index("ix_delivery_provider_recent", table_name="delivery")
    op.drop_index(
        "ix_delivery_open", table_name="delivery", postgresql_where=sa.text("NOT is_closed")
    )
    op.drop_index(
        "ix_delivery_mine", table_name="delivery", postgresql_where=sa.text("NOT is_closed")
    )
    op.drop_index(op.f("ix_delivery_for_dossier_id"), table_name="delivery")
    op.drop_index(
        "ix_delivery_desk", table_name="delivery", postgresql_where=sa.text("NOT is_closed")
    )
    op.drop_table("delivery")
    op.drop_index(op.f("ix_contract_product_tenant_id"), table_name="contract_product")
    op.drop_index(op.f("ix_contract_product_provider_id"), table_name="contract_product")
    op.drop_table("contract_product")
    op.drop_table("submission")
    op.drop_table("setting_version")
    op.drop_index(op.f("ix_region_grant_account_id"), table_name="region_grant")
    op.drop_table("region_grant")
    op.drop_index(op.f("ix_outbox_tenant_id"), table_name="outbox")
    op.drop_index(op.f("ix_outbox_provider_id"), table_name="outbox")
    op.drop_index("ix_outbox_due", table_name="outbox", postgresql_where=sa.text("state = 'wacht'"))
    op.drop_index("ix_outbox_dead", table_name="outbox", postgresql_where=sa.text("state = 'dood'"))
    op.drop_table("outbox")
    op.drop_index(op.f("ix_membership_tenant_id"), table_name="membership")
    op.drop_index(op.f("ix_membership_provider_id"), table_name="membership")
    op.drop_index(op.f("ix_membership_account_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_table("mandate")
    op.drop_table("ledger_head")
    op.drop_table("ledger_entry")
    op.drop_index(
        "uq_ladder_version_one_draft",
        table_name="ladder_version",
        postgresql_where=sa.text("state IN ('concept', 'voorgelegd')"),
    )
    op.drop_table("ladder_version")
    op.drop_table("head_signature")
    op.drop_table("dossier_counter")
    op.drop_table("desk_member")
    op.drop_index(op.f("ix_contract_provider_id"), table_name="contract")
    op.drop_table("contract")
    op.drop_index(op.f("ix_admin_change_tenant_id"), table_name="admin_change")
    op.drop_index("ix_admin_change_subject", table_name="admin_change")
    op.drop_index(op.f("ix_admin_change_provider_id"), table_name="admin_change")
    op.drop_table("admin_change")
    op.drop_index(op.f("ix_web_session_account_id"), table_name="web_session")
    op.drop_table("web_session")
    op.drop_table("tenant")
    op.drop_table("product")
    op.drop_index(op.f("ix_login_link_account_id"), table_name="login_link")
    op.drop_table("login_link")
    op.drop_index("ix_kept_form_expires_at", table_name="kept_form")
    op.drop_table("kept_form")
    op.drop_table("draft")
    op.drop_table("document")
    op.drop_table("contract_standard")
    op.drop_table("verification_run")
    op.drop_table("throttle")
    op.drop_table("region")
    op.drop_table("provider")
    op.drop_table("interest_rate")
    op.drop_table("installation")
    op.drop_table("heartbeat")
    op.drop_table("account")
    op.execute("DROP FUNCTION legal_now()")
