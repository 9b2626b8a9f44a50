-- What the warehouse may read of verification. Days are days in Brussels.

-- 8.1.6: expenses told to ONEM. Accepted for good or not is empty until ONEM's definitive outcome is known.
-- One row a definitive outcome: a later phase may correct an earlier one, and what was known before stays readable.
CREATE OR REPLACE VIEW verification_facts_verified_payments AS
SELECT
    e.line_id AS id,
    d.outcome NOT IN ('C12', 'C13') AS finally_accepted,
    e.incident_id IS NOT NULL AS technical_incident,
    f.introduction_month,
    (d.known_at AT TIME ZONE 'Europe/Brussels')::date AS known_on,
    (i.known_at AT TIME ZONE 'Europe/Brussels')::date AS incident_known_on,
    e.payment_id,
    e.scheme AS payment_type,
    e.month AS reference_month,
    d.outcome,
    d.cause,
    d.phase,
    e.client_id,
    (f.written_at AT TIME ZONE 'Europe/Brussels')::date AS told_on
FROM verification_expense AS e
JOIN verification_expenditurefile AS f ON f.id = e.file_id
LEFT JOIN verification_incident AS i ON i.id = e.incident_id
LEFT JOIN verification_outcome AS d ON d.expense_id = e.id AND d.definitive;
