"""The quick HMAC is the standard one: digests of earlier imports must still be found."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpo_desk.db.keyed import Keyed


@given(st.binary(max_size=64), st.lists(st.binary(max_size=300), max_size=3))
def test_the_same_as_the_standard_library(key: bytes, texts: list[bytes]) -> None:
    keyed = Keyed(key)
    assert [keyed.digest(text) for text in texts] == [hmac.digest(key, text, "sha256") for text in texts]


def test_a_key_too_long_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="65"):
        Keyed(bytes(65))
