-- What the warehouse may read of dossier. Days are days in Brussels. No indicator of the contract has these as its
-- source yet; 6.1.1 counts what exchange submits and what comes back, 8.1.3 the reminders that letters sends.

-- Applications from their opening to ONEM's decision.
CREATE OR REPLACE VIEW dossier_facts_applications AS
SELECT
    id,
    type,
    received_on,
    asked_on,
    introduce_by,
    complete_on,
    submitted_on,
    returned_on,
    decided_on,
    opened_at AS known_at,
    state AS outcome,
    client_id
FROM dossier_application;

-- Pieces asked for, whose turn each is, and the day on which the first one that counts arrived.
CREATE OR REPLACE VIEW dossier_facts_pieces AS
SELECT
    p.id,
    p.application_id,
    p.code,
    p.turn,
    p.asked_by,
    p.since AS asked_on,
    p.reminders,
    p.state AS outcome,
    min(r.received_on) AS received_on
FROM dossier_piece AS p
LEFT JOIN dossier_receipt AS r ON r.piece_id = p.id
GROUP BY p.id;
