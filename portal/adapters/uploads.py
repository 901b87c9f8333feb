"""Takes an uploaded file in: into quarantine first, then judged by its content.

A name says nothing: `plan.pdf.exe` is judged by its last extension, and the content must be
what the extension says. Documents with macros and archives inside archives are refused with
the reason.
"""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO
from unicodedata import category, normalize

import puremagic

from portal.adapters.storage import Storage, TooLarge
from portal.domain.errors import RuleBroken

MAX_NAME = 120
HEAD_BYTES = 8192
MAX_UNPACKED_BYTES = 500 * 1024 * 1024
MAX_MEMBERS = 5_000
MAX_MANIFEST_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that may come in; `member` is what its container must hold."""

    media_type: str
    name: str
    magic: tuple[str, ...] = ()
    member: str = ""


OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES: dict[str, FileType] = {
    "pdf": FileType("application/pdf", "PDF", (".pdf",)),
    "docx": FileType(f"{OFFICE}wordprocessingml.document", "Word", member="word/document.xml"),
    "xlsx": FileType(f"{OFFICE}spreadsheetml.sheet", "Excel", member="xl/workbook.xml"),
    "pptx": FileType(
        f"{OFFICE}presentationml.presentation", "PowerPoint", member="ppt/presentation.xml"
    ),
    "odt": FileType(
        "application/vnd.oasis.opendocument.text", "OpenDocument", member="content.xml"
    ),
    "ods": FileType(
        "application/vnd.oasis.opendocument.spreadsheet", "OpenDocument", member="content.xml"
    ),
    "png": FileType("image/png", "PNG", (".png",)),
    "jpg": FileType("image/jpeg", "JPEG", (".jpg", ".jpeg", ".jfif")),
    "jpeg": FileType("image/jpeg", "JPEG", (".jpg", ".jpeg", ".jfif")),
    "txt": FileType("text/plain", "tekst"),
    "csv": FileType("text/csv", "CSV"),
}
ACCEPT = ",".join(f".{extension}" for extension in TYPES)
ALLOWED = "PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, tekst of CSV"
_ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz", ".bz2", ".xz", ".iso", ".cab", ".jar")
_MACROS = ("vbaproject.bin", "vbadata.xml")
_SCRIPTS = ("basic/", "scripts/")
# With a password, Word and Excel put the document in a container of another kind; OpenDocument
# tells it in its manifest.
_OLE, _LOCKED_IN_OLE = bytes.fromhex("d0cf11e0a1b11ae1"), "EncryptedPackage".encode("utf-16-le")
_MANIFEST, _LOCKED_IN_MANIFEST = "META-INF/manifest.xml", b":encryption-data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A file that is stored and may stay, as columns of an attachment."""

    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    storage_key: str

    def as_values(self) -> dict[str, str | int]:
        """Column to value."""
        return {
            "file_name": self.file_name,
            "media_type": self.media_type,
            "size_bytes": self.size_bytes,
            "sha256": self.sha256,
            "storage_key": self.storage_key,
        }


def take_in(storage: Storage, stream: IO[bytes], *, name: str, max_bytes: int) -> Accepted:
    """Store a file and judge it; a refused one is gone again.

    Raises RuleBroken with a sentence that says what to do.
    """
    clean = clean_name(name)
    file_type = type_of(clean)
    try:
        stored = storage.put(stream, max_bytes=max_bytes)
    except TooLarge:
        raise RuleBroken(
            f"“{clean}” is groter dan {max_bytes // (1024 * 1024)} MB. Maak het bestand kleiner of "
            "verdeel het.",
            code="too_large",
        ) from None
    try:
        if stored.size_bytes == 0:
            raise RuleBroken(f"“{clean}” is leeg. Kies een ander bestand.", code="empty_file")
        judge(storage.path(stored.key), clean, file_type)
    except RuleBroken:
        storage.remove(stored.key)
        raise
    return Accepted(
        file_name=clean,
        media_type=file_type.media_type,
        size_bytes=stored.size_bytes,
        sha256=stored.sha256,
        storage_key=stored.key,
    )


def clean_name(name: str) -> str:
    """The last part of the name, without control or direction marks, of a sane length."""
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(c for c in normalize("NFC", last) if category(c)[0] != "C")
    stem, dot, extension = kept.strip().rpartition(".")
    if not dot:
        return kept.strip()[:MAX_NAME] or "bestand"
    return f"{stem[: MAX_NAME - len(extension) - 1].strip()}.{extension}"


def type_of(name: str) -> FileType:
    """The type that the last extension claims; raises RuleBroken for one that may not come in."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    found = TYPES.get(extension)
    if found is None:
        raise RuleBroken(
            f"“{name}” is geen soort bestand dat het portaal aanneemt. Kies {ALLOWED}.",
            code="file_type",
        )
    return found


def judge(path: Path, name: str, claimed: FileType) -> None:
    """Whether the content is what the name says; raises RuleBroken."""
    if claimed.member:
        _judge_container(path, name, claimed)
    elif claimed.magic:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        if not _looks_like(head, claimed):
            raise _not_what_it_says(name, claimed)
    else:
        _judge_text(path, name, claimed)


def _looks_like(head: bytes, claimed: FileType) -> bool:
    if claimed.media_type == "application/pdf":
        return head.startswith(b"%PDF-")
    try:
        found = {match.extension for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return False
    return bool(found & set(claimed.magic))


def _judge_container(path: Path, name: str, claimed: FileType) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            is_locked = any(member.flag_bits & 1 for member in members) or any(
                _LOCKED_IN_MANIFEST in archive.open(member).read(MAX_MANIFEST_BYTES)
                for member in members
                if member.filename == _MANIFEST
            )
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        content = path.read_bytes()
        if content.startswith(_OLE) and _LOCKED_IN_OLE in content:
            raise _locked(name) from None
        raise _not_what_it_says(name, claimed) from None
    names = [member.filename.lower() for member in members]
    if is_locked:
        raise _locked(name)
    if claimed.member not in names:
        raise _not_what_it_says(name, claimed)
    if any(part.rpartition("/")[2] in _MACROS or part.startswith(_SCRIPTS) for part in names):
        raise RuleBroken(
            f"In “{name}” zitten macro's. Sla het op zonder macro's, of als PDF.", code="macros"
        )
    if any(part.endswith(_ARCHIVES) for part in names):
        raise RuleBroken(
            f"In “{name}” zit een ander archief. Haal dat eruit en stuur de bestanden los.",
            code="nested",
        )
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES or len(members) > MAX_MEMBERS:
        raise RuleBroken(
            f"“{name}” wordt uitgepakt te groot. Sla het op als PDF.", code="unpacks_too_large"
        )


def _judge_text(path: Path, name: str, claimed: FileType) -> None:
    with path.open("rb") as file:
        while chunk := file.read(HEAD_BYTES * 8):
            if b"\0" in chunk:
                raise _not_what_it_says(name, claimed)


def _locked(name: str) -> RuleBroken:
    return RuleBroken(
        f"“{name}” is met een wachtwoord beveiligd. Sla het op zonder wachtwoord.",
        code="encrypted",
    )


def _not_what_it_says(name: str, claimed: FileType) -> RuleBroken:
    return RuleBroken(
        f"“{name}” is van binnen geen {claimed.name}-bestand. Open het, sla het opnieuw op en "
        "probeer het nog een keer.",
        code="content_differs",
    )
