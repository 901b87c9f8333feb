"""Roles, privileges and row-level security; the only door into the ledger

Every table that belongs to a municipality or a provider gets FORCE ROW LEVEL SECURITY and a
restrictive wall per role. Grants name columns, so that no role can supply a legal time.
"""

from alembic import op

from portal.migrations.walls import (
    ACCOUNT,
    ALL,
    GRANTED,
    GRANTED_EACH,
    INSERT,
    OWN_PROVIDER,
    OWN_TENANT,
    PROVIDER,
    TENANT,
    Grants,
    Walls,
    build_walls,
    drop_walls,
    grant,
    revoke,
)

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROLES = (
    "portal_staff",
    "portal_provider",
    "portal_region",
    "portal_auth",
    "portal_worker",
    "portal_audit",
    "portal_ledger",
    "portal_search",
)

DELIVERED_HERE = (
    "EXISTS (SELECT 1 FROM delivery d WHERE d.submission_id = submission.id"
    f" AND d.tenant_id = {TENANT})"
)
DELIVERED_HERE_FILE = (
    "EXISTS (SELECT 1 FROM delivery d WHERE d.submission_id = attachment.submission_id"
    f" AND d.tenant_id = {TENANT})"
)
CONTRACTED_HERE = f"EXISTS (SELECT 1 FROM contract c WHERE c.provider_id = provider.id AND c.tenant_id = {TENANT})"
MEMBER_HERE = (
    "EXISTS (SELECT 1 FROM membership m WHERE m.account_id = account.id"
    f" AND m.tenant_id = {TENANT})"
)
COLLEAGUE = (
    "EXISTS (SELECT 1 FROM membership m WHERE m.account_id = account.id"
    f" AND m.provider_id = {PROVIDER})"
)
OWN_EVENT = (
    "EXISTS (SELECT 1 FROM event e WHERE e.tenant_id = ledger_entry.tenant_id"
    f" AND e.ledger_seq = ledger_entry.seq AND e.provider_id = {PROVIDER})"
)
# What is handed in for a dossier goes to its municipality, and the dossier was shared.
FOR_SHARED_DOSSIER = (
    f"{OWN_PROVIDER} AND (for_dossier_id IS NULL OR EXISTS (SELECT 1 FROM dossier o"
    " WHERE o.id = delivery.for_dossier_id AND o.tenant_id = delivery.tenant_id))"
)
PUBLIC_SECTION = "section IN ('profiel', 'teksten', 'vragen', 'thema')"


def in_open_dossier(table: str, owned: str = OWN_TENANT) -> str:
    """Own rows; those that hang on a dossier only where that dossier can be seen itself.

    So a confidential one stays closed, to the region too, and a provider sees nothing of one
    that has not been shared with it.
    """
    return (
        f"({owned}) AND (dossier_id IS NULL"
        f" OR EXISTS (SELECT 1 FROM dossier o WHERE o.id = {table}.dossier_id))"
    )


