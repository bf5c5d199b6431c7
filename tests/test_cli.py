"""The command line, run as processes: what it does, what it prints, how it ends."""

import ast
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import make_url, select, update

from lpo_desk.cli import _trace
from lpo_desk.cli.parser import EXPORTS, ROLES
from lpo_desk.db import erasure_ledger
from lpo_desk.db.opening import keys_path
from lpo_desk.db.tables.register import Address, ContactPoint, PartyName, PersonalIdentityCode
from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.domain.accounts import Role
from lpo_desk.domain.audit import AuditKind
from lpo_desk.exports import catalogue
from lpo_desk.practice import PASSWORD as PRACTICE_PASSWORD
from lpo_desk.services import accounts, upkeep
from tests.command_line import PASSWORD, Shell
from tests.conftest import ROOT
from tests.postgres import Cluster

HEAVY = {"sqlalchemy", "PySide6", "sqlcipher3", "openpyxl", "argon2", "phonenumbers", "alembic"}
OTHER_PASSWORD = "puolukat kallion takana"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new database made by `init`, to be copied."""
    shell = Shell(tmp_path_factory.mktemp("founded"))
    path = shell.folder / "desk.lpodb"
    made = shell("init", "--database", path, "--user", "admin", "--password-file", shell.secret())
    assert made.code == 0, made
    return path


@pytest.fixture
def desk(founded: Path, shell: Shell) -> list[object]:
    """The options that open a fresh copy of the new database."""
    return opening(copied(founded, shell.folder / "desk.lpodb"), shell)


@pytest.fixture(scope="session")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small practice database made by `practice`, to be copied."""
    shell = Shell(tmp_path_factory.mktemp("practised"))
    made = shell("practice", "--customers", 60, "--seed", 7, "--database", shell.folder / "p.lpodb", "--json")
    assert made.code == 0, made
    assert made.record["customers"] == 60
    return shell.folder / "p.lpodb"


def copied(database: Path, target: Path) -> Path:
    shutil.copy(database, target)
    shutil.copy(keys_path(database), keys_path(target))
    if erasure_ledger.beside(database).exists():
        shutil.copy(erasure_ledger.beside(database), erasure_ledger.beside(target))
    return target


def opening(database: Path, shell: Shell, user: str = "admin", password: str = PASSWORD) -> list[object]:
    file = shell.secret(password, f"password-{user}")
    return ["--database", database, "--user", user, "--password-file", file]


# --- the words


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; from lpo_desk.cli import main; main(['--help']); print(sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in ast.literal_eval(done.stderr.strip())}
    assert done.stdout.startswith("usage: lpo-desk")
    assert not loaded & HEAVY


def test_names_written_into_the_parser_are_those_of_the_program() -> None:
    assert set(ROLES) == {role.value for role in Role}
    assert set(EXPORTS) == set(catalogue.EXPORTS)


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["verify", "--nonsense"],
        ["backup"],
        ["import"],
        ["import", "paintings", "x.xlsx"],
        ["user", "add", "maija"],
        ["user", "add", "maija", "--role", "king"],
        ["export", "everything", "--out", "x.xlsx"],
        ["export", "monthly", "--out", "x.xlsx", "--month", "2026-13"],
        ["export", "monthly", "--out", "x.xlsx", "--month", "10/2026"],
        ["practice", "--customers", "0"],
        ["init", "--database", "x.lpodb"],
        ["verify", "--password", "secret"],
    ],
)
def test_wrong_usage_ends_with_2(shell: Shell, words: list[str]) -> None:
    answer = shell(*words)
    assert (answer.code, answer.out) == (2, "")
    assert "usage:" in answer.err


