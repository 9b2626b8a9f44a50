"""Every kind of letter in every language: whole, with its mentions, and easy to read. What is not, is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from capac.channels.letters import filling, legibility, lint
from capac.channels.letters.composing import compose
from capac.channels.letters.filling import LetterError
from capac.channels.letters.kinds import LANGUAGES, Kind, Part, courts, kind_of, kinds, mentions, required
from capac.core.period import Month

BAD = yaml.safe_load((Path(__file__).parent / "bad_letters.yaml").read_text(encoding="utf-8"))
DECISION = kind_of("decision")
EVERY = [(kind, lang) for kind in kinds() for lang in LANGUAGES]


@pytest.mark.parametrize("code", kinds())
def test_the_linter_finds_nothing_wrong_with_a_kind(code: str) -> None:
    assert lint.faults(kind_of(code)) == []


def test_there_is_a_kind_for_everything_that_must_be_told() -> None:
    assert sorted(kinds()) == [
        "acknowledgement", "attestation", "certificate_cover", "debt_notice", "decision", "missing_documents",
        "payment_anomaly", "promise_slips", "recovery_decision", "returned_file",
    ]  # fmt: skip


def test_a_decision_mentions_what_the_charter_and_the_decree_ask() -> None:
    """Charter art. 14 and 15, AM 26.11.1991 art. 4: written out here a second time, on purpose."""
    appeal = {"appeal", "court", "period", "manner", "judicial_code", "assistance"}
    service = {"reference", "explanation", "reasons"}
    assert set(required()["decision"]) == appeal | service | {"amounts"}
    assert set(required()["recovery"]) == appeal | service | {
        "undue", "total", "calculation", "provisions", "limitation", "waiver", "instalments",
    }  # fmt: skip
    assert all(mention.source for mention in mentions().values())


@pytest.mark.parametrize("code", required()["recovery"])
def test_a_recovery_without_one_of_its_mentions_is_refused(code: str) -> None:
    poorer = without(kind_of("recovery_decision"), code)
    assert any(f"must mention '{code}'" in fault for fault in lint.faults(poorer))
    with pytest.raises(LetterError) as caught:
        lint.refuse_incomplete(poorer, lint.sample(poorer, "fr"))
    assert (caught.value.reason, caught.value.arguments) == ("mention_missing", {"mention": code})


@pytest.mark.parametrize("code", required()["decision"])
def test_a_decision_without_one_of_its_mentions_is_refused(code: str) -> None:
    poorer = without(DECISION, code)
    with pytest.raises(LetterError) as caught:
        lint.refuse_incomplete(poorer, lint.sample(poorer, "nl"))
    assert caught.value.arguments == {"mention": code}


def test_a_mention_whose_words_are_left_out_is_not_made() -> None:
    """The text is there and its field is empty: nothing was said."""
    optional = {
        name: replace(blank, needed=blank.needed and name != "daily")
        for name, blank in DECISION.blanks.items()
    }
    kind = replace(DECISION, blanks=optional)
    data = {name: value for name, value in kind.example.items() if name != "daily"}
    content = compose(kind, "fr", data=filling.checked(kind, data), around=lint.SAMPLE)
    assert lint.missing(kind, content) == ["amounts"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"family": "fable"}, "decision: there is no family 'fable'"),
        ({"title": {"fr": "x", "nl": "x"}}, "decision: no title or answer in de"),
        ({"answer": {**DECISION.answer, "nl": "Vanaf {begin}."}}, "decision: 'begin' is not one of its fields"),
        ({"blanks": {**DECISION.blanks, "idle": DECISION.blanks["daily"]}}, "decision: the field 'idle' is never said"),
        ({"example": {**DECISION.example, "court": "nowhere"}}, "decision in fr: its example is refused"),
        ({"parts": (*DECISION.parts, Part("", {"fr": ("a",)}, (), ("magic",), "", ""))}, "there is no mention 'magic'"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_kinds_data_is_found(change: dict[str, Any], fault: str) -> None:
    found = lint.faults(replace(DECISION, **change))
    assert any(fault in one for one in found), found


@pytest.mark.parametrize(("code", "lang"), EVERY)
def test_every_letter_is_easy_to_read(code: str, lang: str) -> None:
    texts = legibility.running_text(lint.sample(kind_of(code), lang))
    figures, limits = legibility.measure(texts, lang), legibility.norms()["limits"]
    assert figures.mean_words <= limits["mean_words"] == 15
    assert figures.longest <= limits["longest"] == 25
    assert figures.active_percent >= limits["active_percent"] == 80
    assert figures.score >= limits["lowest_score"]
    assert figures.heavy == ()


@pytest.mark.parametrize("bad", BAD, ids=[one["why"] for one in BAD])
def test_a_bad_letter_fails_for_what_is_bad_in_it(bad: dict[str, Any]) -> None:
    found = {fault.reason for fault in legibility.faults(bad["text"], bad["lang"])}
    assert found == set(bad["expected"])


def test_there_are_five_bad_letters_and_each_language_has_one() -> None:
    assert len(BAD) == 5
    assert {one["lang"] for one in BAD} == set(LANGUAGES)


@pytest.mark.parametrize(
    ("lang", "text", "number"),
    [
        ("fr", "Vous avez reçu 74,89 €. Le 1er août 2026, nous payons.", 2),
        ("fr", "Il nous manque 2 choses : la carte et le compte.", 1),
        ("de", "Wir zahlen am 3. August 2026. Danach nicht mehr.", 2),
        ("nl", "U krijgt € 1.818,01. Dat is bruto.", 2),
    ],
)
def test_a_dot_inside_a_date_or_an_amount_ends_no_sentence(lang: str, text: str, number: int) -> None:
    assert len(legibility.sentences(text)) == number, legibility.sentences(text)
    assert lang in LANGUAGES


@pytest.mark.parametrize(
    ("lang", "sentence", "is_active"),
    [
        ("fr", "L’ONEM a refusé votre demande.", True),
        ("fr", "Votre demande est refusée par l’ONEM.", False),
        ("fr", "Vous êtes arrivé en retard.", True),
        ("nl", "De RVA weigerde uw aanvraag.", True),
        ("nl", "Uw aanvraag wordt geweigerd.", False),
        ("nl", "Wanneer uw aanvraag geweigerd wordt, kunt u in beroep gaan.", False),
        ("de", "Das LfA hat Ihren Antrag abgelehnt.", True),
        ("de", "Ihr Antrag wurde vom LfA abgelehnt.", False),
        ("de", "Wir werden Ihnen schreiben.", True),
    ],
)
def test_the_voice_of_a_sentence(lang: str, sentence: str, is_active: bool) -> None:
    assert (legibility.measure([sentence], lang).active_percent == 100) is is_active


@pytest.mark.parametrize(
    ("lang", "word", "number"),
    [
        ("fr", "carte", 1),
        ("fr", "allocations", 4),
        ("nl", "uitkering", 3),
        ("de", "Leistungen", 3),
        ("fr", "2026", 1),
    ],
)
def test_syllables(lang: str, word: str, number: int) -> None:
    assert legibility.syllables(word, lang) == number


@pytest.mark.parametrize(
    ("changed", "reason", "field"),
    [
        ({"reply_by": ""}, "field_missing", "reply_by"),
        ({"reply_by": "31/07/2026"}, "field_wrong", "reply_by"),
        ({"reply_by": 5}, "field_wrong", "reply_by"),
        ({"pieces": ["C4", "gold"]}, "field_wrong", "pieces"),
        ({"pieces": "C4"}, "field_wrong", "pieces"),
        ({"colour": "red"}, "field_unknown", "colour"),
    ],
)
def test_data_that_cannot_be_said_are_refused_by_field(
    changed: dict[str, Any], reason: str, field: str
) -> None:
    kind = kind_of("missing_documents")
    with pytest.raises(LetterError) as caught:
        filling.checked(kind, {**kind.example, **changed})
    assert (caught.value.reason, caught.value.arguments) == (reason, {"field": field})


@pytest.mark.parametrize(
    ("changed", "reason", "field"),
    [
        ({"total": 22468}, "total_differs", "total"),
        ({"total": -1}, "field_wrong", "total"),
        ({"total": 224.67}, "field_wrong", "total"),
        ({"rows": [{"month": "2026-13", "cents": 22467}]}, "field_wrong", "rows"),
        (
            {"rows": [{"month": str(Month(2020, 1).plus(n)), "cents": 1} for n in range(25)]},
            "field_wrong",
            "rows",
        ),
        ({"communication": "+++010/0000/00183+++"}, "field_wrong", "communication"),
        ({"facts": "x" * 601}, "field_wrong", "facts"),
        ({"facts": "a\x07b"}, "field_wrong", "facts"),
        ({"cause": "whim"}, "field_wrong", "cause"),
    ],
)
def test_a_decision_with_figures_that_do_not_fit_is_refused(
    changed: dict[str, Any], reason: str, field: str
) -> None:
    kind = kind_of("recovery_decision")
    with pytest.raises(LetterError) as caught:
        filling.checked(kind, {**filling.example(kind, "fr"), **changed})
    assert (caught.value.reason, caught.value.arguments) == (reason, {"field": field})


def test_what_an_agent_adds_must_be_easy_to_read_too() -> None:
    kind = kind_of("recovery_decision")
    long = "Vous avez travaillé trois jours " + "et encore un autre jour " * 6 + "sans le dire."
    data = filling.checked(kind, {**filling.example(kind, "fr"), "facts": long})
    with pytest.raises(LetterError) as caught:
        lint.refuse_incomplete(kind, compose(kind, "fr", data=data, around=lint.SAMPLE))
    assert (caught.value.reason, caught.value.arguments["fault"]) == ("not_legible", "sentence_too_long")


def test_an_agents_braces_are_words_and_nothing_else() -> None:
    kind = kind_of("recovery_decision")
    data = filling.checked(kind, {**filling.example(kind, "fr"), "facts": "Voyez {court} et #panic()."})
    content = compose(kind, "fr", data=data, around=lint.SAMPLE)
    assert "Voyez {court} et #panic()." in content.blocks[0].paragraphs


def test_there_are_nine_labour_tribunals_and_each_has_its_address() -> None:
    assert len(courts()) == 9
    assert all(set(one) == {*LANGUAGES, "address"} for one in courts().values())


def without(kind: Kind, code: str) -> Kind:
    """The same kind, not making one of its mentions."""
    parts = tuple(
        replace(
            part,
            carries=tuple(one for one in part.carries if one != code),
            mentions=tuple(one for one in part.mentions if one != code),
        )
        for part in kind.parts
    )
    return replace(kind, parts=parts)
