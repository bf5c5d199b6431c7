"""The register extract: everything of the person, nothing of anybody else, and no word of another language."""

import enum
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Column

from lpo_desk.db import declared
from lpo_desk.db.tables import imports, papers, register, relationship
from lpo_desk.db.tables.services import Connection
from lpo_desk.db.tables.system import Account
from lpo_desk.db.unit import NoTicket
from lpo_desk.documents import extract as print_extract
from lpo_desk.documents.wording import shown
from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.case import CaseStatus, DocumentKind, GatherPlace, IdentityMethod
from lpo_desk.domain.extract import Extract, ExtractSection, Facts, LookUp, Row, Table
from lpo_desk.domain.leaving import Exit, Leaving
from lpo_desk.domain.paper import PaperKind, RetentionClass
from lpo_desk.domain.party import (
    AddressKind,
    ContactKind,
    InteractionKind,
    NameKind,
    RelationKind,
    Source,
    SubscriptionState,
)
from lpo_desk.domain.printed import Money
from lpo_desk.domain.privacy import Category, Personal
from lpo_desk.domain.products import OwnerConsent
from lpo_desk.services import casework, customers, deciding, diary, extract, history, releasing
from lpo_desk.services._steps import StepRefused
from lpo_desk.services.extract import LEFT_OUT_CELL
from lpo_desk.terms import Lang, Term, catalogue
from tests.db.people import Someone, add
from tests.documents.reading import squeezed, text
from tests.fixtures_db import Desk
from tests.services.canaries import HETU, Canaries, enumerations
from tests.services.case_steps import FULFILLED, MATTI, ON_THE_FILE, REFUSED, bring, customer, do, opened
from tests.services.case_steps import register as take_in

CAME = {"source": Source.SUBJECT, "source_on": date(2026, 11, 23)}


def build(desk: Desk, party_id: int, case_id: int, ticket: Ticket | None = None) -> Extract:
    ticket = ticket or opened(desk, party_id)
    with desk.database.reading(desk["jani"]) as unit:
        return extract.build(unit, ticket, case_id)


def cells(content: Extract, lang: Lang = Lang.FI) -> Iterator[str]:
    """Every value of every table, as printed."""
    for section in content.sections:
        for block in section.blocks:
            assert not isinstance(block, Facts)
            for row in block.rows:
                yield from (shown(cell, lang) for cell in (*row.cells, row.on))


def lines(content: Extract, category: Category, title: str | None = None) -> list[Row]:
    """The rows of a category, of all its tables or of one."""
    blocks = section(content, category).blocks
    return [
        row
        for block in blocks
        if isinstance(block, Table) and (title is None or block.title == Term(title))
        for row in block.rows
    ]


def section(content: Extract, category: Category) -> ExtractSection:
    return next(section for section in content.sections if section.category is category)


# --- complete by construction


def canaries(desk: Desk) -> tuple[Canaries, int]:
    """Two people with a canary in every personal column, and a case of A's."""
    with desk.database.unit(desk["maija"]) as unit:
        birds = Canaries(unit)
        birds.fill()
    made = take_in(desk, birds.parties["A"])
    return birds, made.case_id


def test_every_value_of_the_person_is_there_and_none_of_the_other(desk: Desk) -> None:
    birds, case = canaries(desk)
    content = build(desk, birds.parties["A"], case)
    printed = set(cells(content))
    found = " ".join(printed)
    missing = {name for name, value in birds.told["A"].items() if value not in found}
    assert not missing, sorted(missing)
    own = set(birds.told["A"].values())
    foreign = {name for name, value in birds.told["B"].items() if value not in own and value in printed}
    assert not foreign, foreign
    tables = {name.partition(".")[0] for name in birds.told["A"]}
    assert tables == {table.name for table, _, _ in declared.roads()} - without_canaries()


