"""A new installation: the first account, and that nothing of the demo exists in it."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from portal.services.installation import check_installation
from portal.settings import Settings, SettingsError
from tests.support.app import make_settings
from tests.support.database import TestDatabase
from tests.support.installation import Installation, loaded_template, new_installation
from tests.support.servers import clone, url_of

WHO = ("--email", "Regie@Mijov.example", "--name", "Rens Regie")
PASSWORD = {
    "naam": "Rens Regie",
    "wachtwoord": "lopen langs de rivier",
    "herhaling": "lopen langs de rivier",
}


@pytest.fixture(scope="module")
def template(own_database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with loaded_template(own_database.number, tmp_path_factory.mktemp("sjabloon")) as name:
        yield name


@pytest.fixture
def installed(own_database: TestDatabase, tmp_path: Path, template: str) -> Iterator[Installation]:
    """A new installation with the region loaded, as the manual says."""
    copy = partial(clone, template=template)
    with new_installation(own_database.number, tmp_path, copy) as installation:
        yield installation


def test_the_first_account_is_a_regiobeheerder_with_a_link_from_the_settings(
    installed: Installation,
) -> None:
    result = installed.run("account", "first-admin", *WHO)

    assert "https://portaal.voorbeeld.example/link/" in result.output
    browser = installed.portal.visitor()
    done = browser.submit(installed.link_of(result), PASSWORD)
    assert done.location == "/regio/"
    assert browser.get("/regio/").status == 200
    assert "Regiobeheerder" in browser.get("/account").words
    assert "regie@mijov.example" in browser.get("/account").words


def test_the_command_can_be_repeated_until_somebody_can_sign_in(installed: Installation) -> None:
    first = installed.link_of(installed.run("account", "first-admin", *WHO))
    second = installed.link_of(installed.run("account", "first-admin", *WHO))

    assert installed.portal.visitor().get(first).status == 404
    assert installed.portal.visitor().submit(second, PASSWORD).status == 303
    refused = installed.run("account", "first-admin", "--email", "x@y.example", "--name", "Xandra")
    assert refused.exit_code == 1
    assert "Er is al een regiobeheerder" in refused.output
    assert not installed.portal.database.one("SELECT 1 FROM account WHERE email = 'x@y.example'")


def test_when_the_last_regiobeheerder_has_gone_the_command_helps_again(
    installed: Installation,
) -> None:
    link = installed.link_of(installed.run("account", "first-admin", *WHO))
    installed.portal.visitor().submit(link, PASSWORD)
    installed.portal.database.admin.execute(
        "UPDATE membership SET until_on = current_date - 1, from_on = current_date - 9"
    )

    assert installed.run("account", "first-admin", *WHO).exit_code == 0


def test_an_account_that_exists_already_gets_the_role(installed: Installation) -> None:
    installed.portal.database.admin.execute(
        "INSERT INTO account (email, name, created_at) VALUES ('regie@mijov.example', 'R', now())"
    )
    link = installed.link_of(installed.run("account", "first-admin", *WHO))
    assert installed.portal.visitor().submit(link, PASSWORD).location == "/regio/"


def test_before_the_region_is_loaded_the_command_says_what_to_do(
    own_database: TestDatabase, tmp_path: Path
) -> None:
    with new_installation(own_database.number, tmp_path) as empty:
        result = empty.run("account", "first-admin", *WHO)
    assert result.exit_code == 1
    assert "portal tenants load" in result.output


@pytest.mark.parametrize(
    "wrong", [("--email", "geen adres", "--name", "Rens"), ("--email", "a@b.nl", "--name", "x@y")]
)
def test_a_wrong_address_or_name_makes_no_account(
    installed: Installation, wrong: tuple[str, ...]
) -> None:
    assert installed.run("account", "first-admin", *wrong).exit_code != 0
    assert installed.portal.database.one("SELECT count(*) FROM account") == 0


def test_an_operator_comes_from_the_command_and_sees_the_platform_only(
    installed: Installation,
) -> None:
    result = installed.run("account", "operator", "--email", "op@x.example", "--name", "Oscar Op")
    browser = installed.portal.visitor()
    done = browser.submit(installed.link_of(result), {**PASSWORD, "naam": "Oscar Op"})

    assert done.location == "/platform/"
    assert browser.get("/platform/").status == 200
    for path in ("/regio/", "/g/brummen/", "/g/brummen/mensen"):
        assert browser.get(path).status == 404


# -- nothing of the demo outside the demo


def test_the_pages_of_the_demo_do_not_exist(installed: Installation) -> None:
    browser = installed.portal.visitor()
    assert browser.get("/demo").status == 404
    assert browser.get("/demo/postvak").status == 404
    assert browser.post("/demo/aanmelden", {"persoon": "alice"}).status == 404
    assert "demo" not in browser.get("/aanmelden").text.lower()
    rules = {rule.rule for rule in installed.portal.app.url_map.iter_rules()}
    assert not [rule for rule in rules if "demo" in rule]


def test_the_people_of_the_demo_cannot_be_loaded(installed: Installation) -> None:
    result = installed.run("tenants", "load", "--demo")
    assert result.exit_code == 1
    assert installed.portal.database.one("SELECT count(*) FROM account") == 0
    assert installed.portal.database.one("SELECT count(*) FROM provider") == 0


def test_a_demo_refuses_a_database_that_is_not_one(installed: Installation) -> None:
    result = installed.run(
        "serve", "--port", "1", PORTAL_DEMO="1", BASE_URL="http://127.0.0.1:8000"
    )
    assert result.exit_code == 2
    assert "deze database is niet van een demo" in result.output


def test_production_refuses_a_database_of_a_demo(database: TestDatabase, tmp_path: Path) -> None:
    settings = make_settings(database, tmp_path, demo=False)
    assert check_installation(database.engine, settings) == [
        "Deze database is van een demo en dient niet voor echt gebruik."
    ]
    assert check_installation(database.engine, make_settings(database, tmp_path)) == []


def test_a_database_that_was_not_migrated_is_refused(installed: Installation) -> None:
    installed.portal.database.admin.execute("UPDATE alembic_version SET version_num = '0001'")
    result = installed.run("serve", "--port", "1")
    assert result.exit_code == 2
    assert "portal migrate" in result.output


def test_demo_and_production_together_are_refused_and_so_is_a_demo_for_others(
    installed: Installation,
) -> None:
    demo = {**installed.environment, "PORTAL_DEMO": "1"}
    with pytest.raises(SettingsError) as both:
        Settings.from_env({**demo, "PORTAL_ENV": "production"})
    assert any("gaan niet samen" in problem for problem in both.value.problems)
    with pytest.raises(SettingsError) as elsewhere:
        Settings.from_env(demo)
    assert any("alleen op deze machine" in problem for problem in elsewhere.value.problems)


def test_a_number_of_proxies_is_a_small_number(installed: Installation) -> None:
    assert Settings.from_env({**installed.environment}).trusted_proxies == 0
    found = Settings.from_env({**installed.environment, "TRUSTED_PROXIES": "2"})
    assert found.trusted_proxies == 2
    for wrong in ("ja", "-1", "6", "1.5"):
        with pytest.raises(SettingsError, match="TRUSTED_PROXIES"):
            Settings.from_env({**installed.environment, "TRUSTED_PROXIES": wrong})


def test_the_owners_login_is_refused_for_serving(installed: Installation) -> None:
    result = installed.run(
        "serve", "--port", "1", DATABASE_URL=url_of(installed.portal.database.name, "portal_owner")
    )
    assert result.exit_code == 2
    assert "eigenaar" in result.output