# table -> role -> who may see a row (and, behind it, who may write one when that differs)
WALLS: Walls = {
    "provider": {
        "portal_staff": (CONTRACTED_HERE, "false"),
        "portal_provider": (f"id = {PROVIDER}", f"id = {PROVIDER}"),
        "portal_region": (ALL, ALL),
        "portal_auth": (ALL, "false"),
        "portal_audit": (ALL, "false"),
    },
    "account": {
        "portal_staff": (MEMBER_HERE, "false"),
        "portal_provider": (COLLEAGUE, "false"),
        "portal_auth": (ALL, ALL),
    },
    "contract": {
        "portal_staff": (OWN_TENANT, OWN_TENANT),
        "portal_provider": (OWN_PROVIDER, "false"),
        "portal_region": (OWN_TENANT, OWN_TENANT),
        "portal_ledger": (ALL, "false"),
    },
    "contract_product": {
        "portal_staff": (OWN_TENANT, OWN_TENANT),
        "portal_provider": (OWN_PROVIDER, "false"),
        "portal_region": (OWN_TENANT, OWN_TENANT),
    },
    "membership": {
        "portal_staff": (OWN_TENANT, "false"),
        "portal_provider": (OWN_PROVIDER, "false"),
        "portal_auth": (ALL, ALL),
    },
    "region_grant": {
        "portal_staff": (OWN_TENANT, OWN_TENANT),
        # A person of the region sees the own grants; the loader writes those of one tenant.
        "portal_region": (
            f"account_id = {ACCOUNT} OR {OWN_TENANT}",
            f"{OWN_TENANT} AND {ACCOUNT} IS NULL",
        ),
        "portal_auth": (ALL, "false"),
    },
    "setting_version": {
        "portal_staff": (OWN_TENANT, OWN_TENANT),
        "portal_provider": (PUBLIC_SECTION, "false"),
        "portal_region": (OWN_TENANT, OWN_TENANT),
        "portal_auth": ("section IN ('profiel', 'thema')", "false"),
    },
    "desk_member": {
        "portal_staff": (OWN_TENANT, OWN_TENANT),
        "portal_region": (OWN_TENANT, OWN_TENANT),
    },
    "draft": {"portal_provider": (OWN_PROVIDER, OWN_PROVIDER)},
    "submission": {
        "portal_staff": (
            f"recorded_for = {TENANT} OR {DELIVERED_HERE}",
            f"recorded_for = {TENANT}",
        ),
        "portal_provider": (OWN_PROVIDER, f"{OWN_PROVIDER} AND recorded_for IS NULL"),
        "portal_region": (DELIVERED_HERE, "false"),
        "portal_audit": (ALL, "false"),
    },
    "delivery": {
        "portal_staff": (OWN_TENANT, OWN_TENANT),
        "portal_provider": (OWN_PROVIDER, FOR_SHARED_DOSSIER),
        "portal_region": (GRANTED_EACH, "false"),
        "portal_audit": (ALL, "false"),
        "portal_search": (ALL, "false"),
    },
    "delivery_content": {
        "portal_staff": (OWN_TENANT, "false"),
        "portal_provider": (OWN_PROVIDER, OWN_PROVIDER),
        "portal_region": (GRANTED, "false"),
        "portal_audit": (ALL, "false"),
    },
    "attachment": {
        "portal_staff": (
            f"({in_open_dossier('attachment')}) OR (tenant_id IS NULL AND {DELIVERED_HERE_FILE})",
            OWN_TENANT,
        ),
        "portal_provider": (
            in_open_dossier("attachment", f"{OWN_PROVIDER} AND NOT internal"),
            in_open_dossier("attachment", f"{OWN_PROVIDER} AND NOT internal"),
        ),
        "portal_region": (
            (
                f"({in_open_dossier('attachment', GRANTED)})"
                f" OR (tenant_id IS NULL AND {DELIVERED_HERE_FILE})"
            ),
            "false",
        ),
        "portal_audit": (ALL, "false"),
    },
    "decision": {
        "portal_staff": (OWN_TENANT, OWN_TENANT),
        "portal_provider": (OWN_PROVIDER, "false"),
        "portal_region": (GRANTED, "false"),
        "portal_audit": (ALL, "false"),
    },
    "completion_request": {
        "portal_staff": (OWN_TENANT, OWN_TENANT),
        "portal_provider": (OWN_PROVIDER, OWN_PROVIDER),
        "portal_region": (GRANTED, "false"),
        "portal_audit": (ALL, "false"),
    },
    "client_stop": {
        "portal_staff": (OWN_TENANT, OWN_TENANT),
        "portal_provider": (OWN_PROVIDER, "false"),
        "portal_region": (GRANTED_EACH, "false"),
        "portal_audit": (ALL, "false"),
    },
    "lift_request": {
        "portal_staff": (OWN_TENANT, OWN_TENANT),
        "portal_provider": (OWN_PROVIDER, OWN_PROVIDER),
        "portal_region": (GRANTED, "false"),
        "portal_audit": (ALL, "false"),
    },
    "note": {
        "portal_staff": (in_open_dossier("note"), OWN_TENANT),
        "portal_audit": (ALL, "false"),
    },
    "task": {
        "portal_staff": (in_open_dossier("task"), OWN_TENANT),
        "portal_region": (in_open_dossier("task", GRANTED), "false"),
        "portal_audit": (ALL, "false"),
    },
    "deadline": {
        "portal_staff": (in_open_dossier("deadline"), OWN_TENANT),
        "portal_provider": (
            in_open_dossier("deadline", f"{OWN_PROVIDER} AND NOT internal"),
            "false",
        ),
        "portal_region": (in_open_dossier("deadline", GRANTED), "false"),
        "portal_worker": (ALL, "false"),
        "portal_audit": (ALL, "false"),
    },
    "event": {
        "portal_staff": (in_open_dossier("event"), OWN_TENANT),
        "portal_provider": (
            in_open_dossier("event", f"{OWN_PROVIDER} AND audience = 'gedeeld'"),
            in_open_dossier("event", f"{OWN_PROVIDER} AND audience = 'gedeeld'"),
        ),
        "portal_region": (in_open_dossier("event", GRANTED), "false"),
        "portal_audit": (ALL, "false"),
    },
    "ledger_entry": {
        "portal_staff": (OWN_TENANT, "false"),
        # A provider sees the links of its own events: they stand on its receipt.
        "portal_provider": (
            OWN_EVENT,
            "false",
        ),
        "portal_audit": (ALL, "false"),
        "portal_ledger": (ALL, ALL),
    },
    "ledger_head": {
        "portal_worker": (ALL, "false"),
        "portal_audit": (ALL, "false"),
        "portal_ledger": (ALL, ALL),
    },
    "head_signature": {
        "portal_worker": (ALL, ALL),
        "portal_audit": (ALL, "false"),
    },
    "document": {
        "portal_provider": (OWN_PROVIDER, OWN_PROVIDER),
        "portal_audit": (ALL, "false"),
    },
    # What the region changed carries its id; the people of an organisation are its own business.
    "admin_change": {
        "portal_staff": (OWN_TENANT, OWN_TENANT),
        "portal_provider": (OWN_PROVIDER, OWN_PROVIDER),
        "portal_region": (
            f"region_id IS NOT NULL AND (tenant_id IS NULL OR {OWN_TENANT})",
            f"region_id IS NOT NULL AND (tenant_id IS NULL OR {OWN_TENANT})",
        ),
        "portal_auth": (ALL, ALL),
        "portal_audit": (ALL, "false"),
    },
    "outbox": {
        "portal_staff": ("false", OWN_TENANT),
        "portal_provider": ("false", OWN_PROVIDER),
        "portal_auth": ("false", "tenant_id IS NULL AND provider_id IS NULL"),
        "portal_worker": (ALL, ALL),
        "portal_audit": (ALL, "false"),
    },
}

