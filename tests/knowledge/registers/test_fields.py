"""A field takes what can stand in it, and says what cannot."""

from __future__ import annotations

import pytest

from migrascope.errors import BadCorrection
from migrascope.knowledge.registers import fields
from migrascope.knowledge.registers.record import Register


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (fields.AREAS, "Kenya; Côte d'Ivoire", "KEN; CIV"),
        (fields.AREAS, "", ""),
        (fields.GOALS, "SDG 8; 10", "8; 10"),
        (fields.TARGETS, "10.C", "10.c"),
        (fields.OBJECTIVES, "20", "20"),
        (fields.WHEN, "2030", "2030-12-31"),
        (fields.WHEN, "2024-02-29", "2024-02-29"),
    ],
)
def test_what_people_type_is_kept_as_codes(
    field: fields.Field, typed: str, kept: str
) -> None:
    assert fields.checked(field, typed) == kept


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (fields.AREAS, "Atlantis"),
        (fields.GOALS, "18"),
        (fields.GOALS, "many"),
        (fields.TARGETS, "10.c.1"),
        (fields.TARGETS, "99.9"),
        (fields.OBJECTIVES, "24"),
        (fields.WHEN, "soon"),
        (fields.WHEN, "2023-02-30"),
    ],
)
def test_what_cannot_be_is_refused_with_the_field(
    field: fields.Field, typed: str
) -> None:
    with pytest.raises(BadCorrection, match=field.title):
        fields.checked(field, typed)


def test_areas_are_shown_by_name_and_read_back() -> None:
    shown = fields.shown(fields.AREAS, "KEN; TTO; M49:014")
    assert shown.startswith("Kenya; Trinidad and Tobago")
    assert fields.checked(fields.AREAS, shown) == "KEN; TTO; M49:014"


def test_every_register_has_fields_with_different_keys_and_titles() -> None:
    for register in Register:
        known = fields.FIELDS[register]
        assert len({each.key for each in known}) == len(known)
        assert len({each.title for each in known}) == len(known)
        assert all(each.says.endswith((".", "…")) for each in known)
        assert all(fields.find(register, each.title) is each for each in known)
