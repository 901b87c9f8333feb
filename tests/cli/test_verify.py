"""`portal verify` as somebody at a terminal uses it: the whole database, a receipt, a kept chain."""

import base64
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from portal.adapters.pdf import embedded_files
from portal.adapters.signing import Signer
from portal.cli import main
from portal.services.heads import journal_path, sign_new_heads
from tests.support.app import SIGNING_SEED, Portal
from tests.support.submitting import submit

KEY = Signer(SIGNING_SEED)
STRANGER = Signer(bytes(reversed(SIGNING_SEED)))
# As on a machine that knows nothing of this portal.
NOTHING = dict.fromkeys(
    ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SIGNING_KEY", "BASE_URL", "MAIL_URL"), None
)


def run(*arguments: object, **environment: str) -> Result:
    # The command reads the environment it was started in: the test's own settings stay out.
    return CliRunner(env={**NOTHING, **environment}).invoke(main, ["verify", *map(str, arguments)])


@pytest.fixture
def environment(portal: Portal) -> dict[str, str]:
    """The settings of the portal under test, for a process of its own."""
    settings = portal.settings
    return {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "SECRET_KEY": settings.secret_key,
        "SIGNING_KEY": base64.b64encode(SIGNING_SEED).decode(),
        "BASE_URL": settings.base_url,
        "MAIL_URL": settings.mail_url,
        "MAIL_FROM": settings.mail_from,
        "STORAGE_DIR": str(settings.storage),
        "PORTAL_TESTING": "1",
    }


@pytest.fixture
def receipt(portal: Portal, tmp_path: Path) -> dict[str, Path]:
    """What bob could download: the file and the PDF."""
    journal_path(portal.storage.root).unlink(missing_ok=True)
    submit(portal.database, "clientenstop", "brummen", "epe")
    portal.work()
    sign_new_heads(portal.database.engine, portal.tools)
    found = {}
    for kind, key in portal.database.rows("SELECT kind, storage_key FROM document"):
        path = tmp_path / f"{kind}.{'json' if kind.endswith('bestand') else 'pdf'}"
        path.write_bytes(portal.storage.path(key).read_bytes())
        found[kind] = path
    return found


@contextmanager
def altered(portal: Portal, statement: str, *names: str) -> Iterator[None]:
    """A table that is different for a while; the names are turned round afterwards."""
    portal.database.admin.execute(statement.format(*names).encode())
    yield
    portal.database.admin.execute(statement.format(*reversed(names)).encode())


@pytest.mark.parametrize("kind", ["ontvangstbewijs", "ontvangstbewijs-bestand"])
def test_a_receipt_proves_itself_without_database_or_settings(
    receipt: dict[str, Path], kind: str
) -> None:
    done = run("--receipt", receipt[kind], "--public-key", KEY.public_key_base64())
    assert (done.exit_code, "dit klopt." in done.output) == (0, True), done.output


def test_the_key_may_be_pem_or_a_file(receipt: dict[str, Path], tmp_path: Path) -> None:
    pem = tmp_path / "sleutel.pem"
    pem.write_text(KEY.public_key_pem())
    for key in (KEY.public_key_pem(), pem):
        assert run("--receipt", receipt["ontvangstbewijs"], "--public-key", key).exit_code == 0


def test_the_published_key_proves_the_receipt(
    portal: Portal, receipt: dict[str, Path], tmp_path: Path
) -> None:
    published = portal.visitor().get("/sleutel.pem")
    assert published.status == 200
    pem = tmp_path / "sleutel.pem"
    pem.write_text(published.text)
    assert run("--receipt", receipt["ontvangstbewijs"], "--public-key", pem).exit_code == 0


def test_a_receipt_is_not_proven_by_the_key_of_a_stranger(receipt: dict[str, Path]) -> None:
    done = run(
        "--receipt", receipt["ontvangstbewijs"], "--public-key", STRANGER.public_key_base64()
    )
    assert done.exit_code == 1
    assert "niet bekend" in done.output


def test_without_any_key_the_command_says_what_it_needs(receipt: dict[str, Path]) -> None:
    done = run("--receipt", receipt["ontvangstbewijs"])
    assert done.exit_code == 2
    assert "--public-key" in done.output


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("received_at",), "2026-01-01T00:00:00.000000Z"),
        (("reference",), "CS-2026-AAAA-AAAA"),
        (("municipalities", 0, "entry", "seq"), 99),
        (("municipalities", 0, "opened", "payload", "actor_name"), "Iemand anders"),
    ],
)
def test_a_receipt_that_was_changed_does_not_hold(
    receipt: dict[str, Path], path: tuple[Any, ...], value: object
) -> None:
    file = receipt["ontvangstbewijs-bestand"]
    content = json.loads(file.read_text())
    inside = content
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    file.write_text(json.dumps(content))
    done = run("--receipt", file, "--public-key", KEY.public_key_base64(), "--json")
    assert done.exit_code == 1
    assert json.loads(done.output)["problems"]


