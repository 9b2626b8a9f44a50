-- What the warehouse may read of exchange. Days are days in Brussels.

-- 8.1.2: authorisations that the team of C2 experts treats, from the day they came to the day they left its queue.
CREATE OR REPLACE VIEW exchange_facts_authorisations_by_hand AS
SELECT
    id,
    (received_at AT TIME ZONE 'Europe/Brussels')::date AS received_on,
    (processed_at AT TIME ZONE 'Europe/Brussels')::date AS processed_on,
    received_at AS known_at,
    message_id,
    hand_reasons AS reasons,
    state AS outcome,
    client_id
FROM exchange_c2message
WHERE cardinality(hand_reasons) > 0;