PRIVATE_TO_STAFF = (
    "desk", "assignee_id", "assignee_name", "routing", "first_seen_by", "due_on",
    "sort_on", "search",
)  # fmt: skip

HANDLING_COLUMNS = (
    "UPDATE (state, outcome, is_closed, closed_at, desk, assignee_id, assignee_name, routing,"
    " questions_version, routed_at, delivered_at, first_seen_at, first_seen_by, due_on, version)"
)
REMINDER_COLUMNS = "SELECT (id, tenant_id, provider_id, delivery_id, remind_at, state)"

# table -> role -> privileges; "UPDATE (…)" names columns, INSERT leaves legal times out
GRANTS: Grants = {
    "region": dict.fromkeys(ROLES[:6], ("SELECT",))
    | {"portal_region": ("SELECT", INSERT, "UPDATE (name)")},
    "tenant": dict.fromkeys(ROLES[:6], ("SELECT",))
    | {"portal_region": ("SELECT", INSERT, "UPDATE (name)")},
    "product": {
        "portal_staff": ("SELECT",),
        "portal_provider": ("SELECT",),
        "portal_region": ("SELECT", INSERT, "UPDATE (name, domain)"),
    },
    "contract_standard": {
        "portal_staff": ("SELECT",),
        "portal_provider": ("SELECT",),
        "portal_region": ("SELECT", INSERT, "UPDATE (name, domain, from_on)"),
    },
    "admin_change": dict.fromkeys(ROLES[:4], ("SELECT", INSERT)) | {"portal_audit": ("SELECT",)},
    "provider": {
        "portal_staff": ("SELECT",),
        "portal_provider": (
            "SELECT",
            "UPDATE (email, phone, visiting_address, postal_address, contact, confirmed_at, version)",
        ),
        "portal_region": ("SELECT", INSERT, "UPDATE"),
        "portal_auth": ("SELECT",),
        "portal_audit": ("SELECT",),
    },
    "contract": {
        "portal_staff": ("SELECT", INSERT, "UPDATE"),
        "portal_provider": ("SELECT",),
        "portal_region": ("SELECT", INSERT, "UPDATE"),
        "portal_ledger": ("SELECT",),
    },
    "contract_product": {
        "portal_staff": ("SELECT", INSERT, "DELETE"),
        "portal_provider": ("SELECT",),
        "portal_region": ("SELECT", INSERT, "DELETE"),
    },
    "account": {
        "portal_staff": ("SELECT (id, name, email, blocked_at)",),
        "portal_provider": ("SELECT (id, name, email, blocked_at)",),
        "portal_auth": ("SELECT", INSERT, "UPDATE"),
    },
    "membership": {
        "portal_staff": ("SELECT",),
        "portal_provider": ("SELECT",),
        "portal_auth": ("SELECT", INSERT, "UPDATE (until_on, blocked_at)"),
    },
    "region_grant": {
        "portal_staff": ("SELECT", INSERT, "UPDATE (until_on, may_write)"),
        "portal_region": ("SELECT", INSERT),
        "portal_auth": ("SELECT",),
    },
    "web_session": {"portal_auth": ("SELECT", INSERT, "UPDATE", "DELETE")},
    "login_link": {"portal_auth": ("SELECT", INSERT, "UPDATE", "DELETE")},
    "throttle": {"portal_auth": ("SELECT", INSERT, "UPDATE", "DELETE")},
    "kept_form": {"portal_auth": ("SELECT", INSERT, "UPDATE", "DELETE")},
    "setting_version": {
        "portal_staff": ("SELECT", INSERT),
        "portal_provider": ("SELECT (tenant_id, section, version, document)",),
        "portal_region": ("SELECT", INSERT),
        "portal_auth": ("SELECT (tenant_id, section, version, document)",),
    },
    "desk_member": {
        "portal_staff": ("SELECT", INSERT, "UPDATE (absent)", "DELETE"),
        "portal_region": ("SELECT", INSERT, "UPDATE (absent)", "DELETE"),
    },
    "draft": {"portal_provider": ("SELECT", INSERT, "UPDATE", "DELETE")},
    "submission": {
        "portal_staff": ("SELECT -own_answers", INSERT),
        "portal_provider": ("SELECT", INSERT),
        "portal_region": ("SELECT -own_answers",),
        "portal_audit": ("SELECT",),
    },
    "delivery": {
        "portal_staff": (
            "SELECT",
            INSERT,
            HANDLING_COLUMNS,
        ),
        "portal_provider": (
            f"SELECT -{','.join(PRIVATE_TO_STAFF)}",
            INSERT,
            "UPDATE (state, is_closed, closed_at, content_number, disputed_at, version)",
        ),
        "portal_region": ("SELECT",),
        "portal_audit": ("SELECT",),
        "portal_search": ("SELECT (id, tenant_id, is_closed, received_at, search)",),
    },
    "delivery_content": {
        "portal_staff": ("SELECT",),
        "portal_provider": ("SELECT", INSERT),
        "portal_region": ("SELECT",),
        "portal_audit": ("SELECT",),
    },
    "attachment": {
        "portal_staff": ("SELECT", INSERT),
        "portal_provider": (
            "SELECT",
            INSERT,
            "UPDATE (draft_key, submission_id, delivery_id, tenant_id, content_number)",
            "DELETE",
        ),
        "portal_region": ("SELECT",),
        "portal_audit": ("SELECT",),
    },
    "decision": {
        "portal_staff": ("SELECT", INSERT),
        "portal_provider": ("SELECT",),
        "portal_region": ("SELECT",),
        "portal_audit": ("SELECT",),
    },
    "completion_request": {
        "portal_staff": ("SELECT", INSERT, "UPDATE (withdrawn_at)"),
        "portal_provider": ("SELECT", "UPDATE (answered_at, answer_number)"),
        "portal_region": ("SELECT",),
        "portal_audit": ("SELECT",),
    },
    "client_stop": {
        "portal_staff": ("SELECT", INSERT, "UPDATE (until_on, lifted_on)"),
        "portal_provider": ("SELECT",),
        "portal_region": ("SELECT",),
        "portal_audit": ("SELECT",),
    },
    "lift_request": {
        "portal_staff": (
            "SELECT",
            "UPDATE (answered_at, answered_by_name, lifted_on, refusal)",
        ),
        "portal_provider": ("SELECT", INSERT),
        "portal_region": ("SELECT",),
        "portal_audit": ("SELECT",),
    },
    "note": {"portal_staff": ("SELECT", INSERT), "portal_audit": ("SELECT",)},
    "task": {
        "portal_staff": (
            "SELECT",
            INSERT,
            "UPDATE (due_on, record, closed_by, closed_by_name, closed_at)",
        ),
        "portal_region": ("SELECT",),
        "portal_audit": ("SELECT",),
    },
    "deadline": {
        "portal_staff": (
            "SELECT",
            INSERT,
            "UPDATE (due_on, remind_at, clock, state, ended_at)",
        ),
        "portal_provider": ("SELECT",),
        "portal_region": ("SELECT",),
        "portal_worker": (REMINDER_COLUMNS,),
        "portal_audit": ("SELECT",),
    },
    "event": {
        # Digests could be guessed at by whoever reads them beside a row; only the audit does.
        "portal_staff": ("SELECT -proof", INSERT),
        "portal_provider": ("SELECT -proof", INSERT),
        "portal_region": ("SELECT -proof",),
        "portal_audit": ("SELECT",),
    },
    "ledger_entry": {
        "portal_staff": ("SELECT",),
        "portal_provider": ("SELECT",),
        "portal_audit": ("SELECT",),
        "portal_ledger": ("SELECT", INSERT),
    },
    "ledger_head": {
        "portal_worker": ("SELECT",),
        "portal_audit": ("SELECT",),
        "portal_ledger": ("SELECT", INSERT, "UPDATE"),
    },
    "head_signature": {
        "portal_worker": ("SELECT", INSERT),
        "portal_audit": ("SELECT",),
    },
    "document": {
        "portal_provider": ("SELECT", INSERT),
        "portal_audit": ("SELECT",),
    },
    "outbox": {
        "portal_staff": (
            "INSERT (effect, effect_key, tenant_id, provider_id, data, available_at)",
        ),
        "portal_provider": (
            "INSERT (effect, effect_key, tenant_id, provider_id, data, available_at)",
        ),
        "portal_auth": ("INSERT (effect, effect_key, tenant_id, provider_id, data, available_at)",),
        "portal_worker": ("SELECT", INSERT, "UPDATE"),
        "portal_audit": ("SELECT",),
    },
    "verification_run": {"portal_worker": (INSERT,), "portal_audit": ("SELECT",)},
    "heartbeat": {"portal_worker": ("SELECT", INSERT, "UPDATE"), "portal_audit": ("SELECT",)},
    "installation": dict.fromkeys(ROLES[:6], ("SELECT",)),
}

