"""The register of methods tells what each one rests on."""

from __future__ import annotations

import re

import pytest
from tests.flows.estimators import tables

from migrascope.errors import UsageError
from migrascope.flows import methods

EVERY = (*methods.ALL, *methods.EXTRA)


def test_the_six_published_methods_come_first_and_in_their_order() -> None:
    assert methods.ALL == (
        "sd_drop_neg",
        "sd_rev_neg",
        "mig_rate",
        "da_min_open",
        "da_min_closed",
        "da_pb_closed",
    )
    assert methods.EXTRA == ("net_entropy", "net_lp", "net_gravity")


@pytest.mark.parametrize("code", EVERY)
def test_every_method_says_what_it_assumes_what_it_cannot_see_and_who_proposed_it(
    code: str,
) -> None:
    method = methods.get(code)
    assert method.code == code
    assert method.title
    assert method.says.endswith(".")
    assert re.search(r"\w+, .*\((19|20)\d\d\)", method.reference)
    for sentence in (*method.assumes, *method.cannot_see):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
    assert len(method.assumes) >= 2
    assert len(method.cannot_see) >= 1
    assert method.promises <= {methods.BIRTHPLACES, methods.NET, methods.WORLD}


@pytest.mark.parametrize("code", EVERY)
def test_every_method_gives_a_labelled_table(code: str) -> None:
    known = tables.ABEL_2018
    flows = methods.get(code).estimate(known)
    assert flows.method == code
    assert flows.areas == known.areas
    assert flows.sex == known.sex
    assert flows.interval == known.interval
    assert flows.total > 0


@pytest.mark.parametrize("code", EVERY)
def test_methods_that_promise_birthplaces_give_them(code: str) -> None:
    method = methods.get(code)
    flows = method.estimate(tables.ABEL_2018)
    promised = methods.BIRTHPLACES in method.promises
    assert (flows.birthplaces is not None) == promised


def test_titles_tell_methods_apart() -> None:
    assert len({methods.get(code).title for code in EVERY}) == len(EVERY)


def test_an_unknown_method_is_answered_with_the_list() -> None:
    with pytest.raises(UsageError, match='no method "da_min"') as refused:
        methods.get("da_min")
    assert all(code in refused.value.advice for code in EVERY)
