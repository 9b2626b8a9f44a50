"""Interest on a late payment stands on own means, in the law's cents, once, on request and after verification."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from capac.finance import api as finance
from capac.payment.models import Payment
from tests import world
from tests.finance.books import comes_out_the_same_from_nothing, posted
from tests.flows import paying
from tests.flows.paying import Calendar

pytestmark = pytest.mark.django_db
DAYS = ("--requested=2026-10-01", "--decided=2026-07-06", "--met=2026-08-03", "--by=fien")


@pytest.fixture
def reference(monkeypatch: pytest.MonkeyPatch) -> str:
    """Amina's July, 2 022.03 euro, paid on 4 October: 62 days from 3 August at 7 % are 24.04 euro."""
    acts = Calendar(monkeypatch)
    acts.at("2026-07-06")
    client = paying.authorise("amina")
    acts.at("2026-07-31T10:00")
    paying.hand_in(client)
    acts.at("2026-08-03")
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1), on="2026-10-04")
    acts.at("2026-12-01T10:00")
    world.staff("fien")
    return Payment.objects.get().end_to_end_id


def refused(reason: str, *words: str) -> None:
    with pytest.raises(CommandError, match=reason):
        call_command("owe_interest", *words)


def test_it_is_owed_once_in_the_cents_of_the_law(reference: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = posted()
    refused("not_owed: state owed_after_verification", reference, *DAYS)
    paying.onem_says(Payment.objects.get().client, "accepted")
    call_command("owe_interest", reference, *DAYS)
    assert posted() == before
    call_command("owe_interest", reference, *DAYS, "--go")
    assert posted() == before | {"2300": -2404, "6600": 2404}
    assert capsys.readouterr().out.splitlines() == [
        f"{reference}: 24.04 euro would be kept: add --go",
        f"{reference}: 24.04 euro kept",
    ]
    refused("known", reference, *DAYS, "--go")
    assert finance.check() == []
    assert {finance.chart()[number].means for number in ("2300", "6600")} == {"own"}
    comes_out_the_same_from_nothing()


def test_what_the_law_does_not_owe_is_not_kept(reference: str) -> None:
    world.staff("pol")
    refused("not_allowed", reference, *DAYS[:3], "--by=pol")
    refused("not_owed: state not_owed", reference, DAYS[0], DAYS[1], "--met=2026-10-01", "--by=fien")
    refused("no payment has this reference", "P1", *DAYS)
    Payment.objects.update(settled_on=None)
    refused("not_paid", reference, *DAYS)