@pytest.mark.parametrize(
    ("variables", "words", "said"),
    [
        ({"LANG": "fi_FI.UTF-8"}, [], "Tietokantaa ei ole valittu"),
        ({"LANG": "sv_FI.UTF-8"}, [], "Ingen databas är vald"),
        ({"LANG": "C"}, [], "No database is chosen"),
        ({"LANG": "fi_FI.UTF-8", "LC_ALL": "sv_SE"}, [], "Ingen databas är vald"),
        ({"LANG": "fi_FI.UTF-8"}, ["--lang", "en"], "No database is chosen"),
        ({"LANG": "fi_FI.UTF-8"}, ["--lang=sv"], "Ingen databas är vald"),
    ],
)
def test_it_speaks_the_language_asked_for(
    shell: Shell, variables: dict[str, str], words: list[str], said: str
) -> None:
    shell("verify", *words, **variables).refused(said)


def test_output_is_utf8_whatever_the_system_says(shell: Shell) -> None:
    answer = shell("--lang", "fi", "--help", LANG="C", PYTHONIOENCODING="ascii")
    assert answer.code == 0
    assert "tyhjän salatun tietokannan ja sen ensimmäisen käyttäjän" in " ".join(answer.out.split())


def test_a_bug_is_told_without_its_message() -> None:
    try:
        raise ValueError("131052-999X")
    except ValueError as bug:
        told = _trace(bug)
    assert told.startswith("ValueError, test_cli.py:")
    assert "131052" not in told


# --- init, user add


def test_init_makes_a_database_and_tells_the_recovery_key_once(shell: Shell) -> None:
    path = shell.folder / "uusi.lpodb"
    words = ["init", "--database", path, "--user", "Anna", "--password-file", shell.secret(), "--json"]
    made = shell(*words)
    assert made.code == 0
    assert set(made.record) == {"database", "recovery_key"}
    assert b"SQLite format" not in path.read_bytes()
    if sys.platform != "win32":
        written = [file for file in (*path.parent.glob("uusi.lpodb*"), *(shell.folder / "home").rglob("*"))]
        assert {file.stat().st_mode & 0o077 for file in written} == {0}, written
    shell(*words).refused("uusi.lpodb on jo olemassa")

    signed = accounts.recover(str(path), made.record["recovery_key"], "anna", OTHER_PASSWORD)
    assert signed.account.roles == {Role.ADMINISTRATOR}
    signed.opened.close()
    assert shell("verify", *opening(path, shell, "anna", OTHER_PASSWORD)).code == 0


def test_init_prints_the_key_for_people_too(shell: Shell) -> None:
    path = shell.folder / "uusi.lpodb"
    made = shell("init", "--database", path, "--user", "anna", "--password-file", shell.secret())
    assert made.code == 0
    assert "Tulosta tämä palautusavain" in made.out


def test_init_refuses_a_weak_password_and_leaves_nothing(shell: Shell) -> None:
    path = shell.folder / "uusi.lpodb"
    made = shell("init", "--database", path, "--user", "anna", "--password-file", shell.secret("kissa"))
    made.refused("vähintään 15 merkkiä")
    assert not path.exists()
    assert not keys_path(path).exists()


def test_user_add_adds_a_user_who_can_sign_in(shell: Shell, desk: list[object]) -> None:
    new = shell.secret(OTHER_PASSWORD, "new")
    words = ["user", "add", "maija", "--role", "clerk", "--office", "p", "--new-password-file", new]
    added = shell(*words, *desk, "--json")
    assert added.record == {"added": True, "role": "clerk", "office": "P"}
    signed = accounts.sign_in(str(desk[1]), "maija", OTHER_PASSWORD)
    assert signed.account.roles == {Role.CLERK}
    assert signed.account.office is not None
    assert signed.account.office.code == "P"
    signed.opened.close()

    shell(*words, *desk).refused("Käyttäjätunnus on jo käytössä")
    clerk = opening(Path(str(desk[1])), shell, "maija", OTHER_PASSWORD)
    shell("user", "add", "eve", "--role", "dpo", "--new-password-file", new, *clerk).refused(
        "puuttuu käyttöoikeus"
    )
    shell("user", "add", "x", "--role", "dpo", "--office", "Z", "--new-password-file", new, *desk).refused(
        "L, P"
    )


