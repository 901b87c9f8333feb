"""Everything the portal must be told, read once from the environment."""

import base64
import binascii
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

MINIMUM_SECRET_LENGTH = 32
MAX_UPLOAD_BYTES = 20 * 1024 * 1024
STORAGE_DIR = "/var/lib/zorgportaal"


class SettingsError(Exception):
    """One or more variables are missing or wrong; `problems` names each with what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What web, worker, clock and the command line share.

    `migration_url` belongs to the owner of the tables and is absent where only the portal runs.
    `storage` holds attachments, rendered documents and the journal of signed chain heads; all
    processes share it.
    `mail_url` is `smtp://[user:password@]host:port[?starttls=1]`, or `file:///directory` in
    the demo, where a page shows the mailbox. `trusted_proxies` is how many proxies of our own
    stand in front; without them nobody is believed about where a request came from.
    """

    database_url: str
    redis_url: str
    secret_key: str
    signing_key: bytes
    base_url: str
    mail_url: str
    mail_from: str
    storage: Path
    migration_url: str | None = None
    demo: bool = False
    testing: bool = False
    max_upload_bytes: int = MAX_UPLOAD_BYTES
    trusted_proxies: int = 0

    @property
    def secure_cookies(self) -> bool:
        """Cookies only over https, wherever the portal is reached over https."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Read all variables; raise SettingsError that names every missing or bad one."""
        reader = _Reader(env)
        demo = env.get("PORTAL_DEMO", "") == "1"
        testing = env.get("PORTAL_TESTING", "") == "1"
        settings = cls(
            database_url=reader.url("DATABASE_URL", ("postgresql",)),
            redis_url=reader.url("REDIS_URL", ("redis", "rediss", "unix")),
            secret_key=reader.secret("SECRET_KEY"),
            signing_key=reader.key("SIGNING_KEY"),
            base_url=reader.base_url("BASE_URL", insecure_allowed=demo or testing),
            # A mailbox in files is read by nobody, except in the demo.
            mail_url=reader.url(
                "MAIL_URL", ("smtp", "smtps", "file") if demo or testing else ("smtp", "smtps")
            ),
            mail_from=reader.required("MAIL_FROM", "het adres waarvan het portaal mail verstuurt"),
            storage=reader.directory("STORAGE_DIR", STORAGE_DIR),
            migration_url=env.get("MIGRATION_URL") or None,
            demo=demo,
            testing=testing,
            trusted_proxies=reader.count("TRUSTED_PROXIES", most=5),
        )
        if demo and env.get("PORTAL_ENV") == "production":
            reader.problems.append(
                "PORTAL_DEMO=1 en PORTAL_ENV=production gaan niet samen: zet een van beide uit."
            )
        if demo and not testing and urlsplit(settings.base_url).hostname not in _LOCAL_HOSTS:
            reader.problems.append(
                "PORTAL_DEMO=1 mag alleen op deze machine: BASE_URL moet naar 127.0.0.1 wijzen. "
                "Het aanmelden met een klik zou anders voor iedereen openstaan."
            )
        if reader.problems:
            raise SettingsError(reader.problems)
        return settings


_LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")


class _Reader:
    """Collects problems instead of stopping at the first."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.problems: list[str] = []

    def required(self, name: str, meaning: str) -> str:
        value = self.env.get(name, "").strip()
        if not value:
            self.problems.append(f"{name} ontbreekt: {meaning}.")
        return value

    def url(self, name: str, schemes: tuple[str, ...]) -> str:
        value = self.required(name, f"een adres dat begint met {schemes[0]}://")
        if value and urlsplit(value).scheme.split("+")[0] not in schemes:
            self.problems.append(
                f"{name} begint niet met {' of '.join(s + '://' for s in schemes)}."
            )
        return value

    def secret(self, name: str) -> str:
        value = self.required(name, f"minstens {MINIMUM_SECRET_LENGTH} willekeurige tekens")
        if value and len(value) < MINIMUM_SECRET_LENGTH:
            self.problems.append(f"{name} is te kort: minstens {MINIMUM_SECRET_LENGTH} tekens.")
        return value

    def key(self, name: str) -> bytes:
        value = self.required(name, "32 bytes in base64; maak er een met `portal signing-key`")
        try:
            key = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if value and len(key) != 32:
            self.problems.append(
                f"{name} is geen 32 bytes in base64; maak er een met `portal signing-key`."
            )
        return key

    def directory(self, name: str, otherwise: str) -> Path:
        """A directory that can be written in, or made."""
        path = Path(self.env.get(name, "").strip() or otherwise)
        nearest = next(each for each in (path, *path.absolute().parents) if each.exists())
        if not (nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)):
            self.problems.append(
                f"{name} wijst naar {path}; daar mag dit proces niet schrijven. Maak die map, met "
                "deze gebruiker als eigenaar, of kies een andere buiten de webserver."
            )
        return path

    def count(self, name: str, *, most: int) -> int:
        value = self.env.get(name, "").strip() or "0"
        if value.isascii() and value.isdigit() and int(value) <= most:
            return int(value)
        self.problems.append(f"{name} moet een getal van 0 tot en met {most} zijn.")
        return 0

    def base_url(self, name: str, *, insecure_allowed: bool) -> str:
        value = self.url(name, ("https", "http")).rstrip("/")
        if value.startswith("http://") and not insecure_allowed:
            self.problems.append(
                f"{name} moet met https:// beginnen: er staan vertrouwelijke stukken in."
            )
        return value
