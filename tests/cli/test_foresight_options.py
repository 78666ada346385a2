"""An option of `foresight` means the same, in the same words, wherever it is typed."""

from __future__ import annotations

from collections import defaultdict
from importlib import import_module

import click
import pytest

from migrascope.cli import foresight_options
from migrascope.foresight.series.catalogue import SERIES

PARTS = ("area", "evaluate", "publish", "score", "verify", "scenario", "arrivals")


def told() -> dict[str, dict[str, click.Option]]:
    """The options by their name and the verb that takes them."""
    found: dict[str, dict[str, click.Option]] = defaultdict(dict)
    for part in PARTS:
        command = import_module(f"migrascope.cli.foresight_{part}").command
        for each in command.params:
            if isinstance(each, click.Option):
                found[each.opts[0]][part] = each
    return found


@pytest.mark.parametrize("name", ["--ledger", "--as-of"])
def test_an_option_is_told_in_the_same_words_everywhere(name: str) -> None:
    options = told()[name]
    assert len(options) > 1
    assert len({(each.help, each.metavar) for each in options.values()}) == 1


def test_every_verb_offers_the_same_quantities() -> None:
    options = told()["--by"]
    assert set(options) == {"area", "evaluate", "publish", "score"}
    for each in options.values():
        assert isinstance(each.type, click.Choice)
        assert set(each.type.choices) == set(SERIES)
        assert foresight_options.WHAT in str(each.help)


def test_a_table_is_what_people_get_where_they_name_no_form() -> None:
    options = told()["--format"]
    assert set(options) == {"area", "evaluate", "scenario", "arrivals"}
    for each in options.values():
        assert (each.default, each.show_default) == ("table", True)
        assert str(each.help).startswith("How to print it")


def test_the_horizon_is_the_same_where_forecasts_are_made() -> None:
    area, publish = (told()["--horizon"][part] for part in ("area", "publish"))
    assert (area.help, area.default) == (publish.help, publish.default)