# --- passwords


def test_a_wrong_password_and_an_unknown_user_are_told_alike(shell: Shell, desk: list[object]) -> None:
    path = Path(str(desk[1]))
    wrong = shell("verify", *opening(path, shell, "admin", OTHER_PASSWORD))
    unknown = shell("verify", *opening(path, shell, "nobody", OTHER_PASSWORD))
    wrong.refused("Käyttäjätunnus tai salasana on väärä")
    assert wrong == unknown


def test_the_password_comes_from_a_file_or_a_terminal(shell: Shell, desk: list[object]) -> None:
    shell("verify", *desk[:4]).refused("komennolla ei ole päätettä")
    shell("verify", *desk[:4], "--password-file", shell.folder / "none").refused(
        "ei voitu lukea tiedostosta none"
    )
    shell("verify", *desk[:4], "--password-file", shell.secret("")).refused("ei voitu lukea tiedostosta")
    address = f"postgresql://anna:{PASSWORD}@localhost/desk"
    answer = shell("verify", "--database", address, *desk[2:])
    answer.refused("Osoitteessa on salasana")
    assert PASSWORD not in answer.err


def test_the_only_user_need_not_be_named(shell: Shell, desk: list[object]) -> None:
    assert shell("verify", *desk[:2], *desk[4:]).code == 0


def test_the_user_must_be_named_where_there_are_several(shell: Shell, practised: Path) -> None:
    shell("verify", "--database", practised, "--password-file", shell.secret()).refused("--user")


# --- backup, restore, verify


def test_a_missing_database_is_refused(shell: Shell) -> None:
    shell("verify", *opening(shell.folder / "none.lpodb", shell)).refused("none.lpodb ei löydy")
    assert not (shell.folder / "none.lpodb").exists()


def test_verify_tells_what_it_found(shell: Shell, practised: Path) -> None:
    path = copied(practised, shell.folder / "p.lpodb")
    found = shell("verify", *opening(path, shell, "admin", PRACTICE_PASSWORD), "--json")
    assert found.code == 0
    record = found.record
    assert (record["ok"], record["faults"], record["pages"], record["references"]) == (True, [], True, True)
    assert record["tables"]["customer_account"] == 60
    erased = 1  # what is left of somebody erased is a party that no list has
    assert record["tables"]["list_entry"] == record["tables"]["party"] - erased
    assert record["audit"]["events"] > 100


def test_verify_sees_a_forged_audit(shell: Shell, desk: list[object]) -> None:
    path = Path(str(desk[1]))
    shell("backup", "--to", shell.folder / "b.lpodb", *desk)  # seals the audit
    signed = accounts.sign_in(str(path), "admin", PASSWORD)
    with signed.opened.database.unit(signed.actor) as unit:
        unit.connection.execute(
            update(AuditEvent).where(AuditEvent.id == 1).values(account_name="somebody else")
        )
    signed.opened.close()
    found = shell("verify", *desk, "--json")
    assert found.code == 1
    assert found.record["faults"] == ["audit"]
    assert "Tapahtumalokin ketju" in found.err
    assert shell("verify", *desk).out.count("VIRHE") == 1


def test_backup_and_restore_bring_everything_back(shell: Shell, desk: list[object]) -> None:
    copy, path = shell.folder / "kopio.lpodb", Path(str(desk[1]))
    made = shell("backup", "--to", copy, *desk, "--json")
    assert made.code == 0
    assert set(made.record) == {"file", "made_at", "schema", "rows", "size"}
    assert made.record["size"] == copy.stat().st_size
    new = shell.secret(OTHER_PASSWORD, "new")
    assert shell("user", "add", "late", "--role", "clerk", "--new-password-file", new, *desk).code == 0

    restored = shell("restore", copy, *desk, "--json")
    assert restored.code == 0, restored
    assert restored.record["rows"] == made.record["rows"]
    assert "late" not in accounts.usernames(str(path))
    assert len(list(shell.folder.glob("desk-replaced-*.lpodb"))) == 1
    signed = accounts.sign_in(str(path), "admin", PASSWORD)
    with signed.opened.database.reading(signed.actor) as unit:
        kinds = set(unit.session.scalars(select(AuditEvent.kind)))
        assert upkeep.last_backup(unit) is None, "the backup was not yet made when it was made"
    signed.opened.close()
    assert AuditKind.RESTORE in kinds


