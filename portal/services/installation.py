"""What must hold before anything is served, and the health of what runs."""

from sqlalchemy import Connection, Engine, text

from portal.adapters.database import ScopedSession
from portal.migrations.run import APPLICATION_ROLES, current_revision, newest_revision
from portal.settings import Settings

LEGAL_NOW_BODY = "SELECT now()"


def check_installation(engine: Engine, settings: Settings) -> list[str]:
    """Why this database may not be served with these settings; empty when all is well."""
    with engine.connect() as connection:
        return [*login_problems(connection), *shape_problems(connection, settings)]


def shape_problems(connection: Connection, settings: Settings) -> list[str]:
    """The tables have the form that this software expects, and are of a demo where that is one."""
    found = current_revision(connection)
    if found != newest_revision():
        return [
            f"De database staat op versie {found or 'geen'}, deze software verwacht "
            f"{newest_revision()}. Draai eerst `portal migrate`."
        ]
    problems = []
    is_demo = connection.scalar(text("SELECT demo FROM installation")) or False
    if settings.demo and not is_demo:
        problems.append(
            "PORTAL_DEMO=1, maar deze database is niet van een demo. Aanmelden met een klik "
            "zou hier echte gegevens openzetten."
        )
    if is_demo and not settings.demo:
        problems.append("Deze database is van een demo en dient niet voor echt gebruik.")
    return problems


def login_problems(connection: Connection) -> list[str]:
    """The application's login owns nothing, is no superuser and cannot pass row-level security."""
    row = connection.execute(_LOGIN, {"roles": list(APPLICATION_ROLES)}).one()
    problems = []
    if row.rolsuper:
        problems.append("DATABASE_URL is van een superuser. Gebruik een eigen, beperkte login.")
    if row.rolbypassrls:
        problems.append("De login van DATABASE_URL mag rijbeveiliging omzeilen (BYPASSRLS).")
    if row.owned:
        problems.append("De login van DATABASE_URL is eigenaar van tabellen.")
    problems += [f"De login van DATABASE_URL mist de rol {role}." for role in row.missing]
    return problems


def wall_problems(session: ScopedSession) -> list[str]:
    """Every table of a municipality or a provider has forced row security and a wall per role."""
    problems = []
    for row in session.execute(_WALLS):
        if not row.forced:
            problems.append(f"Tabel {row.relname} heeft geen gedwongen rijbeveiliging.")
        if row.is_public:
            problems.append(f"Tabel {row.relname} staat open voor iedereen (PUBLIC).")
        problems += [f"Tabel {row.relname} heeft geen muur voor {role}." for role in row.open_to]
    return problems


_LOGIN = text(
    """
    SELECT r.rolsuper, r.rolbypassrls,
      (SELECT count(*) FROM pg_class c WHERE c.relowner = r.oid) AS owned,
      ARRAY(SELECT wanted FROM unnest(CAST(:roles AS text[])) WITH ORDINALITY u(wanted, place)
            WHERE NOT EXISTS (SELECT 1 FROM pg_roles o WHERE o.rolname = wanted
                              AND pg_has_role(session_user, o.oid, 'SET'))
            ORDER BY place) AS missing
    FROM pg_roles r WHERE r.rolname = session_user
    """
)
# Per table: who may do something there (in the table's own list of privileges or in a column's)
# without a restrictive policy that names him.
_WALLS = text(
    """
    WITH tables AS (
      SELECT c.oid, c.relname, c.relowner, c.relrowsecurity AND c.relforcerowsecurity AS forced
      FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND EXISTS (
        SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid
          AND a.attname IN ('tenant_id', 'provider_id') AND NOT a.attisdropped)
    ), grantees AS (
      SELECT t.oid, g.grantee FROM tables t JOIN pg_class c USING (oid), aclexplode(c.relacl) g
      UNION
      SELECT t.oid, g.grantee FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid,
        aclexplode(a.attacl) g
    )
    SELECT t.relname, t.forced,
      EXISTS (SELECT 1 FROM grantees g WHERE g.oid = t.oid AND g.grantee = 0) AS is_public,
      ARRAY(SELECT pg_get_userbyid(g.grantee)::text FROM grantees g
            WHERE g.oid = t.oid AND g.grantee NOT IN (0, t.relowner) AND NOT EXISTS (
              SELECT 1 FROM pg_policy p WHERE p.polrelid = t.oid AND NOT p.polpermissive
                AND g.grantee = ANY(p.polroles))
            ORDER BY 1) AS open_to
    FROM tables t ORDER BY t.relname
    """
)


def legal_time_problem(session: ScopedSession) -> str | None:
    """The function that tells the legal time is the one that was migrated."""
    body = session.scalar(text("SELECT prosrc FROM pg_proc WHERE proname = 'legal_now'"))
    if body != LEGAL_NOW_BODY:
        return "legal_now() is vervangen: tijden van ontvangst zijn niet te vertrouwen."
    return None
