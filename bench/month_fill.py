"""A country's stored facts, made in the database as sets: synthetic, nobody of it exists.

The mix of schemes is that of rules_mix.py, spread by the dice. Of every client: an account; a C2 (of 8 in 100 a second
one that rules part of the month anew), with seizures, sanctions, mediators and guardians; a card or what employers
declare; and the month before, paid and settled. Some lack what they need (a card, an account, a declaration), a few died.
"""

from __future__ import annotations

from django.db import connection

from capac.people.models import Staff
from capac.rules import api as rules

KNOWN, CARDED, LAST_RUN = "2026-06-20 09:00+02", "2026-07-31 21:00+02", "2026-07-31 20:00+02"
WHO = "synthetic"

_DICE = """CREATE OR REPLACE FUNCTION pg_temp.dice(n bigint, k bigint, sides int) RETURNS int LANGUAGE sql IMMUTABLE
    AS 'SELECT ((hashint8extended(n, k) & 9007199254740991) % sides)::int'"""
_PEOPLE = """
    CREATE TEMP TABLE made AS SELECT n, n %% 100 AS hundredth, CASE
            WHEN n %% 100 < 56 THEN 'full_unemployment' WHEN n %% 100 < 82 THEN 'temporary_unemployment'
            WHEN n %% 100 < 88 THEN 'voluntary_part_time' WHEN n %% 100 < 93 THEN 'income_guarantee'
            WHEN n %% 100 < 96 THEN 'insertion_allowance' WHEN n %% 100 < 98 THEN 'youth_holiday' ELSE 'activation'
        END AS scheme FROM generate_series(1, %(people)s) AS n;
    INSERT INTO people_client (id, key, given_name, family_name, language, registered_at, deceased_on, death_known_at)
    SELECT n, gen_random_uuid(), (ARRAY['Amina', 'Bram', 'Chloé', 'Zoë'])[1 + n %% 4], 'Synthetic ' || n,
        (ARRAY['fr', 'nl', 'fr', 'nl', 'de'])[1 + n %% 5], %(known)s,
        CASE WHEN n %% 2000 = 7 THEN DATE '2026-07-20' END, CASE WHEN n %% 2000 = 7 THEN %(known)s::timestamptz END FROM made;
    INSERT INTO people_account (client_id, valid_from, known_at, source, iban, holder)
    SELECT n, DATE '2026-01-01', %(known)s, 'synthetic', 'BE' || lpad((98 - (bban || '111400')::numeric %% 97)::text, 2, '0') || bban,
        'Synthetic ' || n FROM (SELECT n, lpad(n::text, 10, '0') || lpad(CASE WHEN n %% 97 = 0 THEN 97 ELSE n %% 97 END::text, 2, '0')
        AS bban FROM made WHERE n %% 250 <> 3) AS numbered"""
