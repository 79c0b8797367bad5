//! How a file went to the customer.

pub(super) const UP: &str = "
ALTER TABLE attachment ADD COLUMN sent_as TEXT NOT NULL DEFAULT 'itself';
";

pub(super) const DOWN: &str = "
ALTER TABLE attachment DROP COLUMN sent_as;
";
