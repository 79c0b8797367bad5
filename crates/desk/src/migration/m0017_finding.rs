//! How tickets are found: lists by channel, by priority and of what is unread, views that agents keep, and
//! the words of messages.
//!
//! Which message's words are to be read anew is noted by triggers, so that nothing that writes can forget it.
//! On SQLite the words are an FTS5 table that keeps no text and no places of words, only which message has
//! which word, in the order of their keys; on PostgreSQL a tsvector with a GIN index.

pub(super) const UP: &str = "
ALTER TABLE ticket ADD COLUMN channel TEXT NOT NULL DEFAULT '';
UPDATE ticket SET channel = (SELECT i.kind FROM inbox i WHERE i.id = ticket.inbox_id);
CREATE INDEX ticket_channel ON ticket (status, channel, last_message_at DESC, id DESC);
CREATE INDEX ticket_priority ON ticket (status, priority DESC, last_message_at DESC, id DESC);
CREATE INDEX ticket_unread ON ticket (status, last_message_at DESC, id DESC) WHERE unread;

CREATE TABLE saved_view (
    id {key},
    agent_id BIGINT NOT NULL REFERENCES agent (id),
    shared BOOLEAN NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE search_due (
    id {key},
    message_id BIGINT NOT NULL
);

{sqlite}CREATE VIRTUAL TABLE message_search USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, prefix = '2 3 4',
    tokenize = \"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'\"
);
{postgres}CREATE TABLE message_search (message_id BIGINT PRIMARY KEY, words tsvector NOT NULL);
{postgres}CREATE INDEX message_search_words ON message_search USING gin (words);

{sqlite}CREATE TRIGGER search_message_new AFTER INSERT ON message WHEN NEW.direction <> 'activity'
BEGIN INSERT INTO search_due (message_id) VALUES (NEW.id); END;
{sqlite}CREATE TRIGGER search_message_changed AFTER UPDATE OF text, below, ticket_id, state ON message
WHEN NEW.text <> OLD.text OR NEW.below IS DISTINCT FROM OLD.below OR NEW.ticket_id <> OLD.ticket_id
    OR NEW.state IS DISTINCT FROM OLD.state AND NEW.state = 'canceled'
BEGIN INSERT INTO search_due (message_id) VALUES (NEW.id); END;
{sqlite}CREATE TRIGGER search_message_gone AFTER DELETE ON message
BEGIN INSERT INTO search_due (message_id) VALUES (OLD.id); END;
{sqlite}CREATE TRIGGER search_file_new AFTER INSERT ON attachment
BEGIN INSERT INTO search_due (message_id) VALUES (NEW.message_id); END;
{sqlite}CREATE TRIGGER search_file_changed AFTER UPDATE OF name, caption, alt ON attachment
WHEN NEW.name <> OLD.name OR NEW.caption <> OLD.caption OR NEW.alt <> OLD.alt
BEGIN INSERT INTO search_due (message_id) VALUES (NEW.message_id); END;
{sqlite}CREATE TRIGGER search_file_gone AFTER DELETE ON attachment
BEGIN INSERT INTO search_due (message_id) VALUES (OLD.message_id); END;
{sqlite}CREATE TRIGGER search_ticket_changed AFTER UPDATE OF subject, contact_id ON ticket
WHEN NEW.subject <> OLD.subject OR NEW.contact_id <> OLD.contact_id
BEGIN INSERT INTO search_due (message_id) SELECT id FROM message WHERE ticket_id = NEW.id; END;
{sqlite}CREATE TRIGGER search_contact_changed AFTER UPDATE OF name ON contact WHEN NEW.name <> OLD.name
BEGIN INSERT INTO search_due (message_id) SELECT m.id FROM message m JOIN ticket t ON t.id = m.ticket_id
    WHERE t.contact_id = NEW.id; END;
{sqlite}CREATE TRIGGER search_handle_new AFTER INSERT ON contact_handle
BEGIN INSERT INTO search_due (message_id) SELECT m.id FROM message m JOIN ticket t ON t.id = m.ticket_id
    WHERE t.contact_id = NEW.contact_id; END;

