"""A story that was told once and is put back after every change to it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from psycopg import sql

from portal.domain.configuration.story import Story
from portal.services.demo_database import demo_pack
from portal.services.demo_story import tell_story
from portal.services.heads import journal_path, sign_new_heads
from portal.services.verifying import Verification, verify_database
from tests.support.app import Portal
from tests.support.servers import OWNER, url_of

NOW = datetime(2026, 9, 7, 13, 0, tzinfo=UTC)
# Together they hold every kind, every deed, files, and what came in elsewhere.
ENTRIES = {
    "linde-rapporteren", "hanze-stop-mail", "wijk-brief", "stap-kas", "tuin-stop",
    "linde-stop-laat", "linde-declaraties", "thuis-stop-nacht", "thuis-stop-inwerken",
    "klaver-medicijnen", "zon-stop-telefoon", "helder-invallers", "klaver-brand",
}  # fmt: skip
TABLES = (
    "submission", "delivery", "delivery_content", "attachment", "decision", "completion_request",
    "client_stop", "lift_request", "note", "task", "deadline", "document", "outbox", "event",
    "ledger_entry", "ledger_head", "head_signature",
)  # fmt: skip


@dataclass
class Told:
    """A portal in which a whole story happened, and a copy of all of it."""

    portal: Portal
    copies: Path
    on_disk: bool = False

    def verify(self, *more_keys: bytes) -> Verification:
        """Check everything, as `portal verify` does."""
        tools = self.portal.tools
        return verify_database(
            self.portal.database.engine,
            journal=self.journal,
            storage=tools.storage,
            public_keys=(tools.signer.public_key, *more_keys),
            now=NOW,
        )

    @property
    def journal(self) -> Path:
        return journal_path(self.portal.tools.storage.root)

    @contextmanager
    def tampered(self, *, on_disk: bool = False) -> Iterator[None]:
        """Whatever is changed inside is put back; files and journal when it says so."""
        self.on_disk = on_disk
        try:
            yield
        finally:
            self.restore()

    def keep(self) -> None:
        """Remember everything as it is."""
        admin = self.portal.database.admin
        admin.execute("CREATE SCHEMA IF NOT EXISTS kept")
        for table in TABLES:
            name = sql.Identifier(table)
            admin.execute(sql.SQL("DROP TABLE IF EXISTS kept.{}").format(name))
            admin.execute(sql.SQL("CREATE TABLE kept.{0} AS TABLE public.{0}").format(name))
        shutil.copytree(self.portal.tools.storage.root, self.copies / "bestanden")
        shutil.copy(self.journal, self.copies / self.journal.name)

    def restore(self) -> None:
        """Everything as it was."""
        admin = self.portal.database.admin
        with admin.transaction():
            admin.execute("SET LOCAL session_replication_role = replica")
            for table in TABLES:
                admin.execute(sql.SQL("DELETE FROM public.{}").format(sql.Identifier(table)))
                columns = sql.SQL(", ").join(
                    sql.Identifier(row[0])
                    for row in admin.execute(
                        "SELECT column_name FROM information_schema.columns WHERE table_schema ="
                        " 'public' AND table_name = %s AND is_generated = 'NEVER'",
                        (table,),
                    )
                )
                admin.execute(
                    sql.SQL(
                        "INSERT INTO public.{0} ({1}) OVERRIDING SYSTEM VALUE"
                        " SELECT {1} FROM kept.{0}"
                    ).format(sql.Identifier(table), columns)
                )
        if self.on_disk:
            root = self.portal.tools.storage.root
            shutil.rmtree(root)
            shutil.copytree(self.copies / "bestanden", root)
            shutil.copy(self.copies / self.journal.name, self.journal)
            self.on_disk = False


def tell(portal: Portal, copies: Path) -> Told:
    """Let the story happen, sign the chains, and keep a copy."""
    journal_path(portal.storage.root).unlink(missing_ok=True)
    demo = demo_pack().demo
    assert demo is not None
    story = Story(entries=tuple(e for e in demo.story.entries if e.slug in ENTRIES))
    owner = url_of(portal.database.name, OWNER)
    left_out = tell_story(owner, replace(demo, story=story), portal.tools, now=NOW).left_out
    assert left_out == (), left_out
    sign_new_heads(portal.database.engine, portal.tools)
    told = Told(portal, copies)
    told.keep()
    return told
