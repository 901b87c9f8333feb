"""Names and contents of files as they come in, below the form that they come through."""

import io
import zipfile
from pathlib import Path

import pytest

from portal.adapters.storage import Storage
from portal.adapters.uploads import MAX_NAME, clean_name, take_in
from portal.domain.errors import RuleBroken


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\bob\\plan.pdf", "plan.pdf"),
        ("/etc/passwd", "passwd"),
        ("..", ".."),
        ("", "bestand"),
        ("pl\0an\r\n.pdf", "plan.pdf"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ("e\u0301e\u0301n.pdf", "één.pdf"),
        ("  plan .pdf ", "plan.pdf"),
        ("x" * 300 + ".pdf", "x" * (MAX_NAME - 4) + ".pdf"),
    ],
)
def test_of_a_name_only_the_harmless_last_part_is_kept(name: str, kept: str) -> None:
    assert clean_name(name) == kept


def container(*members: str, content: str = "x") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for member in members:
            archive.writestr(member, content)
    return made.getvalue()


# As Word and LibreOffice write a document with a password: its beginning, and what tells it.
LOCKED_WORD = (
    bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512) + "EncryptedPackage".encode("utf-16-le")
)
LOCKED_ODT = container(
    "encrypted-package",
    "META-INF/manifest.xml",
    content="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>",
)
OLD_WORD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"MZ", "plan.pdf.exe", "file_type"),
        (b"MZ", "plan.pdf", "content_differs"),
        (container("xl/workbook.xml"), "brief.docx", "content_differs"),
        (container("word/document.xml", "word/vbaProject.bin"), "brief.docx", "macros"),
        (container("word/document.xml", "word/media/stukken.zip"), "brief.docx", "nested"),
        (container("content.xml", "Basic/Standard/Module1.xml"), "brief.odt", "macros"),
        (container("content.xml", "Scripts/python/los.py"), "brief.odt", "macros"),
        (LOCKED_WORD, "brief.docx", "encrypted"),
        (LOCKED_ODT, "brief.odt", "encrypted"),
        (OLD_WORD, "brief.docx", "content_differs"),
        (b"", "leeg.txt", "empty_file"),
        (b"0123456789x", "lang.txt", "too_large"),
    ],
)
def test_a_refused_file_leaves_nothing_behind(
    tmp_path: Path, content: bytes, name: str, code: str
) -> None:
    limit = 10 if code == "too_large" else 10_000
    with pytest.raises(RuleBroken) as refused:
        take_in(Storage(tmp_path), io.BytesIO(content), name=name, max_bytes=limit)
    assert refused.value.code == code
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_accepted_file_is_stored_with_its_hash(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    file = take_in(
        storage, io.BytesIO(container("word/document.xml")), name="brief.docx", max_bytes=10_000
    )
    assert storage.path(file.storage_key).stat().st_size == file.size_bytes
    assert file.media_type.endswith("wordprocessingml.document")
    assert len(file.sha256) == 64