# Simple enough to be inlined: this runs ten times for every link of a chain.
LENGTH_PREFIXED = """
CREATE FUNCTION length_prefixed(part text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT int4send(octet_length(convert_to(part, 'UTF8'))) || convert_to(part, 'UTF8')
$$
"""

# Appends in the order given, which callers keep in tenant order so that two of them never
# wait for each other in a circle. Time and number come from here, never from the caller. Whoever
# began first may come last; then the chain records it when the one before was: time in a chain
# never goes back. The time of receipt stays what it was.
APPEND_EVENTS = """
CREATE FUNCTION append_events(events jsonb)
RETURNS TABLE (tenant_id uuid, seq bigint, entry_hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  entry jsonb;
  for_tenant uuid;
  head ledger_head%ROWTYPE;
  hash text;
  received timestamptz;
  recorded timestamptz;
  acting text := current_setting('role');
BEGIN
  FOR entry IN SELECT value FROM jsonb_array_elements(events) LOOP
    for_tenant := (entry->>'tenant')::uuid;
    IF acting IN ('portal_staff', 'portal_region') THEN
      IF for_tenant IS DISTINCT FROM NULLIF(current_setting('app.tenant', true), '')::uuid THEN
        RAISE EXCEPTION 'ledger: % may not write for tenant %', acting, for_tenant
          USING ERRCODE = 'insufficient_privilege';
      END IF;
    ELSIF acting = 'portal_provider' THEN
      PERFORM 1 FROM contract c WHERE c.tenant_id = for_tenant
        AND c.provider_id = NULLIF(current_setting('app.provider', true), '')::uuid;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'ledger: no contract with tenant %', for_tenant
          USING ERRCODE = 'insufficient_privilege';
      END IF;
    ELSE
      RAISE EXCEPTION 'ledger: role % may not write', acting
        USING ERRCODE = 'insufficient_privilege';
    END IF;

    IF head.tenant_id IS DISTINCT FROM for_tenant THEN
      PERFORM keep_head(head);
      INSERT INTO ledger_head VALUES (for_tenant, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
      SELECT * INTO STRICT head FROM ledger_head h WHERE h.tenant_id = for_tenant FOR UPDATE;
      SELECT greatest(legal_now(), max(l.recorded_at)) INTO recorded
        FROM ledger_entry l WHERE l.tenant_id = for_tenant AND l.seq = head.seq;
    END IF;

    received := CASE WHEN (entry->>'received')::boolean THEN legal_now() END;
    hash := encode(sha256(
      length_prefixed('v1') || length_prefixed(for_tenant::text)
      || length_prefixed((head.seq + 1)::text) || length_prefixed(entry->>'type')
      || length_prefixed(entry->>'object') || length_prefixed(entry->>'commitment')
      || length_prefixed(coalesce(
           to_char(received AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), ''))
      || length_prefixed(to_char(recorded AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
      || length_prefixed(entry->>'actor') || length_prefixed(head.entry_hash)), 'hex');
    INSERT INTO ledger_entry VALUES (
      for_tenant, head.seq + 1, 'v1', entry->>'type', entry->>'object', entry->>'commitment',
      received, recorded, entry->>'actor', head.entry_hash, hash);
    head.seq := head.seq + 1;
    head.entry_hash := hash;
    tenant_id := for_tenant; seq := head.seq; entry_hash := hash;
    RETURN NEXT;
  END LOOP;
  PERFORM keep_head(head);
END
$$
"""

