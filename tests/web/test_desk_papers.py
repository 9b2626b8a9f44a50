"""A client's papers at the desk: the same as in the portal, in the client's language, each a look with its reason."""

from __future__ import annotations

import pytest

from capac.payment.models import Payment
from capac.people import api as people
from capac.work import api as work
from tests import world
from tests.flows.paying import Calendar
from tests.web import desk, portal

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina(monkeypatch: pytest.MonkeyPatch) -> people.Client:
    client = portal.july_paid(Calendar(monkeypatch))
    work.give_motive(world.staff("agnes"), client.pk, "phone")
    people.Access.objects.all().delete()
    return client


def test_an_agent_hands_out_every_paper_in_the_clients_language(amina: people.Client) -> None:
    pk = Payment.objects.get(client=amina).pk
    agnes, base = desk.visitor("agnes"), f"/desk/files/{amina.key}/papers/"
    page = agnes.get(base).content.decode()
    assert "€1,582.35" in page and "2026" in page and "(FR)" in page
    seen = agnes.get(f"{base}payments/{pk}/").content.decode()
    assert "Votre paiement de juillet 2026" in seen and 'lang="fr"' in seen
    for path, name in (
        (f"payments/{pk}/?as=pdf", f"statement-2026-07-{pk}-fr.pdf"),
        (f"payments/{pk}/?as=pdf&lang=nl", f"statement-2026-07-{pk}-nl.pdf"),
        ("tax/2026/?as=pdf", "tax-2026-fr.pdf"),
        ("certificate/?from=2026-07&to=2026-07&as=pdf", "certificate-2026-07-2026-07-fr.pdf"),
    ):
        answer = agnes.get(base + path)
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-"), path
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    looks = people.Access.objects.order_by("pk")
    assert [row.action for row in looks] == [
        "papers",
        "statement",
        "statement",
        "statement",
        "tax",
        "certificate",
    ]
    assert {tuple(row.clients) for row in looks} == {(amina.pk,)} and all("phone" in row.why for row in looks)


def test_without_a_reason_or_the_right_there_is_no_paper(amina: people.Client) -> None:
    pk, base = Payment.objects.get(client=amina).pk, f"/desk/files/{amina.key}/papers/"
    for path in ("", f"payments/{pk}/", "tax/2026/", "certificate/"):
        answer = desk.visitor("pol").get(base + path)
        assert answer.status_code == 302 and "reason" in answer["Location"], path
        assert desk.visitor("sam").get(base + path).status_code == 403, path
    assert not people.Access.objects.exists()
    for path in ("payments/999999/", "tax/2025/", "certificate/?from=x&to=y"):
        assert desk.visitor("agnes").get(base + path).status_code == 404, path