def test_a_backup_never_overwrites(shell: Shell, desk: list[object]) -> None:
    copy = shell.folder / "kopio.lpodb"
    copy.write_text("precious")
    shell("backup", "--to", copy, *desk).refused("kopio.lpodb on jo olemassa")
    assert copy.read_text() == "precious"
    shell("backup", "--to", shell.folder / "none" / "kopio.lpodb", *desk).refused("Kansiota")


def test_a_damaged_backup_is_not_restored(shell: Shell, desk: list[object]) -> None:
    copy, path = shell.folder / "kopio.lpodb", Path(str(desk[1]))
    assert shell("backup", "--to", copy, *desk).code == 0
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 0xFF
    copy.write_bytes(content)
    before = path.read_bytes()
    shell("restore", copy, *desk).refused("vioittunut")
    assert path.read_bytes() == before


def test_only_an_administrator_backs_up_and_restores(shell: Shell, practised: Path) -> None:
    path = copied(practised, shell.folder / "p.lpodb")
    clerk = opening(path, shell, "maija", PRACTICE_PASSWORD)
    shell("backup", "--to", shell.folder / "b.lpodb", *clerk).refused("puuttuu käyttöoikeus")
    assert not (shell.folder / "b.lpodb").exists()
    admin = opening(path, shell, "admin", PRACTICE_PASSWORD)
    assert shell("backup", "--to", shell.folder / "b.lpodb", *admin).code == 0
    before = path.read_bytes()
    shell("restore", shell.folder / "b.lpodb", *clerk).refused("puuttuu käyttöoikeus")
    assert path.read_bytes() == before


def test_an_open_database_is_not_opened_twice(shell: Shell, desk: list[object]) -> None:
    signed = accounts.sign_in(str(desk[1]), "admin", PASSWORD)
    try:
        shell("verify", *desk).refused("Tietokanta on jo auki")
    finally:
        signed.opened.close()


# --- export


def test_export_writes_the_workbook_and_leaves_a_trace(shell: Shell, practised: Path) -> None:
    path = copied(practised, shell.folder / "p.lpodb")
    manager = opening(path, shell, "leena", PRACTICE_PASSWORD)
    out = shell.folder / "kuukausi.xlsx"
    made = shell("export", "monthly", "--month", "2026-10", "--out", out, *manager, "--json")
    assert made.code == 0, made
    assert made.record == {
        "export": "monthly",
        "month": "2026-10",
        "file": str(out),
        "rows": made.record["rows"],
    }
    assert sheets(out)[:1] == ["Yhteenveto"]

    again = shell("export", "monthly", "--month", "2026-10", "--out", out, *manager, "--json", "--lang", "sv")
    assert again.record["file"] == str(shell.folder / "kuukausi-2.xlsx")
    assert sheets(shell.folder / "kuukausi-2.xlsx") != sheets(out)
    signed = accounts.sign_in(str(path), "admin", PRACTICE_PASSWORD)
    with signed.opened.database.reading(signed.actor) as unit:
        exported = select(AuditEvent.account_name).where(AuditEvent.kind == AuditKind.EXPORT)
        who = unit.session.scalars(exported).all()
    signed.opened.close()
    assert who == ["leena", "leena"]


def sheets(workbook: Path) -> list[str]:
    return openpyxl.load_workbook(workbook).sheetnames


