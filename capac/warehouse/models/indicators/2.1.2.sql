-- 2.1.2 Incoming calls handled by an operator or by the IVR. Excluded: cut before the IVR, and abandoned within so
-- many seconds of waiting for an operator. A caller served by the IVR counts as handled.
SELECT
    c.id AS case_id,
    c.period AS year,
    c.period_end AS started_on,
    c.known_on,
    CASE
        WHEN c.cut_before_ivr THEN 'left_out'
        WHEN c.answered OR c.served_by_ivr THEN 'reached'
        WHEN c.to_operator AND c.waited_s <= t.value THEN 'left_out'
        ELSE 'missed'
    END AS outcome
FROM valid_calls AS c
JOIN thresholds AS t ON t.indicator_id = '2.1.2' AND t.name = 'abandoned_within'
