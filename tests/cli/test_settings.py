"""Production starts with what it needs, or ends and names what is missing or wrong."""

import base64
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.settings import Settings, SettingsError

PRODUCTION = {
    "DATABASE_URL": "postgresql://portaal@db/portaal",
    "REDIS_URL": "redis://redis:6379/0",
    "SECRET_KEY": "s" * 48,
    "SIGNING_KEY": base64.b64encode(bytes(32)).decode(),
    "BASE_URL": "https://portaal.voorbeeld.example",
    "MAIL_URL": "smtp://mail:587?starttls=1",
    "MAIL_FROM": "Portaal <portaal@voorbeeld.example>",
}


def problems(tmp_path: Path, **changes: str) -> list[str]:
    """What is wrong with production after these changes; "" takes a variable away."""
    env = {"STORAGE_DIR": str(tmp_path), **PRODUCTION, **changes}
    try:
        Settings.from_env({name: value for name, value in env.items() if value})
    except SettingsError as error:
        return error.problems
    return []


def test_production_needs_nothing_else(tmp_path: Path) -> None:
    assert problems(tmp_path) == []


@pytest.mark.parametrize("name", PRODUCTION)
def test_what_is_missing_is_named(tmp_path: Path, name: str) -> None:
    [problem] = problems(tmp_path, **{name: ""})
    assert problem.startswith(f"{name} ontbreekt: ")


def test_everything_that_is_missing_is_named_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, **dict.fromkeys(PRODUCTION, ""))
    assert [problem.split()[0] for problem in found] == list(PRODUCTION)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://db/portaal"),
        ("REDIS_URL", "http://redis"),
        ("SECRET_KEY", "kort"),
        ("SIGNING_KEY", "geen sleutel"),
        ("BASE_URL", "http://portaal.voorbeeld.example"),
        ("MAIL_URL", "file:///tmp/postvak"),
        ("TRUSTED_PROXIES", "veel"),
        ("STORAGE_DIR", "/dev/null/opslag"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, name: str, value: str) -> None:
    [problem] = problems(tmp_path, **{name: value})
    assert problem.startswith(name)


def test_demo_sign_in_cannot_exist_in_production(tmp_path: Path) -> None:
    here = "http://127.0.0.1:8000"
    both = problems(tmp_path, PORTAL_DEMO="1", PORTAL_ENV="production", BASE_URL=here)
    assert both == [
        "PORTAL_DEMO=1 en PORTAL_ENV=production gaan niet samen: zet een van beide uit."
    ]
    [elsewhere] = problems(tmp_path, PORTAL_DEMO="1")
    assert "BASE_URL moet naar 127.0.0.1 wijzen" in elsewhere


@pytest.mark.parametrize("command", ["serve", "worker", "clock", "migrate", "verify"])
def test_a_process_that_misses_a_setting_ends_and_says_so(command: str) -> None:
    env = {**dict.fromkeys(PRODUCTION, ""), "STORAGE_DIR": ""}
    result = CliRunner().invoke(main, [command], env=env)
    assert result.exit_code == 2
    assert "SIGNING_KEY ontbreekt" in result.output