def test_export_refuses(shell: Shell, practised: Path) -> None:
    path = copied(practised, shell.folder / "p.lpodb")
    out = shell.folder / "kuukausi.xlsx"
    words = ["export", "monthly", "--out", out]
    manager = opening(path, shell, "esko", PRACTICE_PASSWORD)
    shell(*words, *opening(path, shell, "maija", PRACTICE_PASSWORD)).refused("puuttuu käyttöoikeus")
    shell(*words, "--month", f"{date.today().year + 1}-12", *manager).refused("ei ole vielä alkanut")
    shell(*words, "--office", "Z", *manager).refused("L, P")
    shell(*words[:3], shell.folder / "none" / "k.xlsx", *manager).refused("kansio")
    assert not out.exists()


# --- import


@pytest.fixture
def workbook(shell: Shell) -> Path:
    """Three customers, of whom one has no name, and what hangs on them."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheets: dict[str, list[list[object]]] = {
        "Asiakkaat": [
            ["Asnro", "Sukunimi", "Etunimet", "Yrityksen nimi", "Hetu/Y-tunnus", "Puhelin"],
            ["10000", "Esimerkki", "Aino", None, "131052-999X", "ei ole"],
            ["10001", "Malli", "Onni", None, None, "040 000 0123"],
            ["10002", None, None, None, None, None],
        ],
        "Liittymät": [["Asnro", "Liittymänro", "Tuote"], ["10000", "L1", "Mobiili 4G"]],
        "Tapahtumat": [["Asnro", "Pvm", "Laji", "Kuvaus"], ["10001", date(2020, 5, 4), "tilaus", "Tilasi"]],
        "Mapit": [
            ["Paperinro", "Toimipiste", "Paikka", "Laji", "Asnro"],
            ["L-1", "Loviisa", "A/1", "sopimus", "10000"],
        ],
    }
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(shell.folder / "vanha.xlsx")
    return shell.folder / "vanha.xlsx"


def test_import_takes_the_old_register_in(shell: Shell, desk: list[object], workbook: Path) -> None:
    report = shell.folder / "raportti.xlsx"
    words = ["import", "customers", workbook, *desk, "--json"]
    tried = shell(*words, "--dry-run")
    assert tried.code == 0, tried
    done = shell(*words, "--report", report)
    assert done.code == 0, done
    assert done.record == tried.record
    assert set(done.record) == {
        *("rows", "imported", "unchanged", "refused", "blank"),
        *("subscriptions", "events", "paper_records", "warnings"),
    }
    assert (done.record["rows"], done.record["imported"], done.record["refused"]) == (
        3,
        2,
        {"name_missing": 1},
    )
    assert (done.record["subscriptions"], done.record["events"], done.record["paper_records"]) == (1, 1, 1)
    assert report.exists()

    again = shell(*words).record
    assert (again["imported"], again["unchanged"], again["subscriptions"]) == (0, 2, 0)
    for answer in shell.seen:
        assert "Esimerkki" not in answer.out + answer.err
        assert "131052" not in answer.out + answer.err


def test_import_refuses_before_it_writes(shell: Shell, desk: list[object], workbook: Path) -> None:
    words = ["import", "customers", workbook, *desk]
    shell(*words, "--report", shell.folder / "none" / "r.xlsx").refused("kansio")
    (shell.folder / "kuva.xlsx").write_bytes(b"no workbook")
    broken = shell("import", "customers", shell.folder / "kuva.xlsx", *desk)
    assert (broken.code, broken.out) == (1, "")
    assert shell("verify", *desk, "--json").record["tables"]["party"] == 0


# --- what must not be printed


def test_no_command_prints_personal_data(shell: Shell, practised: Path) -> None:
    path = copied(practised, shell.folder / "p.lpodb")
    admin, folder = opening(path, shell, "admin", PRACTICE_PASSWORD), shell.folder
    new = shell.secret(OTHER_PASSWORD, "new")
    shell("verify", *admin)
    shell("verify", *admin, "--json")
    shell("backup", "--to", folder / "b.lpodb", *admin)
    shell("restore", folder / "b.lpodb", *opening(folder / "r.lpodb", shell, "admin", PRACTICE_PASSWORD))
    shell("export", "monthly", "--out", folder / "k.xlsx", *admin)
    shell(
        "user", "add", "uusi", "--name", "Uusi Ihminen", "--role", "clerk", "--new-password-file", new, *admin
    )
    shell("import", "customers", folder / "b.lpodb", *admin)
    shell("practice", "--database", path)
    assert [answer.code for answer in shell.seen] == [0, 0, 0, 0, 0, 0, 1, 1]
    printed = "\n".join(answer.out + answer.err for answer in shell.seen)
    found = [value for value in personal_values(path) if value in printed]
    assert not found


def personal_values(path: Path) -> set[str]:
    signed = accounts.sign_in(str(path), "admin", PRACTICE_PASSWORD)
    with signed.opened.database.reading(signed.actor) as unit:
        values = set(unit.session.scalars(select(PersonalIdentityCode.value)))
        values |= set(unit.session.scalars(select(ContactPoint.value)))
        values |= set(unit.session.scalars(select(Address.street)))
        for row in unit.session.scalars(select(PartyName)):
            values |= {
                row.organisation_name,
                f"{row.last_name} {row.first_names}",
                f"{row.first_names} {row.last_name}",
            }
    signed.opened.close()
    values = {value for value in values if value.strip()}
    assert len(values) > 200
    return values


# --- how it ends


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise on Windows")
def test_a_reader_that_has_gone_is_no_error(shell: Shell, desk: list[object]) -> None:
    process = shell.start("verify", *desk, "--json")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    told = process.stderr.read()
    assert process.wait(60) == 141
    assert told == b""
    process.stderr.close()


# --- PostgreSQL


@pytest.fixture
def server(postgres_cluster: Cluster, postgres_url: str) -> str:
    """An empty database and the login role of its first user; the address without a user."""
    database = make_url(postgres_url).database or ""
    with postgres_cluster.connect(database) as connection:
        connection.execute("DROP ROLE IF EXISTS chief")
        connection.execute(f"CREATE ROLE chief LOGIN PASSWORD '{PASSWORD}'")
        connection.execute("GRANT ALL ON SCHEMA public TO chief")
    return f"postgresql://127.0.0.1:{postgres_cluster.port}/{database}"


def test_a_server_takes_the_same_commands(shell: Shell, server: str) -> None:
    options: list[object] = ["--database", server, "--user", "chief", "--password-file", shell.secret()]
    shell("verify", *options).refused("ei löydy")
    made = shell("init", *options, "--json")
    assert made.code == 0, made
    assert made.record["recovery_key"] is None
    found = shell("verify", *options, "--json")
    assert (found.code, found.record["ok"], found.record["pages"]) == (0, True, None)
    out = shell.folder / "kuukausi.xlsx"
    assert shell("export", "monthly", "--out", out, *options, "--json").code == 0
    assert sheets(out)
    shell("backup", "--to", shell.folder / "b.lpodb", *options).refused("Palvelimella olevaa")
    shell("restore", shell.folder / "b.lpodb", *options).refused("Palvelimella olevaa")


def test_without_streams_a_command_is_done_all_the_same(tmp_path: Path) -> None:
    """As the windowed program of Windows runs: sys.stdout and sys.stderr are None."""
    code = "import sys; sys.stdout = sys.stderr = None; from lpo_desk.cli import main; sys.exit(main(sys.argv[1:]))"
    shell = Shell(tmp_path)
    for words, wanted in (
        (["--version"], 0),
        (["configure", "--office", "L"], 0),
        (["configure", "--office", "L1"], 1),
    ):
        done = subprocess.run(
            [sys.executable, "-c", code, *words], cwd=ROOT, env=shell.environment(), timeout=300, check=False
        )
        assert done.returncode == wanted
    assert shell("configure", "--json").record["office"] == "L"