# A write that changes no row would leave the chain without its head: under FORCE it could.
KEEP_HEAD = """
CREATE FUNCTION keep_head(head ledger_head) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF head.tenant_id IS NULL THEN
    RETURN;
  END IF;
  UPDATE ledger_head h SET seq = head.seq, entry_hash = head.entry_hash
    WHERE h.tenant_id = head.tenant_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'ledger: nothing was written';
  END IF;
END
$$
"""

# Row-level security keeps a text index unused, because its operator is not leakproof. This
# one question goes around it, for the municipality of the setting alone, and gives ids only:
# whoever asked reads the rows behind them through its own wall.
SEARCH = "search_deliveries(text, boolean, integer)"
SEARCH_DELIVERIES = """
CREATE FUNCTION search_deliveries(words text, only_open boolean, most integer)
RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public ROWS 50 AS $$
DECLARE
  for_tenant text := NULLIF(current_setting('app.tenant', true), '');
BEGIN
  RETURN QUERY EXECUTE 'SELECT id FROM delivery WHERE tenant_id = $1 AND search @@ $2'
    || CASE WHEN only_open THEN ' AND NOT is_closed' ELSE '' END
    || ' ORDER BY received_at DESC, id DESC LIMIT $3'
    USING for_tenant::uuid,
      quote_literal(for_tenant)::tsquery && to_tsquery('dutch', words),
      most;
END
$$
"""


