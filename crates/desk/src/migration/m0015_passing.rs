//! Files that are not to be kept, but fetched each time somebody looks.

// `passing`: by the inbox's policy of that day, see `receive::pass`. Ready, such a file has a
// `source` and no bytes here.
pub(super) const UP: &str = "
ALTER TABLE attachment ADD COLUMN passing BOOLEAN NOT NULL DEFAULT FALSE;
";

pub(super) const DOWN: &str = "
ALTER TABLE attachment DROP COLUMN passing;
";