_DECISIONS = """
    INSERT INTO records_incomingfile (mailbox, item, name, kind, sha256, body, received_at, state)
    VALUES ('synthetic', 'all', 'synthetic', 'SYNTHETIC', '', '', %(known)s, 'read');
    CREATE TEMP TABLE decided AS SELECT 2 * n - 1 + again AS id, n, again, scheme FROM made, generate_series(0, 1) AS again
    WHERE again = 0 OR (pg_temp.dice(n, 1, 100) < 8 AND scheme IN ('full_unemployment', 'voluntary_part_time', 'insertion_allowance'));
    INSERT INTO exchange_c2message (id, message_id, file_id, line, body, digest, client_id, reference, sequence, received_at, state,
        hand_reasons, processed_at)
    SELECT id, 'C2-' || id, currval('records_incomingfile_id_seq'), 1, '', md5(id::text), n, 'R' || n, 1 + again, %(known)s, 'applied',
        '{}', %(known)s FROM decided;
    INSERT INTO exchange_authorisation (id, message_id, client_id, reference, sequence, issued_on, notified_on, known_at, replaces, modules)
    SELECT id, id, n, 'R' || n, 1 + again, DATE '2026-06-15' + again, DATE '2026-06-16' + again, %(known)s, '', CASE
        WHEN pg_temp.dice(n, 2, 1000) < 50 THEN '{"S05": [{"kind": "seizure", "first": "2026-01-01", "last": null, "creditor": "HJ", "amount_cents": null, "children": 1}]}'
        WHEN pg_temp.dice(n, 2, 1000) < 65 THEN '{"S05": [{"kind": "maintenance", "first": "2026-01-01", "last": null, "creditor": "HJ", "amount_cents": 20000, "children": 0}]}'
        WHEN pg_temp.dice(n, 2, 1000) < 70 THEN '{"S06": {"recovery": {"percent": 10, "first": "2026-01-01", "last": null}}}'
        WHEN pg_temp.dice(n, 2, 1000) < 73 THEN '{"S10": [{"first": "2026-07-06", "last": "2026-07-12"}]}'
        ELSE '{}' END::jsonb FROM decided;
    INSERT INTO exchange_authorisedperiod (authorisation_id, valid_from, valid_to, code, scheme, family, first_year, daily_cents,
        half_cents, wage_code, phase, q_hundredths, s_hundredths, refusal)
    SELECT id, CASE again WHEN 0 THEN DATE '2025-11-03' + pg_temp.dice(n, 3, 200)
            ELSE DATE '2026-07-02' + pg_temp.dice(n, 4, 28) END, NULL, code, CASE WHEN scheme = 'activation' THEN 'full_unemployment' ELSE scheme END,
        (ARRAY['A', 'N', 'B'])[1 + pg_temp.dice(n, 5, 3)], scheme <> 'full_unemployment' OR pg_temp.dice(n, 6, 2) = 0,
        CASE WHEN scheme IN ('full_unemployment', 'voluntary_part_time') THEN CASE WHEN pg_temp.dice(n, 7, 10) < 6 THEN amount END ELSE amount END, NULL,
        (20 + pg_temp.dice(n, 8, 60))::text, (ARRAY['A1', 'A2', 'A3'])[1 + pg_temp.dice(n, 9, 3)],
        CASE WHEN scheme IN ('voluntary_part_time', 'income_guarantee') THEN 100 * (10 + pg_temp.dice(n, 10, 20)) ELSE 3800 END, 3800, ''
    FROM (SELECT *, (ARRAY[3480, 4154, 5011, 5640, 6204, 6913, 6959, 7489, 9256])[1 + pg_temp.dice(n, 11 + again, 9)] AS amount,
        CASE scheme WHEN 'temporary_unemployment' THEN '02' WHEN 'voluntary_part_time' THEN '03' WHEN 'income_guarantee' THEN '57'
            WHEN 'youth_holiday' THEN '21' ELSE '01' END || '/43AA1' AS code FROM decided) AS told;
    UPDATE exchange_authorisation AS a SET modules = a.modules || '{"S29": [{"risk": "003", "first": "2026-01-01", "last": null}]}'
    FROM decided AS d WHERE d.id = a.id AND d.scheme = 'activation'"""
_CARDS = """
    INSERT INTO payment_controlcard (id, client_id, month, channel, card_id, version, received_on, known_at, confirmed_on, days,
        paid_holidays_left_halves, file_id)
    SELECT n, n, DATE '2026-07-01', 'ec3', 'synthetic-' || n, 1, DATE '2026-07-31', %(carded)s, DATE '2026-07-31',
        coalesce((SELECT jsonb_object_agg(DATE '2026-07-01' + d, (ARRAY['worked', 'worked', 'worked', 'sick', 'holiday', 'absent'])[1 + pg_temp.dice(n, 100 + d, 6)])
            FROM generate_series(0, 30) AS d WHERE pg_temp.dice(n, 200 + d, 100) < 8), '{}'),
        CASE WHEN scheme = 'youth_holiday' THEN pg_temp.dice(n, 12, 8) WHEN pg_temp.dice(n, 13, 20) = 0 THEN 6 END,
        currval('records_incomingfile_id_seq')
    FROM made WHERE scheme <> 'activation' AND pg_temp.dice(n, 14, 100) < 97"""
_DECLARED = """
    INSERT INTO exchange_declaration (form, ticket, original, status, created_at, digest, line, month, employer, employer_class,
        worker_code, joint_committee, occupied_from, q_hundredths, s_hundredths, risks, days, content, received_on, known_at, state,
        client_id, file_id)
    SELECT form, 'T' || n, 'T' || n, 0, %(carded)s, md5(n::text), 1, DATE '2026-07-01', '0123456789', '', '', '', DATE '2025-01-01',
        CASE WHEN scheme = 'income_guarantee' THEN 100 * (10 + pg_temp.dice(n, 10, 20)) ELSE 3800 END, 3800,
        CASE form WHEN 'WECH505' THEN '{}' WHEN 'WECH506' THEN '{}' WHEN 'WECH510' THEN '{001}' ELSE '{003}' END::varchar[],
        CASE WHEN form = 'WECH508' THEN '{}' ELSE coalesce((SELECT jsonb_object_agg(DATE '2026-07-01' + d, jsonb_build_object(
            CASE form WHEN 'WECH505' THEN '5.1' WHEN 'WECH506' THEN '1' ELSE '3.4' END, 760))
            FROM generate_series(0, 30) AS d WHERE pg_temp.dice(n, 300 + d, 100) < 30
            AND extract(isodow FROM DATE '2026-07-01' + d) < 6), jsonb_build_object('2026-07-02', jsonb_build_object(
            CASE form WHEN 'WECH505' THEN '5.1' WHEN 'WECH506' THEN '1' ELSE '3.4' END, 760))) END,
        CASE form WHEN 'WECH505' THEN '{"wage_unit": 5, "wage_cents": 250000}'
            WHEN 'WECH506' THEN '{"gross_cents": 90000, "monthly_cents": 250000}'
            WHEN 'WECH508' THEN '{"net_wage_cents": 150000, "hours": 15200, "allowance": 5000000}' ELSE '{}' END::jsonb,
        DATE '2026-07-31', %(carded)s, 'kept', n, currval('records_incomingfile_id_seq')
    FROM (SELECT n, scheme, CASE scheme WHEN 'temporary_unemployment' THEN 'WECH505' WHEN 'income_guarantee' THEN 'WECH506'
        WHEN 'youth_holiday' THEN 'WECH510' ELSE 'WECH508' END AS form FROM made
        WHERE scheme IN ('temporary_unemployment', 'income_guarantee', 'youth_holiday', 'activation')) AS asked
    WHERE pg_temp.dice(n, 15, 100) < 97"""
