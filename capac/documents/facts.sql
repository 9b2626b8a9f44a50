-- What the warehouse may read of documents. Days are days in Brussels.

-- 2.5.3: letters on paper that came to a payment office, from the day they came to the day they were treated.
CREATE OR REPLACE VIEW documents_facts_letters AS
SELECT
    letter.id,
    letter.received_on,
    (letter.treated_at AT TIME ZONE 'Europe/Brussels')::date AS treated_on,
    letter.registered_at AS known_at,
    letter.promised_on,
    letter.office_id,
    letter.client_id
FROM documents_inboundletter AS letter
WHERE letter.channel = 'letter';

-- 13.3.1: the inventory of paper files, by what became of each.
CREATE OR REPLACE VIEW documents_facts_paper AS
SELECT
    id,
    office_id,
    state,
    sheets,
    inventoried_on,
    last_event_on
FROM documents_paperfile;
