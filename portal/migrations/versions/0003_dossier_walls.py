"""Row-level security and privileges of ladders and dossiers

A confidential dossier (Bibob, fraud) opens to the people named in it only, and so does all
that hangs on it. A provider sees that a shared dossier exists and what was sent in it; what is
being prepared has no policy for providers at all.
"""

from portal.migrations.walls import (
    ACCOUNT,
    ALL,
    GRANTED,
    INSERT,
    OWN_PROVIDER,
    OWN_TENANT,
    Grants,
    Walls,
    build_walls,
    drop_walls,
    grant,
    revoke,
)

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# The portal itself, at work for a municipality, has no account.
OPEN_TO_ME = (
    f"{OWN_TENANT} AND (confidentiality = 'gewoon' OR {ACCOUNT} IS NULL OR opened_by = {ACCOUNT}"
    " OR EXISTS (SELECT 1 FROM dossier_access a WHERE a.dossier_id = dossier.id"
    f" AND a.account_id = {ACCOUNT}))"
)


def _hangs_on(table: str) -> str:
    return f"{OWN_TENANT} AND EXISTS (SELECT 1 FROM dossier d WHERE d.id = {table}.dossier_id)"


def _shared_in(table: str) -> str:
    return f"{OWN_PROVIDER} AND EXISTS (SELECT 1 FROM dossier d WHERE d.id = {table}.dossier_id)"


def _staff(table: str) -> tuple[str, str]:
    return (_hangs_on(table), _hangs_on(table))


WALLS: Walls = {
    "ladder_version": {
        "portal_staff": (OWN_TENANT, OWN_TENANT),
        "portal_region": (OWN_TENANT, OWN_TENANT),
        "portal_audit": (ALL, "false"),
    },
    "ladder_change": {"portal_staff": (OWN_TENANT, OWN_TENANT), "portal_audit": (ALL, "false")},
    "mandate": {"portal_staff": (OWN_TENANT, OWN_TENANT), "portal_audit": (ALL, "false")},
    "dossier": {
        "portal_staff": (OPEN_TO_ME, OPEN_TO_ME),
        "portal_provider": (f"{OWN_PROVIDER} AND shared_at IS NOT NULL", "false"),
        "portal_region": (f"{GRANTED} AND confidentiality = 'gewoon'", "false"),
        "portal_audit": (ALL, "false"),
    },
    "dossier_counter": {"portal_staff": (OWN_TENANT, OWN_TENANT)},
    "dossier_access": {
        "portal_staff": (OWN_TENANT, OWN_TENANT),
        "portal_audit": (ALL, "false"),
    },
    "dossier_work": {
        "portal_staff": _staff("dossier_work"),
        "portal_audit": (ALL, "false"),
    },
    "letter": {
        "portal_staff": _staff("letter"),
        "portal_provider": (_shared_in("letter"), _shared_in("letter")),
        "portal_audit": (ALL, "false"),
    },
    "dossier_reply": {
        "portal_staff": _staff("dossier_reply"),
        "portal_provider": (_shared_in("dossier_reply"), _shared_in("dossier_reply")),
        "portal_audit": (ALL, "false"),
    },
    "imposed_measure": {
        "portal_staff": _staff("imposed_measure"),
        "portal_provider": (_shared_in("imposed_measure"), "false"),
        "portal_region": (_hangs_on("imposed_measure"), "false"),
        "portal_audit": (ALL, "false"),
    },
    "exclusion": {
        # Also without access to the dossier it came from: whoever contracts must know.
        "portal_staff": (OWN_TENANT, _hangs_on("exclusion")),
        "portal_region": (OWN_TENANT, "false"),
        "portal_audit": (ALL, "false"),
    },
}

GRANTS: Grants = {
    "ladder_version": {
        "portal_staff": ("SELECT", INSERT, "UPDATE"),
        "portal_region": ("SELECT", INSERT),
        "portal_audit": ("SELECT",),
    },
    "ladder_change": {
        "portal_staff": ("SELECT", INSERT),
        "portal_audit": ("SELECT",),
    },
    "mandate": {
        "portal_staff": ("SELECT", INSERT, "UPDATE (until_on)"),
        "portal_audit": ("SELECT",),
    },
    "dossier": {
        "portal_staff": (
            "SELECT",
            INSERT,
            (
                "UPDATE (ladder_version_id, title, categories, what_happened, confidentiality,"
                " state, current, waits_for, due_on, is_closed, owner_id, owner_name, shared_at,"
                " closed_at, version)"
            ),
        ),
        "portal_provider": (
            (
                "SELECT (id, tenant_id, provider_id, contract_id, number, title, is_closed,"
                " shared_at, closed_at)"
            ),
        ),
        "portal_region": ("SELECT",),
        "portal_audit": ("SELECT",),
    },
    "dossier_counter": {"portal_staff": ("SELECT", INSERT, "UPDATE")},
    "dossier_access": {
        "portal_staff": ("SELECT", INSERT, "DELETE"),
        "portal_audit": ("SELECT",),
    },
    "dossier_work": {
        "portal_staff": (
            "SELECT",
            INSERT,
            (
                "UPDATE (state, form, answers, digest, asked_of, asked_at, asked_by_name, number,"
                " changed_at, version)"
            ),
        ),
        "portal_audit": ("SELECT",),
    },
    "letter": {
        "portal_staff": ("SELECT", INSERT),
        "portal_provider": ("SELECT", "UPDATE (opened_at, opened_by_name)"),
        "portal_audit": ("SELECT",),
    },
    "dossier_reply": {
        "portal_staff": ("SELECT", "UPDATE (seen_at)"),
        "portal_provider": ("SELECT", INSERT),
        "portal_audit": ("SELECT",),
    },
    "imposed_measure": {
        "portal_staff": ("SELECT", INSERT, "UPDATE (until_on, ended_on, due, notice_on)"),
        "portal_provider": ("SELECT",),
        "portal_region": ("SELECT",),
        "portal_audit": ("SELECT",),
    },
    "exclusion": {
        "portal_staff": ("SELECT", INSERT, "UPDATE (until_on)"),
        "portal_region": ("SELECT",),
        "portal_audit": ("SELECT",),
    },
    "interest_rate": {
        "portal_staff": ("SELECT",),
        "portal_region": ("SELECT", INSERT, "UPDATE"),
    },
}


def upgrade() -> None:
    build_walls(WALLS)
    grant(GRANTS)


def downgrade() -> None:
    drop_walls(WALLS)
    revoke(GRANTS)
