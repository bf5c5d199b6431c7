from lpo_desk.domain.errors import UserError


class Refused(UserError):
    key = "text.refused_too_long"


def test_a_sentence_in_every_language() -> None:
    error = Refused(limit=200)
    assert "200 merkkiä" in error.sentence("fi")
    assert "200 tecken" in error.sentence("sv")
    assert "200 characters" in error.sentence("en")


def test_one_class_may_have_several_sentences() -> None:
    error = UserError("text.refused_control")
    assert error.key == "text.refused_control"
    assert "ohjausmerkki" in error.sentence("fi")
    assert UserError.key == ""


def test_the_text_of_an_error_is_its_key_alone() -> None:
    """str(error) reaches logs; values might not be for them."""
    assert str(Refused(limit="salainen")) == "text.refused_too_long"
