//! What agents see of an e-mail besides its text.

// `letter`: its HTML says more than its text. `elsewhere`: pictures in it lie at other houses. Of
// letters that are here already both are told roughly, by what our own cleaning wrote. `below`: what
// it quotes below its text. `unverified`: somebody else may have written it in its sender's name.
// `appointment`: what lies with it for the calendar, JSON.
pub(super) const UP: &str = "
ALTER TABLE message ADD COLUMN letter BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE message ADD COLUMN elsewhere BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE message ADD COLUMN below TEXT;
ALTER TABLE message ADD COLUMN unverified BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE message ADD COLUMN appointment TEXT;
UPDATE message SET elsewhere = TRUE WHERE html LIKE '% src=\"http%';
UPDATE message SET letter = TRUE WHERE html LIKE '%<img %' OR html LIKE '%<table%'
    OR html LIKE '%<ul%' OR html LIKE '%<ol%' OR html LIKE '% href=\"http%';
";

pub(super) const DOWN: &str = "
ALTER TABLE message DROP COLUMN appointment;
ALTER TABLE message DROP COLUMN unverified;
ALTER TABLE message DROP COLUMN below;
ALTER TABLE message DROP COLUMN elsewhere;
ALTER TABLE message DROP COLUMN letter;
";
