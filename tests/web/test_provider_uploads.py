"""Attachments: what comes in, what is refused and why, and that a refusal costs nothing else."""

import io
import zipfile
from typing import Any

import pytest

from tests.support.app import Page, Portal, Visitor
from tests.support.forms import HOME, LINDEHAEGE, begin, confirm, go_through, plan, reference_on
from tests.support.outages import without_the_answer_to_a_commit

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
MEGABYTE = 1024 * 1024


def upload(visitor: Visitor, path: str, *files: tuple[bytes, str], **fields: Any) -> Page:
    """Send files as a browser does."""
    sent = [(io.BytesIO(content), name) for content, name in files]
    return visitor.post(
        path,
        {**visitor.get(path).form(), "bijlagen": sent, **fields},
        content_type="multipart/form-data",
    )


@pytest.fixture
def bob(portal: Portal) -> Visitor:
    return portal.visitor("bob")


@pytest.fixture
def path(bob: Visitor) -> str:
    return begin(bob, "verbeterplan").replace("aanleiding", "bijlagen")


def listed(page: Page) -> list[str]:
    return [
        " ".join(item.text_content().split())
        for item in page.tree.xpath("//main//span[@class='pt-upload__name']")
    ]


def test_several_files_come_in_at_once_and_are_listed(bob: Visitor, path: str) -> None:
    done = upload(bob, path, (PDF, "plan.pdf"), (b"a;b\n1;2\n", "cijfers.csv"))
    assert done.status == 303
    page = bob.get(path)
    assert listed(page) == ["plan.pdf PDF, 35 bytes", "cijfers.csv CSV, 8 bytes"]


def test_a_file_is_taken_off_again(bob: Visitor, path: str, portal: Portal) -> None:
    upload(bob, path, (PDF, "plan.pdf"))
    page = bob.get(path)
    remove = page.tree.xpath("//button[@name='bestand-weghalen']/@value")[0]
    key = portal.database.one("SELECT storage_key FROM attachment")
    gone = bob.post(path, {**page.form(), "bestand-weghalen": remove})
    assert gone.location == path
    assert listed(bob.get(path)) == []
    assert not portal.storage.path(key).exists()
    assert bob.post(path, {**page.form(), "bestand-weghalen": remove}).status == 303


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"MZ\x90\0", "plan.pdf.exe", "geen soort bestand dat het portaal aanneemt"),
        (b"MZ\x90\0", "plan.pdf", "van binnen geen PDF-bestand"),
        (PDF, "foto.png", "van binnen geen PNG-bestand"),
        (b"", "leeg.pdf", "is leeg"),
        (b"PK\x03\x04", "brief.docx", "van binnen geen Word-bestand"),
        (b"\0\1\2", "notitie.txt", "van binnen geen tekst-bestand"),
        (PDF, "zonder-achtervoegsel", "geen soort bestand"),
    ],
)
def test_a_refused_file_says_why_and_keeps_the_good_ones(
    bob: Visitor, path: str, portal: Portal, content: bytes, name: str, words: str
) -> None:
    refused = upload(bob, path, (PDF, "goed.pdf"), (content, name))
    assert refused.status == 422
    assert any(words in line for line in refused.errors)
    assert [file.split()[0] for file in listed(refused)] == ["goed.pdf"]
    kept = portal.database.rows("SELECT file_name FROM attachment")
    assert kept == [("goed.pdf",)]
    on_disk = [file for file in portal.storage.root.rglob("*") if file.is_file()]
    stored = portal.database.one("SELECT storage_key FROM attachment")
    assert portal.storage.path(stored) in on_disk


def macro_document() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr("word/vbaProject.bin", "x")
    return made.getvalue()


