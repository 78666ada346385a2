"""Goals, targets, indicators and objectives are read from their numbers."""

from __future__ import annotations

import pytest
from tests.knowledge.made import document, passage

from migrascope.knowledge import tags
from migrascope.knowledge.model import Scheme
from migrascope.knowledge.tags import agenda


def codes(text: str, scheme: Scheme, *, setting: str = "") -> list[str]:
    found = [each.code for each in agenda.named(text, setting=setting)]
    schemes = [each.scheme for each in agenda.named(text, setting=setting)]
    pairs = zip(found, schemes, strict=True)
    return list(dict.fromkeys(code for code, each in pairs if each is scheme))


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("Progress on SDG 8 was slow.", ["8"]),
        ("SDGs 10, 16 and 17 matter.", ["10", "16", "17"]),
        ("SDG1 (no poverty), SDG13 (climate action)", ["1", "13"]),
        ("SDG 1-5", ["1", "2", "3", "4", "5"]),
        ("Sustainable Development Goals 3 to 5", ["3", "4", "5"]),
        ("Sustainable Development Goal 10 on inequality", ["10"]),
        ("goal 10 of the SDGs", ["10"]),
        ("Les ODD 8 et 10 sont liés.", ["8", "10"]),
        ("l'objectif de développement durable 16", ["16"]),
        ("Los ODS 5, 8 y 10 avanzan.", ["5", "8", "10"]),
        ("el Objetivo 16 de los ODS", ["16"]),
        ("SDG 3 and 12 countries", ["3"]),
        ("ЦУР 10 и 16", ["10", "16"]),
        ("可持续发展目标10", ["10"]),
        ("努力实现可持续发展目标3和10", ["3", "10"]),
        ("落实可持续发展目标3至5", ["3", "4", "5"]),
        ("الهدف 8 من أهداف التنمية المستدامة", ["8"]),
        ("بالهدفين 8 و 10 من أهداف التنمية المستدامة", ["8", "10"]),
    ],
)
def test_goals_are_read_in_every_form(text: str, goals: list[str]) -> None:
    assert codes(text, Scheme.GOAL) == goals


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("SDG 8.7 and trafficking", ["8.7"]),
        ("SDGs 8.7 and 10.7", ["8.7", "10.7"]),
        ("target 10.7 of the Agenda", ["10.7"]),
        ("targets 10.7 and 10.c", ["10.7", "10.c"]),
        ("Target 10.C, on remittances", ["10.c"]),
        ("la cible 10.7", ["10.7"]),
        ("las metas 8.8 y 10.7", ["8.8", "10.7"]),
        ("Alliance 8.7 met again", ["8.7"]),
        ("задачи 8.7 и 10.7", ["8.7", "10.7"]),
        ("各国努力实现可持续发展目标8.7和目标10.c", ["8.7", "10.c"]),
        ("والغاية 10-7", ["10.7"]),
        ("الغايتين 8-7 و10-ج", ["8.7", "10.c"]),
    ],
)
def test_targets_are_read_in_every_form(text: str, targets: list[str]) -> None:
    assert codes(text, Scheme.TARGET) == targets


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("indicator 10.7.2 was measured", ["10.7.2"]),
        ("indicators 10.7.1–10.7.3", ["10.7.1", "10.7.2", "10.7.3"]),
        ("l'indicateur 10.c.1", ["10.c.1"]),
        ("el indicador 16.2.2", ["16.2.2"]),
        ("المؤشر 10-7-2", ["10.7.2"]),
    ],
)
def test_indicators_are_read_in_every_form(text: str, indicators: list[str]) -> None:
    assert codes(text, Scheme.INDICATOR) == indicators


@pytest.mark.parametrize(
    "text",
    [
        "SDG 10.z",
        "SDG 18",
        "target 10.9",
        "indicator 10.7.99",
        "target 3.2 million people",
        "The goal is to reduce the fee to 3 per cent.",
        "a goal 4 times as high",
        "Objective 24 of the Global Compact",
        "Objective 2 of the project",
        "全球契约的目标2030年前实现",
        "全球契约提出目标3年内完成",
        "الغاية 10-19",
    ],
)
def test_what_no_agenda_has_is_no_tag(text: str) -> None:
    assert list(agenda.named(text)) == []


@pytest.mark.parametrize(
    ("text", "objectives"),
    [
        ("Objective 20 of the Global Compact", ["20"]),
        ("Objectives 19 and 20 of the Global Compact", ["19", "20"]),
        ("GCM Objective 5", ["5"]),
        ("l'objectif 23 du Pacte mondial", ["23"]),
        ("el objetivo 20 del Pacto Mundial", ["20"]),
        ("цель 20 Глобального договора о миграции", ["20"]),
        ("الهدف 20 من الاتفاق العالمي من أجل الهجرة", ["20"]),
        ("落实《全球契约》目标20和21", ["20", "21"]),
    ],
)
def test_objectives_need_the_compact_in_sight(text: str, objectives: list[str]) -> None:
    assert codes(text, Scheme.OBJECTIVE) == objectives
    assert codes(text, Scheme.GOAL) == []


def test_an_objective_counts_where_the_document_is_about_the_compact() -> None:
    setting = "Progress on the Global Compact for Migration"
    assert codes("Objective 7 was discussed.", Scheme.OBJECTIVE, setting=setting) == [
        "7"
    ]


def test_an_indicator_names_its_target_and_its_goal() -> None:
    assert [each.code for each in agenda.named("indicator 10.7.2")] == [
        "10.7.2",
        "10.7",
        "10",
    ]


@pytest.mark.parametrize(
    ("value", "goals"),
    [
        ("10, 13, 10, 16 and 17", ["10", "13", "16", "17"]),
        ("10,11,13, 16 and 17", ["10", "11", "13", "16", "17"]),
        ("SDG 13", ["13"]),
        ("All 17 SDGs", [str(number) for number in range(1, 18)]),
    ],
)
def test_a_field_for_goals_is_a_list_of_goals(value: str, goals: list[str]) -> None:
    field = passage(value, label="Relevant SDGs (list all relevant goals)")
    found = tags.mentioned(field, document(value))
    assert [tag.code for tag in found if tag.scheme is Scheme.GOAL] == goals


def test_numbers_in_another_field_are_no_goals() -> None:
    field = passage("10, 13 and 17", label="Number of participants")
    found = tags.mentioned(field, document(""))
    assert not [tag for tag in found if tag.scheme is Scheme.GOAL]


def test_a_target_in_the_list_of_its_goal_is_named_by_its_number() -> None:
    heading = "Goal 10. Reduce inequality within and among countries"
    assert [each.code for each in agenda.numbered("10.7 Facilitate it", heading)] == [
        "10.7",
        "10",
    ]
    assert list(agenda.numbered("10.7 million came", "Costs")) == []
    assert list(agenda.numbered("11.1 Ensure housing", heading)) == []


def test_a_goal_in_arabic_is_none_of_the_compact_that_a_document_is_about() -> None:
    setting = "الاتفاق العالمي من أجل الهجرة"
    text = "الهدف 8 من أهداف التنمية المستدامة"
    assert codes(text, Scheme.OBJECTIVE, setting=setting) == []
    assert codes(text, Scheme.GOAL, setting=setting) == ["8"]