def without_canaries() -> set[str]:
    """Tables whose every own column is an enumeration or a yes: nothing in them can be told from another's."""
    enums = enumerations()
    return {
        table.name
        for table, end, _ in declared.roads()
        if all(f"{table.name}.{column.name}" in enums for column, _ in declared.own(table, end))
        and "source_on" not in table.c  # the day it came is told beside the row
    }


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_the_printed_extract_holds_the_same(local_desk: Desk, lang: Lang) -> None:
    birds, case = canaries(local_desk)
    content = build(local_desk, birds.parties["A"], case)
    pages = text(print_extract(content, lang))
    whole = squeezed(pages)
    own = {squeezed(value) for value in birds.told["A"].values()}
    assert not {value for value in own if value not in whole}
    assert not set(re.findall(r"BKAN\d+Q", whole)) - own
    assert HETU["A"] not in whole
    assert HETU["B"][:7] not in whole
    assert_language(pages, lang)


def assert_language(pages: str, lang: Lang) -> None:
    """No English phrase of the catalogue and no value of the code in a printed paper."""
    own, english = catalogue(lang), catalogue(Lang.EN)
    everything_own = "\n".join(own.values()).casefold()
    phrases = {
        value
        for key, value in english.items()
        if len(value) > 5 and "{" not in value and value.casefold() not in everything_own
    }
    folded = pages.casefold()
    assert not {value for value in phrases if re.search(rf"\b{re.escape(value.casefold())}\b", folded)}
    kinds: list[type[enum.Enum]] = [*enumerations().values(), Category, Purpose]
    members = [member for kind in kinds for member in kind]
    raw = {str(member.value) for member in members if "_" in str(member.value)}
    assert not {value for value in raw if value in folded}
    assert not re.search(r"\b(field|table|extract|audit|case_\w+)\.[a-z_]+\b", pages)


def test_every_member_of_every_enumeration_has_its_words() -> None:
    for name, kind in enumerations().items():
        members: list[enum.Enum] = list(kind)
        for member in members:
            cell = extract._cell(member, *column_named(name), {})
            for lang in Lang:
                printed = shown(cell, lang)
                assert printed
                assert "_" not in printed, (name, printed)


def column_named(name: str) -> tuple[Column[Any], Personal]:
    return next(
        (column, personal)
        for table, end, _ in declared.roads()
        for column, personal in declared.own(table, end)
        if f"{table.name}.{column.name}" == name
    )


def test_a_value_of_an_unknown_kind_is_no_silent_gap() -> None:
    class Odd(enum.Flag):
        ONE = 1

    column, personal = column_named("customer_note.text")
    with pytest.raises(TypeError):
        extract._cell(object(), column, personal, {})
    with pytest.raises(KeyError):
        shown(extract._cell(Odd.ONE, column, personal, {}), Lang.FI)


@ON_THE_FILE
def test_every_category_of_the_notice_is_a_section_even_when_empty(desk: Desk) -> None:
    party = customer(desk)
    content = build(desk, party, take_in(desk, party, on_paper=False).case_id)
    assert [each.category for each in content.sections] == [c for c in Category if c is not Category.LOOKUP]
    assert section(content, Category.PAPER).empty


# --- roles


def subscription(party_id: int, number: str) -> relationship.Subscription:
    return relationship.Subscription(
        party_id=party_id, number=number, product="Valokuitu", state=SubscriptionState.ACTIVE, **CAME
    )


def test_roles_are_told_from_both_ends_without_the_other_person(desk: Desk) -> None:
    """Payer, user and contact person of somebody else's, and the same of one's own (peers.md 3.22)."""
    with desk.database.unit(desk["maija"]) as unit:
        matti = add(unit, MATTI)
        liisa = add(unit, Someone("Lahti", "Liisa", "10050"))
        firm = add(unit, Someone(organisation="Kala Oy", number="30001"))
        own, hers = subscription(matti, "LI-1"), subscription(liisa, "LI-2")
        unit.session.add_all([own, hers])
        unit.session.flush()
        relations = [
            (matti, RelationKind.PAYER, liisa, hers.id, "", ""),
            (matti, RelationKind.CONTACT_PERSON, firm, None, "Laskutus", "Johtaja"),
            (liisa, RelationKind.USER, matti, own.id, "Opiskelija", "Tytär"),
        ]
        for party, kind, other, number, task, position in relations:
            unit.session.add(
                register.PartyRelation(
                    party_id=party,
                    kind=kind,
                    other_id=other,
                    subscription_id=number,
                    task=task,
                    position=position,
                    **CAME,
                )
            )
    content = build(desk, matti, take_in(desk, matti).case_id)
    printed = " ".join(shown(cell, Lang.FI) for row in lines(content, Category.ROLE) for cell in row.cells)
    titles = [block.title for block in section(content, Category.ROLE).blocks]
    assert titles == [Term("relation.is"), Term("relation.has")]
    for told in ("Maksaja", "Yhteyshenkilö", "Käyttäjä", "LI-1", "LI-2", "Laskutus", "Johtaja"):
        assert told in printed, told
    for hidden in ("Lahti", "Liisa", "Kala", "10050", "30001", "Opiskelija", "Tytär"):
        assert hidden not in " ".join(cells(content)), hidden