def test_a_document_with_macros_is_refused(bob: Visitor, path: str) -> None:
    refused = upload(bob, path, (macro_document(), "brief.docx"))
    assert any("macro" in line for line in refused.errors)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("<script>alert(1)</script>.pdf", "script>.pdf"),
        ("plan\u202efdp.exe.pdf", "planfdp.exe.pdf"),
        ("a%22; filename=%22b%0D%0A.exe.pdf", 'a"; filename="b%0D%0A.exe.pdf'),
        ("naam met spaties é.pdf", "naam met spaties é.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_hostile_name_becomes_a_harmless_one(
    bob: Visitor, path: str, portal: Portal, name: str, kept: str
) -> None:
    assert upload(bob, path, (PDF, name)).status == 303
    assert portal.database.one("SELECT file_name FROM attachment") == kept
    file_id = portal.database.one("SELECT id FROM attachment")
    page = bob.get(path)
    assert "<script>alert" not in page.text
    answer = bob.client.get(f"{LINDEHAEGE}/bestanden/{file_id}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "\n" not in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_same_file_sent_again_is_there_once(bob: Visitor, path: str) -> None:
    upload(bob, path, (PDF, "plan.pdf"))
    upload(bob, path, (PDF, "plan.pdf"))
    assert len(listed(bob.get(path))) == 1


def test_the_eleventh_file_is_refused_and_ten_are_kept(bob: Visitor, path: str) -> None:
    files = [(PDF + bytes([number]), f"stuk-{number}.pdf") for number in range(11)]
    refused = upload(bob, path, *files)
    assert refused.status == 422
    assert any("hoogstens 10 bestanden" in line for line in refused.errors)
    assert len(listed(refused)) == 10


def post_large(visitor: Visitor, path: str, content: bytes, name: str) -> Page:
    """A file too large for the test client's own encoder, which leaves its copy lying about."""
    fields = {**visitor.get(path).form(), "csrf_token": visitor.csrf_token()}
    parts = [f'name="{key}"\r\n\r\n{value}'.encode() for key, value in fields.items()]
    parts.append(f'name="bijlagen"; filename="{name}"\r\n\r\n'.encode() + content)
    start = b"--grens\r\nContent-Disposition: form-data; "
    body = b"".join(start + part + b"\r\n" for part in parts) + b"--grens--\r\n"
    return Page(
        visitor.client.post(
            path,
            input_stream=io.BytesIO(body),
            content_length=len(body),
            content_type="multipart/form-data; boundary=grens",
        )
    )


def test_a_file_above_the_limit_is_told_by_name(portal: Portal, bob: Visitor, path: str) -> None:
    refused = post_large(bob, path, PDF + b"x" * (20 * MEGABYTE), "groot.pdf")
    assert refused.status == 422
    assert any("“groot.pdf” is groter dan 20 MB" in line for line in refused.errors)
    assert portal.database.one("SELECT count(*) FROM attachment") == 0


def test_a_forty_megabyte_program_gets_the_page_that_says_what_to_do(
    portal: Portal, bob: Visitor, path: str
) -> None:
    refused = post_large(bob, path, b"MZ" * (20 * MEGABYTE), "plan.pdf.exe")
    assert refused.status == 413
    assert refused.h1 == "Dit bestand is te groot"
    assert "hoogstens 20 MB" in refused.words
    assert portal.database.one("SELECT count(*) FROM draft") == 0
    assert bob.get(path).status == 200


def test_files_reach_the_municipality_with_the_submission(portal: Portal, bob: Visitor) -> None:
    first = begin(bob, "verbeterplan")
    upload(bob, first.replace("aanleiding", "bijlagen"), (PDF, "plan.pdf"))
    check = go_through(bob, first, plan("brummen"))
    assert "plan.pdf" in check.words
    receipt = bob.follow(confirm(bob, check))
    sha256 = portal.database.one("SELECT sha256 FROM attachment")
    assert f"SHA-256 {sha256}" in receipt.words
    submission = bob.get(f"{LINDEHAEGE}/indieningen/{reference_on(receipt)}")
    assert "plan.pdf" in submission.links()["plan.pdf"] or submission.links()["plan.pdf"]
    assert bob.client.get(submission.links()["plan.pdf"]).data == PDF
    assert portal.database.one("SELECT submission_id IS NOT NULL FROM attachment")


def test_a_file_added_after_the_check_page_was_opened_asks_for_another_look(
    portal: Portal, bob: Visitor
) -> None:
    first = begin(bob, "verbeterplan")
    check = go_through(bob, first, plan("brummen"))
    upload(bob, first.replace("aanleiding", "bijlagen"), (PDF, "plan.pdf"))
    stale = confirm(bob, check)
    assert stale.status == 409
    assert "plan.pdf" in stale.words


def test_a_foreign_file_is_a_missing_file(portal: Portal, bob: Visitor, path: str) -> None:
    upload(bob, path, (PDF, "plan.pdf"))
    file_id = portal.database.one("SELECT id FROM attachment")
    charlie = portal.visitor("charlie")
    assert charlie.get(f"{HOME['charlie']}/bestanden/{file_id}").status == 404
    assert charlie.get(f"{LINDEHAEGE}/bestanden/{file_id}").status == 404


def test_deleting_a_draft_deletes_its_files(portal: Portal, bob: Visitor, path: str) -> None:
    upload(bob, path, (PDF, "plan.pdf"))
    key = portal.database.one("SELECT storage_key FROM attachment")
    draft = path.split("/")[-2]
    bob.post(f"{LINDEHAEGE}/concepten/{draft}/verwijderen", {})
    assert portal.database.one("SELECT count(*) FROM attachment") == 0
    assert not portal.storage.path(key).exists()


def test_a_file_stays_where_it_is_when_nobody_knows_whether_it_was_accepted(
    portal: Portal, bob: Visitor, path: str
) -> None:
    with without_the_answer_to_a_commit():
        assert upload(bob, path, (PDF, "plan.pdf")).status == 503
    assert listed(bob.get(path)) == ["plan.pdf PDF, 35 bytes"]
    key = portal.database.one("SELECT storage_key FROM attachment")
    assert portal.storage.path(key).read_bytes() == PDF


def test_whatever_a_file_is_called_its_receipt_is_made_and_mailed(
    portal: Portal, bob: Visitor
) -> None:
    first = begin(bob, "verbeterplan")
    upload(bob, first.replace("aanleiding", "bijlagen"), (PDF, "plan ✅ 计划.pdf"))
    receipt = bob.follow(confirm(bob, go_through(bob, first, plan("brummen"))))
    portal.work()
    assert portal.database.rows("SELECT effect, state FROM outbox WHERE state <> 'klaar'") == []
    made = bob.client.get(f"{LINDEHAEGE}/indieningen/{reference_on(receipt)}/ontvangstbewijs.pdf")
    assert made.data.startswith(b"%PDF-")
    assert any("Ontvangen" in mail.subject for mail in portal.mail.sent)
