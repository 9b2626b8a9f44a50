-- 8.1.6 Payments finally accepted by ONEM, of all with a definitive outcome; technical incidents are excluded.
SELECT
    case_id,
    reference,
    client_id,
    year,
    started_on,
    decided_on,
    reason,
    CASE
        WHEN is_incident THEN 'left_out'
        WHEN finally_accepted IS NULL THEN 'open'
        WHEN finally_accepted THEN 'accepted'
        ELSE 'rejected'
    END AS outcome
FROM known_verified_payments
