"""update.json: what is signed is what is read, and nothing else is."""

import base64
import json
from itertools import pairwise

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lpo_desk.terms import Lang
from lpo_desk.updates.notice import LARGEST, KeyRefused, NoticeRefused, newer, opened, public_key
from tests.updates.notices import KEY, NOTICE, PUBLIC, PUBLIC_TEXT, sealed


def refusal(content: bytes) -> str:
    with pytest.raises(NoticeRefused) as refused:
        opened(content, PUBLIC)
    for lang in Lang:
        assert refused.value.sentence(lang)
    return refused.value.key


def signed(text: str) -> bytes:
    """Anything at all, signed with the right key."""
    signature = base64.b64encode(KEY.sign(text.encode())).decode()
    return json.dumps({"signed": text, "signature": signature}).encode()


def with_fields(**changes: object) -> bytes:
    said = json.loads(json.loads(sealed())["signed"]) | changes
    return signed(json.dumps({name: value for name, value in said.items() if value is not None}))


def test_what_was_sealed_is_read() -> None:
    assert opened(sealed(), PUBLIC) == NOTICE
    assert opened(sealed(), public_key(PUBLIC_TEXT)) == NOTICE


def test_another_key_is_refused() -> None:
    other = Ed25519PrivateKey.generate().public_key()
    with pytest.raises(NoticeRefused) as refused:
        opened(sealed(), other)
    assert refused.value.key == "update.wrong_signature"


def test_one_changed_letter_anywhere_is_refused() -> None:
    """Every place of the file in turn, as a share with a bad disk or a bad neighbour would have it."""
    content = sealed()
    for place in range(len(content) - 1):  # the last is the end of the line
        changed = bytearray(content)
        changed[place] ^= 1
        with pytest.raises(NoticeRefused):
            opened(bytes(changed), PUBLIC)


@pytest.mark.parametrize(
    "signature", ["", "!!!!", "AAAA", base64.b64encode(bytes(64)).decode(), "ä" * 88], ids=range(5)
)
def test_what_is_no_signature_of_it_is_refused(signature: str) -> None:
    text = json.loads(sealed())["signed"]
    content = json.dumps({"signed": text, "signature": signature}).encode()
    assert refusal(content) == "update.wrong_signature"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"signed": {}, "signature": []}',
        b'{"signed": "{}"}',
        b"\xff\xfe\x00",
        b"<!DOCTYPE html><title>404</title>",
        b"[" * 60_000,
        b'{"signed": ' + b"9" * 50_000 + b', "signature": ""}',
        b'{"signed": "\\ud800", "signature": ""}',
    ],
    ids=range(11),
)
def test_what_is_no_notice_is_refused(content: bytes) -> None:
    assert refusal(content) in ("update.not_notice", "update.wrong_signature")


def test_what_is_too_big_is_refused_before_anything_of_it_is_looked_at() -> None:
    assert refusal(b" " * (LARGEST + 1)) == "update.too_big"


@pytest.mark.parametrize(
    "changes",
    [
        {"program": "LPO Kassa"},
        {"program": None},
        {"version": "9.1.0-rc1"},
        {"version": 9},
        {"version": "9.1.0; format c:"},
        {"released": "15.1.2027"},
        {"schema": "4"},
        {"minimal_schema": None},
        {"files": {}},
        {"files": []},
        {"files": {"LPO-Desk-9.1.0-setup.exe": "AB" * 32}},
        {"files": {"..\\setup.exe": "ab" * 32}},
        {"note": {"fi": "Vain suomeksi."}},
        {"note": {"fi": "x" * 1001, "sv": "", "en": ""}},
        {"note": {"fi": "a\u0000b", "sv": "", "en": ""}},
    ],
    ids=range(15),
)
def test_a_rightly_signed_notice_with_a_wrong_field_is_refused(changes: dict[str, object]) -> None:
    assert refusal(with_fields(**changes)) == "update.not_notice"


def test_a_field_of_a_later_time_is_passed_over() -> None:
    assert opened(with_fields(colour="blue"), PUBLIC) == NOTICE


def test_which_version_is_newer() -> None:
    in_order = ["0.9", "1.0.0", "1.0.1", "1.2", "1.10.0", "2"]
    for earlier, later in pairwise(in_order):
        assert newer(later, earlier)
        assert not newer(earlier, later)
    assert not newer("1.2.0", "1.2")
    assert not newer("1.2", "1.2.0")


@pytest.mark.parametrize("text", ["", "salasana", "AAAA", PUBLIC_TEXT[:-4], PUBLIC_TEXT + "AAAA", "ä"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(KeyRefused):
        public_key(text)