{postgres}CREATE FUNCTION search_message() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO search_due (message_id) VALUES (COALESCE(NEW.id, OLD.id)); RETURN NULL; END $$;
{postgres}CREATE FUNCTION search_file() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO search_due (message_id) VALUES (COALESCE(NEW.message_id, OLD.message_id)); RETURN NULL; END $$;
{postgres}CREATE FUNCTION search_ticket() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO search_due (message_id) SELECT id FROM message WHERE ticket_id = NEW.id; RETURN NULL; END $$;
{postgres}CREATE FUNCTION search_contact() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO search_due (message_id) SELECT m.id FROM message m JOIN ticket t ON t.id = m.ticket_id
    WHERE t.contact_id = NEW.id; RETURN NULL; END $$;
{postgres}CREATE FUNCTION search_handle() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO search_due (message_id) SELECT m.id FROM message m JOIN ticket t ON t.id = m.ticket_id
    WHERE t.contact_id = NEW.contact_id; RETURN NULL; END $$;
{postgres}CREATE TRIGGER search_message_new AFTER INSERT ON message FOR EACH ROW
WHEN (NEW.direction <> 'activity') EXECUTE FUNCTION search_message();
{postgres}CREATE TRIGGER search_message_changed AFTER UPDATE OF text, below, ticket_id, state ON message FOR EACH ROW
WHEN (NEW.text <> OLD.text OR NEW.below IS DISTINCT FROM OLD.below OR NEW.ticket_id <> OLD.ticket_id
    OR NEW.state IS DISTINCT FROM OLD.state AND NEW.state = 'canceled') EXECUTE FUNCTION search_message();
{postgres}CREATE TRIGGER search_message_gone AFTER DELETE ON message FOR EACH ROW EXECUTE FUNCTION search_message();
{postgres}CREATE TRIGGER search_file_new AFTER INSERT OR DELETE ON attachment FOR EACH ROW EXECUTE FUNCTION search_file();
{postgres}CREATE TRIGGER search_file_changed AFTER UPDATE OF name, caption, alt ON attachment FOR EACH ROW
WHEN (NEW.name <> OLD.name OR NEW.caption <> OLD.caption OR NEW.alt <> OLD.alt) EXECUTE FUNCTION search_file();
{postgres}CREATE TRIGGER search_ticket_changed AFTER UPDATE OF subject, contact_id ON ticket FOR EACH ROW
WHEN (NEW.subject <> OLD.subject OR NEW.contact_id <> OLD.contact_id) EXECUTE FUNCTION search_ticket();
{postgres}CREATE TRIGGER search_contact_changed AFTER UPDATE OF name ON contact FOR EACH ROW
WHEN (NEW.name <> OLD.name) EXECUTE FUNCTION search_contact();
{postgres}CREATE TRIGGER search_handle_new AFTER INSERT ON contact_handle FOR EACH ROW
EXECUTE FUNCTION search_handle();

INSERT INTO search_due (message_id) SELECT id FROM message WHERE direction <> 'activity';
";

pub(super) const DOWN: &str = "
{postgres}DROP TRIGGER search_handle_new ON contact_handle;
{postgres}DROP TRIGGER search_contact_changed ON contact;
{postgres}DROP TRIGGER search_ticket_changed ON ticket;
{postgres}DROP TRIGGER search_file_changed ON attachment;
{postgres}DROP TRIGGER search_file_new ON attachment;
{postgres}DROP TRIGGER search_message_gone ON message;
{postgres}DROP TRIGGER search_message_changed ON message;
{postgres}DROP TRIGGER search_message_new ON message;
{postgres}DROP FUNCTION search_handle();
{postgres}DROP FUNCTION search_contact();
{postgres}DROP FUNCTION search_ticket();
{postgres}DROP FUNCTION search_file();
{postgres}DROP FUNCTION search_message();
{sqlite}DROP TRIGGER search_handle_new;
{sqlite}DROP TRIGGER search_contact_changed;
{sqlite}DROP TRIGGER search_ticket_changed;
{sqlite}DROP TRIGGER search_file_gone;
{sqlite}DROP TRIGGER search_file_changed;
{sqlite}DROP TRIGGER search_file_new;
{sqlite}DROP TRIGGER search_message_gone;
{sqlite}DROP TRIGGER search_message_changed;
{sqlite}DROP TRIGGER search_message_new;
DROP TABLE message_search;
DROP TABLE search_due;
DROP TABLE saved_view;
DROP INDEX ticket_unread;
DROP INDEX ticket_priority;
DROP INDEX ticket_channel;
ALTER TABLE ticket DROP COLUMN channel;
";
