"""Neither a redirect nor a name leads where a guest has no business."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrascope.errors import Refused
from migrascope.sources.addresses import is_private, next_address, safe_name

PUBLIC = "https://93.184.215.14/data/file.csv"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.5.5",
        "169.254.169.254",
        "0.0.0.0",
        "::1",
        "fe80::1",
        "::ffff:127.0.0.1",
        "localhost",
        "printer.local",
        "db.internal",
    ],
)
def test_hosts_of_this_machine_and_its_network_are_private(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize("host", ["93.184.215.14", "2606:2800:21f::1"])
def test_other_hosts_are_public(host: str) -> None:
    assert not is_private(host)


@pytest.mark.parametrize(
    "target",
    [
        "https://127.0.0.1/secret",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]:8080/",
        "//localhost/x",
    ],
)
def test_a_public_publisher_cannot_send_us_into_our_own_network(target: str) -> None:
    with pytest.raises(Refused, match="private network"):
        next_address(PUBLIC, target, start=PUBLIC)


def test_a_publisher_inside_the_network_may_send_us_on_inside() -> None:
    start = "http://192.168.0.7/data"
    target = "http://192.168.0.8/data"
    assert next_address(start, target, start=start) == target


def test_a_secured_address_is_not_left_for_an_unsecured_one() -> None:
    with pytest.raises(Refused, match="unsecured"):
        next_address(PUBLIC, "http://93.184.215.14/data", start=PUBLIC)


def test_a_relative_redirect_is_followed_from_where_it_was_given() -> None:
    here = "https://93.184.215.14/a/b"
    found = next_address(here, "../c?d=1", start=PUBLIC)
    assert found == "https://93.184.215.14/c?d=1"


@given(st.text(max_size=30))
def test_a_safe_name_stays_in_its_folder_on_every_system(name: str) -> None:
    try:
        safe = safe_name(name)
    except Refused:
        return
    assert safe == name
    assert not set(safe) & set('/\\:*?"<>|')
    assert not safe.startswith(".")
    assert safe.strip(". ")


@pytest.mark.parametrize("name", ["CON", "nul.csv", "Com1.xlsx", "lpt9", "a\0b", "a\n"])
def test_names_that_a_system_reserves_are_refused(name: str) -> None:
    with pytest.raises(Refused):
        safe_name(name)


def test_ordinary_names_pass() -> None:
    for name in ("a.csv", "Élan 2024 (1).xlsx", "unhcr-population-page-001.json"):
        assert safe_name(name) == name
