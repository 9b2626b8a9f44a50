-- 8.1.2 Authorisations that the team of C2 experts treats, from receipt to the day on which they left its queue.
SELECT case_id, reference, client_id, started_on, stopped_on, known_on, reason
FROM united_authorisations_by_hand