def upgrade() -> None:
    for role in ROLES:
        op.execute(
            f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN"
            f" CREATE ROLE {role} NOLOGIN NOINHERIT; END IF; END $$"
        )
    op.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    op.execute(f"GRANT USAGE ON SCHEMA public TO {', '.join(ROLES)}")
    build_walls(WALLS)
    grant(GRANTS)
    # A wall decides what may be written by what is seen before and after; a file that was
    # handed in stays.
    op.execute(
        "CREATE POLICY only_drafts ON attachment AS RESTRICTIVE FOR DELETE TO portal_provider"
        " USING (submission_id IS NULL AND delivery_id IS NULL AND dossier_id IS NULL)"
    )
    op.execute(LENGTH_PREFIXED)
    op.execute(KEEP_HEAD)
    op.execute("REVOKE ALL ON FUNCTION keep_head(ledger_head) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION keep_head(ledger_head) TO portal_ledger")
    op.execute(APPEND_EVENTS)
    # Before it changes hands: afterwards only its owner could.
    op.execute("REVOKE ALL ON FUNCTION append_events(jsonb) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION append_events(jsonb) TO portal_staff, portal_provider")
    op.execute(SEARCH_DELIVERIES)
    op.execute(f"REVOKE ALL ON FUNCTION {SEARCH} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {SEARCH} TO portal_staff")
    for function, owner in (
        ("append_events(jsonb)", "portal_ledger"),
        (SEARCH, "portal_search"),
    ):
        op.execute(f"GRANT {owner} TO CURRENT_USER WITH SET TRUE, INHERIT FALSE")
        op.execute(f"GRANT CREATE ON SCHEMA public TO {owner}")
        op.execute(f"ALTER FUNCTION {function} OWNER TO {owner}")
        op.execute(f"REVOKE CREATE ON SCHEMA public FROM {owner}")


def downgrade() -> None:
    op.execute("SET ROLE portal_ledger")
    op.execute("DROP FUNCTION append_events(jsonb)")
    op.execute("SET ROLE portal_search")
    op.execute(f"DROP FUNCTION {SEARCH}")
    op.execute("RESET ROLE")
    op.execute("DROP FUNCTION keep_head(ledger_head)")
    op.execute("DROP FUNCTION length_prefixed(text)")
    op.execute("DROP POLICY only_drafts ON attachment")
    drop_walls(WALLS)
    revoke(GRANTS)
