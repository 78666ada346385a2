"""Claims about where the chance of a random step comes from."""

from __future__ import annotations

import pytest

from migrascope.errors import BadPlan
from migrascope.protect.methods import randomness

SECRET = b"a secret of the run, for tests"


def test_the_same_secret_and_purpose_draw_the_same_numbers() -> None:
    one = randomness.generator(SECRET, "pram", "sex").random(3)
    two = randomness.generator(SECRET, "pram", "sex").random(3)
    # a release must be the same on every machine, so its draws are fixed here
    assert one.tolist() == two.tolist()
    assert one.round(6).tolist() == [0.936521, 0.62693, 0.730765]


@pytest.mark.parametrize(
    "purpose", [("pram", "age"), ("pramsex",), ("pram", "s", "ex"), ("noise", "sex")]
)
def test_another_purpose_draws_others(purpose: tuple[str, ...]) -> None:
    one = randomness.generator(SECRET, "pram", "sex").random()
    assert randomness.generator(SECRET, *purpose).random() != one
    assert randomness.key(SECRET, *purpose) != randomness.key(SECRET, "pram", "sex")


def test_another_secret_draws_others() -> None:
    one = randomness.generator(SECRET, "pram").random()
    assert randomness.generator(SECRET + b"!", "pram").random() != one


def test_a_secret_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(BadPlan, match="fewer than 16 bytes") as caught:
        randomness.key(b"short", "pram")
    assert "short" not in str(caught.value)
