"""A receipt is believed only about the file that it was written for."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrascope.sources import receipt
from migrascope.sources.batch import source_file
from migrascope.sources.receipt import Receipt


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, Receipt]:
    path = tmp_path / "a.csv"
    path.write_bytes(b"area,value\n")
    proof = Receipt(
        address="https://example.org/a.csv",
        retrieved="2026-09-01T12:00:00+00:00",
        sha256=receipt.hash_of(path),
        size=path.stat().st_size,
        etag='"one"',
    )
    receipt.keep(proof, path)
    return path, proof


def test_a_receipt_comes_back_as_it_was_kept(kept: tuple[Path, Receipt]) -> None:
    path, proof = kept
    assert receipt.find(path) == proof


def test_a_changed_file_of_the_same_size_has_no_receipt(
    kept: tuple[Path, Receipt],
) -> None:
    path, _ = kept
    path.write_bytes(b"area,VALUE\n")
    assert receipt.find(path) is None


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"size": 3', '{"size": "x"}']
)
def test_a_damaged_receipt_is_none(kept: tuple[Path, Receipt], text: str) -> None:
    path, _ = kept
    (path.parent / ".a.csv.receipt.json").write_text(text)
    assert receipt.find(path) is None


def test_a_file_without_receipt_has_none(tmp_path: Path) -> None:
    assert receipt.find(tmp_path / "a.csv") is None


def test_a_source_file_knows_its_address_from_its_receipt(
    kept: tuple[Path, Receipt],
) -> None:
    path, proof = kept
    assert source_file(path).address == proof.address
    assert source_file(path, address="https://example.org/b").address.endswith("/b")
    path.write_bytes(b"something else\n")
    assert source_file(path).address == ""