def test_a_pdf_without_a_receipt_is_no_receipt(tmp_path: Path) -> None:
    path = tmp_path / "iets.pdf"
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<</Length 3>>\nstream\nabc\nendstream\nendobj\n")
    done = run("--receipt", path, "--public-key", KEY.public_key_base64())
    assert done.exit_code == 1
    assert "geen ontvangstbewijs" in done.output


def test_the_pdf_carries_exactly_the_file(receipt: dict[str, Path]) -> None:
    [inside] = embedded_files(receipt["ontvangstbewijs"].read_bytes())
    assert inside == receipt["ontvangstbewijs-bestand"].read_bytes()


def test_a_sound_database_gives_status_0(
    receipt: dict[str, Path], environment: dict[str, str]
) -> None:
    done = run(**environment)
    assert done.exit_code == 0, done.output
    assert "Alles klopt." in done.output
    [brummen] = [line for line in done.output.splitlines() if "Brummen" in line]
    assert brummen.split()[:5] == ["klopt", "Brummen", "3", "regels,", "1"]


def test_what_is_wrong_is_named_with_municipality_number_and_reason(
    portal: Portal, receipt: dict[str, Path], environment: dict[str, str]
) -> None:
    portal.database.admin.execute(
        "UPDATE delivery SET subject = 'Anders' WHERE tenant_id ="
        " (SELECT id FROM tenant WHERE slug = 'epe')"
    )
    done = run("--json", **environment)
    assert done.exit_code == 1
    told = json.loads(done.output)
    [epe] = [chain for chain in told["chains"] if not chain["sound"]]
    assert (epe["slug"], epe["first"]["number"], epe["first"]["code"]) == ("epe", 1, "row_changed")
    plain = run(**environment)
    assert plain.exit_code == 1
    assert "regel 1: zaak CS-2026-" in plain.output


def test_files_are_left_alone_when_asked(
    portal: Portal, receipt: dict[str, Path], environment: dict[str, str]
) -> None:
    key = portal.database.one("SELECT storage_key FROM document LIMIT 1")
    portal.storage.path(key).unlink()
    assert run(**environment).exit_code == 1
    assert run("--zonder-bestanden", **environment).exit_code == 0
    kept = portal.database.rows(
        "SELECT flaws > 0, with_files, files > 0, entries FROM verification_run ORDER BY ended_at"
    )
    assert kept == [(True, True, True, 6), (False, False, False, 6)]


def test_an_outcome_that_cannot_be_kept_counts_all_the_same(
    portal: Portal, receipt: dict[str, Path], environment: dict[str, str]
) -> None:
    with altered(portal, "ALTER TABLE verification_run RENAME {0} TO {1}", "files", "gone"):
        done = run(**environment)
    assert done.exit_code == 0
    assert "Alles klopt." in done.output
    assert "De uitkomst is niet bewaard" in done.output


def test_a_kept_chain_proves_itself_offline(
    receipt: dict[str, Path], environment: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "ketens"
    assert run("--export", folder, **environment).exit_code == 0
    assert len(list(folder.iterdir())) == 8
    kept = folder / "brummen.keten.jsonl"
    key = KEY.public_key_base64()
    done = run("--chain", kept, "--public-key", key)
    assert done.exit_code == 0, done.output
    assert "Keten van Brummen, 3 regels" in done.output
    stranger = run("--chain", kept, "--public-key", STRANGER.public_key_base64())
    assert stranger.exit_code == 1


@pytest.mark.parametrize(
    ("name", "spoil", "words"),
    [
        ("the last entry is gone", lambda lines: lines[:-1], "Het einde is weggehaald"),
        ("an entry is gone", lambda lines: [*lines[:2], *lines[3:]], "ontbreekt"),
        ("the signed heads are gone", lambda lines: [lines[0], *lines[2:]], "bewijst niets"),
        (
            "an entry was changed",
            lambda lines: [*lines[:3], lines[3].replace('"portaal"', '"iemand"'), *lines[4:]],
            "is veranderd",
        ),
        ("a line is no JSON", lambda lines: [*lines, "geknoei"], "geen JSON"),
        ("a line is something else", lambda lines: [*lines, "{}"], "niet te lezen"),
        ("it is another file", lambda lines: ["{}"], "geen keten"),
        ("it is empty", lambda lines: [], "geen keten"),
    ],
)
def test_a_kept_chain_that_was_changed_does_not_hold(
    receipt: dict[str, Path],
    environment: dict[str, str],
    tmp_path: Path,
    name: str,
    spoil: Any,
    words: str,
) -> None:
    run("--export", tmp_path, **environment)
    kept = tmp_path / "brummen.keten.jsonl"
    lines = kept.read_text().splitlines()
    assert len(lines) == 5
    kept.write_text("".join(line + os.linesep for line in spoil(lines)))
    done = run("--chain", kept, "--public-key", KEY.public_key_base64())
    assert done.exit_code == 1, name
    assert words in done.output