@ON_THE_FILE
def test_a_payer_who_is_no_customer_gets_his_role(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        owner, payer = add(unit, MATTI), add(unit, Someone("Lahti", "Liisa"))
        unit.session.add(
            register.PartyRelation(party_id=payer, kind=RelationKind.PAYER, other_id=owner, **CAME)
        )
    content = build(desk, payer, take_in(desk, payer).case_id)
    assert not section(content, Category.ROLE).empty
    assert content.subject.customer_numbers == ()
    assert "Virtanen" not in " ".join(cells(content))


def test_papers_are_found_by_the_people_they_name(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        matti, liisa = add(unit, MATTI), add(unit, Someone("Lahti", "Liisa", "10050"))
        for number, whose in (("MP-1", [matti]), ("MP-2", [matti, liisa]), ("MP-3", [liisa])):
            paper = papers.ManualRecord(
                paper_number=number,
                kind=next(iter(PaperKind)),
                retention=RetentionClass.GENERAL,
                office_id=1,
                year=2019,
                **CAME,
            )
            unit.session.add(paper)
            unit.session.flush()
            unit.session.add_all(
                papers.ManualRecordParty(record_id=paper.id, party_id=party) for party in whose
            )
    content = build(desk, matti, take_in(desk, matti).case_id)
    told = [shown(row.cells[0], Lang.FI) for row in lines(content, Category.PAPER)]
    assert told == ["MP-1", "MP-2", "L-00001"], "the form of this very request is a paper of his, too"


# --- former values, look-ups, sources


def test_former_values_are_told_in_words(desk: Desk) -> None:
    """The audit keeps JSON; the person reads words, dates and euros of his own language."""
    with desk.database.unit(desk["maija"]) as unit:
        matti = add(unit, MATTI)
        own = subscription(matti, "LI-1")
        own.monthly_fee, own.starts_on = 3990, date(2020, 2, 1)
        point = register.ContactPoint(
            party_id=matti, kind=ContactKind.EMAIL, value="vanha@example.fi", **CAME
        )
        unit.session.add_all([own, point])
    desk.clock.forward(hours=1)
    with desk.database.unit(desk["kalle"]) as unit:
        changed = unit.session.get_one(relationship.Subscription, own.id)
        changed.monthly_fee, changed.starts_on, changed.state = (
            4990,
            date(2021, 2, 1),
            SubscriptionState.ENDED,
        )
        unit.session.get_one(register.Party, matti).lang = Lang.SV
        unit.session.delete(unit.session.get_one(register.ContactPoint, point.id))
    desk.clock.forward(hours=1)
    with desk.database.unit(desk["kalle"]) as unit:
        unit.session.get_one(register.Party, matti).lang = Lang.FI
    content = build(desk, matti, take_in(desk, matti).case_id)
    log = lines(content, Category.HISTORY, "table.change_log")
    told = {tuple(shown(cell, Lang.SV) for cell in row.cells[1:]) for row in log}
    sv = catalogue(Lang.SV)
    active, ended = sv["subscription_state.active"], sv["subscription_state.ended"]
    assert (sv["field.monthly_fee"], "39,90\u00a0€", "49,90\u00a0€") in told
    assert (sv["field.starts_on"], "1.2.2020", "1.2.2021") in told
    assert (sv["field.subscription_state"], active, ended) in told
    assert (sv["field.language"], sv["language.sv"], sv["language.fi"]) in told
    assert any(line[1] == "vanha@example.fi" for line in told)
    assert "Lind" not in str(content)
    assert "kalle" not in str(content)


def test_a_country_is_said_by_its_name(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        matti = add(unit, MATTI)
        home = register.Address(
            party_id=matti, kind=AddressKind.POSTAL, street="Storgatan 1", country="SE", **CAME
        )
        unit.session.add(home)
    desk.clock.forward(hours=1)
    with desk.database.unit(desk["maija"]) as unit:
        unit.session.get_one(register.Address, home.id).country = "NO"
    content = build(desk, matti, take_in(desk, matti).case_id)
    for lang, before, after in ((Lang.FI, "Ruotsi", "Norja"), (Lang.SV, "Sverige", "Norge")):
        told = list(cells(content, lang))
        assert before in told
        assert told.count(after) >= 2  # as it is and in the change log
        assert not {"SE", "NO", "FI"} & set(told)


def test_no_clerk_is_named_to_the_customer(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        matti = add(unit, MATTI)
        unit.session.add(register.CustomerNote(party_id=matti, text="Soittaa.", source_by="kalle", **CAME))
        call = relationship.Interaction(
            party_id=matti, kind=InteractionKind.CONTACT, text="Kysyi.", recorded_by="kalle", **CAME
        )
        unit.session.add(call)
    content = build(desk, matti, take_in(desk, matti).case_id)
    assert "Kysyi." in cells(content)
    for clerk in ("kalle", "Kalle", "Lind", "jani"):
        assert clerk not in str(content), clerk


def test_where_a_protected_person_lives_is_in_no_extract_of_another(desk: Desk) -> None:
    """Of his connection, of the property and of a service he uses the other is told the number (law.md 5)."""
    with desk.database.unit(desk["maija"]) as unit:
        matti, salla = add(unit, MATTI), add(unit, Someone("Kätkö", "Salla", "10077"))
        unit.session.add(register.ProtectionNote(party_id=salla, **CAME))
        place = {"street": "Piilokuja 9", "postcode": "06150", "town": "Piilola"}
        hers = Connection(
            party_id=salla, owner_id=matti, number="K-1", consent=OwnerConsent.GIVEN, **place, **CAME
        )
        unit.session.add(hers)
        unit.session.flush()
        over = subscription(matti, "LI-1")
        over.connection_id = hers.id
        used = subscription(matti, "LI-2")
        used.street, used.postcode, used.town = place.values()
        unit.session.add_all([over, used])
        unit.session.flush()
        unit.session.add(
            register.PartyRelation(
                party_id=salla, kind=RelationKind.USER, other_id=matti, subscription_id=used.id, **CAME
            )
        )
    desk.clock.forward(hours=1)
    with desk.database.unit(desk["maija"]) as unit:
        unit.session.get_one(relationship.Subscription, used.id).street = "Piilokuja 10"
    content = build(desk, matti, take_in(desk, matti).case_id)
    printed = " ".join(cells(content))
    for hidden in ("Piilo", "06150", "Kätkö", "Salla"):
        assert hidden not in printed, hidden
    for told in ("K-1", "LI-1", "LI-2"):
        assert told in printed, told
    assert "field.installation_street" in str(content.left_out)
    ticket = opened(desk, matti, "maija")
    with desk.database.reading(desk["maija"]) as unit:
        lines_told = history.lines(unit, ticket, history.ALL, 200)
    assert "Piilo" not in repr(lines_told)


def test_look_ups_have_day_and_purpose_and_no_name(desk: Desk) -> None:
    party = customer(desk)
    desk.clock.now = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)  # the 25th in Helsinki
    with desk.database.unit(desk["kalle"]) as unit:
        customers.open(unit, party, Purpose.BILLING)
    desk.clock.forward(hours=1)
    content = build(desk, party, take_in(desk, party).case_id)
    assert content.look_ups[0] == LookUp(date(2026, 11, 25), Purpose.BILLING)
    assert len(content.look_ups) == 3  # billing, the taking in, this
    pages = text(print_extract(content, Lang.SV))
    assert catalogue(Lang.SV)["purpose.billing"] in pages
    with desk.database.reading(desk["admin"]) as unit:
        names = [row for pair in unit.session.query(Account.username, Account.display_name) for row in pair]
    assert not [name for name in names if name != "Jani Alho" and name in pages]


@ON_THE_FILE
def test_sources_and_retention_are_those_of_the_rows(desk: Desk) -> None:
    party = customer(desk)
    with desk.database.unit(desk["maija"]) as unit:
        unit.session.add(
            register.BusinessId(
                party_id=party, value="0129056-4", source=Source.LAND_SURVEY, source_on=date(2020, 1, 1)
            )
        )
    content = build(desk, party, take_in(desk, party).case_id)
    assert content.information.sources == (Source.SUBJECT, Source.LAND_SURVEY)
    filled = {each.category for each in content.sections if not each.empty}
    assert {line.data for line in content.information.retention} == filled


# --- what must not be printed


@pytest.mark.parametrize(
    "code", ["010190-999P", "010190 - 999p", "010190+999P", "010190Y999P", "010190–999P", "010101A9990"]
)
def test_an_identity_code_in_free_text_is_hidden(local_desk: Desk, code: str) -> None:
    desk = local_desk
    with desk.database.unit(desk["maija"]) as unit:
        party = add(unit, MATTI)
        run = imports.ImportRun(at=unit.at, account_id=1, file_digest=b"", counts={})
        unit.session.add(run)
        unit.session.flush()
        unit.session.add_all(
            [
                register.CustomerNote(party_id=party, text=f"Vaimo {code}, soitti.", **CAME),
                relationship.Interaction(
                    party_id=party, kind=next(iter(InteractionKind)), text=f"({code})", **CAME
                ),
                register.Address(party_id=party, kind=AddressKind.VISITING, street=code, **CAME),
                imports.ImportWarning(
                    party_id=party,
                    run_id=run.id,
                    sheet="Asiakkaat",
                    row=3,
                    column="Hetu",
                    value=code + "X",
                    reason="hetu_invalid",
                ),
            ]
        )
    ticket = opened(desk, party)
    content = build(desk, party, take_in(desk, party).case_id, ticket)
    tail = code[-4:]
    assert tail not in str(content.sections)
    with desk.database.reading(desk["jani"]) as unit:
        assert tail not in str(extract.review(unit, ticket))
    assert sum("****" in cell for cell in cells(content)) >= 5  # the code itself, too


def test_what_the_reviewer_marks_is_replaced_and_named(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        party = add(unit, MATTI)
        for note in ("Naapuri Nieminen valitti.", "Soittanut laskusta."):
            unit.session.add(register.CustomerNote(party_id=party, text=note, **CAME))
    case = take_in(desk, party).case_id
    bring(desk, case, CaseStatus.REVIEW)
    ticket = opened(desk, party)
    with desk.database.reading(desk["jani"]) as unit:
        review = extract.review(unit, ticket)
    (line,) = [line for line in review if "Nieminen" in line.text]
    assert line.label == "field.note"
    do(desk, casework.finish_review, case, (line.key,))
    content = build(desk, party, case)
    printed = list(cells(content))
    assert printed.count(shown(LEFT_OUT_CELL, Lang.FI)) == 1
    assert "Soittanut laskusta." in printed
    assert "Nieminen" not in str(content)
    assert [item.what for item in content.left_out] == [Term("field.note")]
    with desk.database.reading(desk["jani"]) as unit:
        assert extract.build(unit, ticket, case, frozenset()).left_out == ()


def test_a_preview_leaves_out_what_is_ticked_now_and_not_what_was(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        party = add(unit, MATTI)
        for note in ("Naapuri Nieminen valitti.", "Lasku Lahdelle."):
            unit.session.add(register.CustomerNote(party_id=party, text=note, **CAME))
    case = take_in(desk, party).case_id
    bring(desk, case, CaseStatus.REVIEW)
    ticket = opened(desk, party)
    with desk.database.reading(desk["jani"]) as unit:
        first, second = (line.key for line in extract.review(unit, ticket) if line.label == "field.note")
    do(desk, casework.finish_review, case, (first,))
    with desk.database.reading(desk["jani"]) as unit:
        now = str(extract.build(unit, ticket, case, frozenset({second})))
        kept = str(extract.build(unit, ticket, case))
    assert ("Nieminen" in now, "Lahdelle" in now) == (True, False)
    assert ("Nieminen" in kept, "Lahdelle" in kept) == (False, True)


# --- nothing unseen (art. 15(4))


def a_note(desk: Desk, party_id: int, text: str = "Naapuri Nieminen valitti.") -> int:
    with desk.database.unit(desk["maija"]) as unit:
        note = register.CustomerNote(party_id=party_id, text=text, **CAME)
        unit.session.add(note)
        unit.session.flush()
        return note.id


def outdated(step: Callable[[], object]) -> bool:
    try:
        step()
    except StepRefused as refusal:
        return refusal.key == "request.review_outdated"
    return False


@pytest.mark.parametrize("change", ["added", "changed", "removed"])
def test_what_was_written_after_the_review_keeps_the_extract_in_the_house(desk: Desk, change: str) -> None:
    party = customer(desk)
    note = a_note(desk, party, "Soittanut laskusta.")
    case = take_in(desk, party).case_id
    bring(desk, case, CaseStatus.DECIDE)
    with desk.database.unit(desk["maija"]) as unit:
        row = unit.session.get_one(register.CustomerNote, note)
        if change == "removed":
            unit.session.delete(row)
        elif change == "changed":
            row.text = "Naapuri Nieminen valitti."
        else:
            unit.session.add(register.CustomerNote(party_id=party, text="Nieminen", **CAME))
    assert outdated(lambda: do(desk, deciding.decide, case, FULFILLED))
    do(desk, casework.send_back, case, "Uusia tekstejä.")
    do(desk, casework.finish_review, case, ())
    do(desk, deciding.decide, case, FULFILLED)
    assert not outdated(lambda: build(desk, party, case)), "what the case itself says is no news"


def test_a_granted_extract_is_not_made_of_unseen_texts(desk: Desk) -> None:
    """Written between the decision and the reply: the same guard, though nobody decides any more."""
    party = customer(desk)
    case = take_in(desk, party).case_id
    bring(desk, case, CaseStatus.REPLY)
    assert not outdated(lambda: build(desk, party, case))
    a_note(desk, party)
    assert outdated(lambda: build(desk, party, case))
    for _ in range(2):
        do(desk, casework.send_back, case, "Uusia tekstejä.")
    do(desk, casework.finish_review, case, ())
    do(desk, deciding.decide, case, FULFILLED)
    assert "Nieminen" in str(build(desk, party, case))


def test_printing_a_paper_of_another_case_makes_no_review_out_of_date(desk: Desk) -> None:
    """Its diary names the paper in words that nobody typed: they neither come to the reviewer nor change what he saw."""
    party = customer(desk)
    case, other = take_in(desk, party).case_id, take_in(desk, party)
    bring(desk, case, CaseStatus.REPLY)
    for out in Exit:
        do(desk, releasing.release, Leaving((DocumentKind.RECEIPT.term,), other.number), out)
    assert not outdated(lambda: build(desk, party, case))
    ticket = opened(desk, party)
    with desk.database.reading(desk["jani"]) as unit:
        assert "Vastaanottokuittaus" not in {line.text for line in extract.review(unit, ticket)}


def test_what_came_while_the_reviewer_read_was_not_reviewed(desk: Desk) -> None:
    party = customer(desk)
    case = take_in(desk, party).case_id
    bring(desk, case, CaseStatus.REVIEW)
    ticket = opened(desk, party)
    with desk.database.reading(desk["jani"]) as unit:
        seen = extract.review(unit, ticket)
    a_note(desk, party)
    do(desk, casework.finish_review, case, (), seen)
    assert outdated(lambda: do(desk, deciding.decide, case, FULFILLED))


def test_a_refusal_gives_nothing_and_needs_no_new_review(desk: Desk) -> None:
    party = customer(desk)
    case = take_in(desk, party).case_id
    bring(desk, case, CaseStatus.DECIDE)
    a_note(desk, party)
    do(desk, deciding.decide, case, REFUSED)


@ON_THE_FILE
def test_everything_that_may_name_others_comes_to_the_reviewer(desk: Desk) -> None:
    """Once for each filled value of each column that says `others`, whatever columns those are."""
    birds, _ = canaries(desk)
    ticket = opened(desk, birds.parties["A"])
    with desk.database.reading(desk["jani"]) as unit:
        texts = " ".join(line.text for line in extract.review(unit, ticket))
        keys = [line.key for line in extract.review(unit, ticket)]
    assert len(keys) == len(set(keys))
    for table, end, _ in declared.roads():
        for column, personal in declared.own(table, end):
            if personal.others:
                assert birds.told["A"][f"{table.name}.{column.name}"] in texts


# --- whose it is


def test_nobody_elses_ticket_opens_the_extract_of_a_case(desk: Desk) -> None:
    """The ticket decides whose data are read: one of another person would put his data under this case's number."""
    matti, liisa = customer(desk), customer(desk, Someone("Lahti", "Liisa", "10050"))
    case = take_in(desk, matti).case_id
    with pytest.raises(NoTicket):
        build(desk, liisa, case)
    unknown = take_in(desk, None, requester_name="K").case_id
    with pytest.raises(NoTicket):
        build(desk, matti, unknown)
    ticket = opened(desk, matti, "maija")  # another's ticket
    with pytest.raises(NoTicket):
        build(desk, matti, case, ticket)


def test_the_count_for_the_gathering_is_that_of_the_rows(desk: Desk) -> None:
    party = customer(desk)
    ticket = opened(desk, party)
    with desk.database.reading(desk["jani"]) as unit:
        before = extract.count(unit, ticket)
        assert before == sum(len(part.rows) for part in declared.held(unit, party))
    case = take_in(desk, party, identity=IdentityMethod.KNOWN, identity_matches=True).case_id
    with desk.database.reading(desk["jani"]) as unit:
        # the case, its claim, clock, check, two lines of its diary, its form, and the places asked
        assert extract.count(unit, ticket) - before == 7 + len(GatherPlace)
        assert diary.is_identified(unit, case)


@ON_THE_FILE
def test_two_hundred_who_look_alike_are_never_mixed_up(desk: Desk) -> None:
    """Same names, same street, tied to one another: each extract holds its own marks and nobody else's."""
    alike = replace(MATTI, hetu="")
    with desk.database.unit(desk["maija"]) as unit:
        people = [
            add(unit, replace(alike, number=f"Z{turn:03}", emails=(f"z{turn:03}@example.fi",)))
            for turn in range(200)
        ]
        for turn, party in enumerate(people):
            neighbour = people[(turn + 1) % len(people)]
            unit.session.add_all(
                [
                    subscription(party, f"Z{turn:03}S"),
                    register.CustomerNote(party_id=party, text=f"Merkintä Z{turn:03}.", **CAME),
                    register.PartyName(party_id=party, kind=NameKind.FORMER, last_name=f"Z{turn:03}", **CAME),
                    register.PartyRelation(
                        party_id=party,
                        kind=RelationKind.PAYER,
                        other_id=neighbour,
                        task=f"Z{turn:03}",
                        **CAME,
                    ),
                ]
            )
    for turn in range(0, 200, 13):
        party = people[turn]
        content = build(desk, party, take_in(desk, party).case_id)
        marks = set(re.findall(r"[zZ](\d{3})", str(content)))
        assert marks == {f"{turn:03}"}, turn
        assert str(content).count("Z") >= 5


@ON_THE_FILE
def test_money_is_money_and_a_yes_is_a_yes(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        party = add(unit, MATTI)
        own = subscription(party, "LI-1")
        own.monthly_fee = 0
        unit.session.add(own)
    content = build(desk, party, take_in(desk, party).case_id)
    values = [cell for row in lines(content, Category.RELATIONSHIP) for cell in row.cells]
    assert Money(0) in values
    assert any(value is False for value in values)
