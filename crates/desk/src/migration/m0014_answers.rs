//! What an agent's message has besides text and files, and who else a letter went to.

// `extras`: JSON, see `message::extras`.
pub(super) const UP: &str = "
ALTER TABLE message ADD COLUMN extras TEXT;
";

pub(super) const DOWN: &str = "
ALTER TABLE message DROP COLUMN extras;
";
