-- 8.1.4 Payments of youth holidays and Activa, by flow. The clock starts at the latest of receipt, end of the period
-- and authorisation; without authorisation it has not started.
SELECT
    id AS case_id,
    flow AS part,
    GREATEST(received_on, period_end, authorised_on) AS started_on,
    paid_on AS stopped_on,
    known_on,
    delayed_by AS reason
FROM valid_flow_payments
WHERE flow IN ('WECH508', 'WECH510') AND period_end IS NOT NULL AND authorised_on IS NOT NULL