_BEFORE = """
    INSERT INTO payment_paymentrun (introduction_month, execution_date, known_at, state, prepared_by, released_by, parameters_version,
        counters, audit)
    VALUES (DATE '2026-07-01', DATE '2026-07-02', %(last_run)s, 'filed', 'synthetic', 'another', %(version)s, '{}', '{}');
    INSERT INTO payment_calculation (client_id, scheme, month, run_id, known_at, facts_digest, authorisations, authorised_on, allowances_halves,
        daily_cents, gross_cents, lowered, lowered_cents, tax_cents, withheld, payable_cents, parameters_version, vector)
    SELECT n, scheme, DATE '2026-06-01', currval('payment_paymentrun_id_seq'), TIMESTAMPTZ '2026-07-01 05:00+02', md5(n::text), ARRAY[2 * n - 1],
        DATE '2026-06-16', 52, 5000, 130000, '[]', 0, 0, '[]', 130000, %(version)s, '' FROM made WHERE pg_temp.dice(n, 16, 100) < 95;
    INSERT INTO payment_payment (client_id, scheme, month, run_id, calculation_id, gross_cents, tax_cents, withheld, transfer_cents, iban, holder,
        end_to_end_id, state, settled_on, settled_at, ended_at, bank_reason, cause, before_cents)
    SELECT client_id, scheme, month, run_id, id, gross_cents, 0, '[]', gross_cents, 'BE68539007547034', 'Synthetic', 'P' || lpad(id::text, 12, '0'),
        'settled', DATE '2026-07-02', TIMESTAMPTZ '2026-07-03 05:00+02', TIMESTAMPTZ '2026-07-03 05:00+02', '', 'first', NULL FROM payment_calculation;
    SELECT setval('payment_payment_id_seq', (SELECT max(id) FROM payment_calculation) + 1)"""
_SEQUENCES = """
    SELECT setval('people_client_id_seq', (SELECT max(id) FROM people_client));
    SELECT setval('payment_controlcard_id_seq', (SELECT max(id) FROM payment_controlcard));
    SELECT setval('exchange_authorisation_id_seq', (SELECT max(id) FROM exchange_authorisation));
    SELECT setval('exchange_c2message_id_seq', (SELECT max(id) FROM exchange_c2message))"""
STAFF = {"rita": ["releaser"], "agnes": ["agent", "payment_officer"]}
STEPS = (_DICE, _PEOPLE, _DECISIONS, _CARDS, _DECLARED, _BEFORE, _SEQUENCES)


def fill(people: int) -> None:
    """Fill an empty database with so many clients and their facts of July 2026."""
    told: dict[str, str | int] = {
        "people": people,
        "known": KNOWN,
        "carded": CARDED,
        "last_run": LAST_RUN,
        "version": rules.parameters_version(),
    }
    with connection.cursor() as cursor:
        for step in STEPS:
            cursor.execute(step, told if "%(" in step else None)
        cursor.execute("VACUUM ANALYZE")
    for login, roles in STAFF.items():
        Staff.objects.create(login=login, name=f"Synthetic {login}", language="fr", roles=roles)


def change(number: int, *, at: str) -> None:
    """So many clients correct their card, spread over the country: nothing happened on any day, so more is owed."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO payment_controlcard (client_id, month, channel, card_id, version, received_on, known_at, confirmed_on, days,
                paid_holidays_left_halves, file_id)
            SELECT client_id, month, channel, card_id || '-2', 2, DATE '2026-08-04', %s, DATE '2026-08-04',
                '{}', paid_holidays_left_halves, file_id
            FROM payment_controlcard WHERE version = 1 AND client_id %% greatest(1, (SELECT max(id) FROM people_client) / %s) = 1
            LIMIT %s""",
            [at, number, number],
        )
