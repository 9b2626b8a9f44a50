-- What the warehouse may read of payment. Days are days in Brussels.

-- 8.1.5: documents (control cards) on which something is paid or waits to be paid, by payment type. A document is
-- paid on the day on which the bank paid the first payment that rests on it, known when the bank's answer was applied.
-- first_paid_on is the day of the first booking by the bank, known since first_known_on, whatever came back since.
-- One without payment is open while a hold other than a refusal stops its month; the month's first card stands for it.
CREATE OR REPLACE VIEW payment_facts_document_payments AS
WITH paid AS (
    SELECT DISTINCT ON (c.card_id, p.scheme)
        c.card_id,
        p.scheme,
        c.authorised_on,
        CASE WHEN p.state = 'settled' THEN p.settled_on END AS paid_on,
        CASE WHEN p.state = 'settled' THEN (p.ended_at AT TIME ZONE 'Europe/Brussels')::date END AS known_on,
        min(p.settled_on) OVER documents AS first_paid_on,
        (min(p.settled_at) OVER documents AT TIME ZONE 'Europe/Brussels')::date AS first_known_on
    FROM payment_payment AS p
    JOIN payment_calculation AS c ON c.id = p.calculation_id
    WHERE p.state <> 'dropped' AND c.card_id IS NOT NULL
    WINDOW documents AS (PARTITION BY c.card_id, p.scheme)
    ORDER BY c.card_id, p.scheme, CASE WHEN p.state = 'settled' THEN p.settled_on END NULLS LAST, p.id
), held AS (
    SELECT DISTINCT ON (h.client_id, h.scheme, h.month)
        d.id AS card_id,
        h.scheme,
        (
            SELECT c.authorised_on FROM payment_calculation AS c
            WHERE c.client_id = h.client_id AND c.scheme = h.scheme AND c.month = h.month
            ORDER BY c.id DESC LIMIT 1
        ) AS authorised_on
    FROM payment_hold AS h
    JOIN payment_controlcard AS d ON d.client_id = h.client_id AND d.month = h.month
    WHERE h.state = 'open' AND h.reason <> 'refused' AND NOT EXISTS (
        SELECT 1 FROM payment_payment AS p
        WHERE p.client_id = h.client_id AND p.scheme = h.scheme AND p.month = h.month AND p.state <> 'dropped'
    )
    ORDER BY h.client_id, h.scheme, h.month, d.received_on, d.id
), documents AS (
    SELECT card_id, scheme, authorised_on, paid_on, known_on, first_paid_on, first_known_on FROM paid
    UNION ALL
    SELECT card_id, scheme, authorised_on, NULL, NULL, NULL, NULL FROM held
)
SELECT
    f.card_id::text || '/' || f.scheme AS id,
    f.scheme AS payment_type,
    d.received_on AS document_received_on,
    f.authorised_on,
    f.paid_on,
    f.known_on,
    d.client_id,
    d.month AS reference_month,
    f.first_paid_on,
    f.first_known_on
FROM documents AS f
JOIN payment_controlcard AS d ON d.id = f.card_id;
