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

-- 6.1.1: results of C9, and which of them came back (C51) through our own doing: as judged, else as our data suggest.
CREATE OR REPLACE VIEW exchange_facts_submissions AS
SELECT
    s.id,
    s.answered_on AS answered_on,
    r.id IS NOT NULL AS returned_c51,
    r.id IS NOT NULL AND COALESCE(r.ours, r.proposed IN ('waived', 'unchecked')) AS return_due_to_capac,
    GREATEST(s.answered_at, r.judged_at) AS known_at,
    s.reference || '/' || s.attempt AS name,
    COALESCE(NULLIF(r.cause, ''), r.proposed) AS cause,
    s.client_id
FROM exchange_submission AS s
LEFT JOIN exchange_return AS r ON r.submission_id = s.id
WHERE s.answered_on IS NOT NULL AND s.state IN ('returned', 'decided');
