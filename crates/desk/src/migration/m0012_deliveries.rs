//! What a worker that dies leaves behind, and what a provider asks for once more.

// `handed`: whether the call that a customer would see may have been made, of a part that needs
// something else before it. `again`: how often it goes once more because its provider, having taken
// it, told of trouble that passes.
pub(super) const UP: &str = "
ALTER TABLE delivery ADD COLUMN handed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE delivery ADD COLUMN again BIGINT NOT NULL DEFAULT 0;
";

pub(super) const DOWN: &str = "
ALTER TABLE delivery DROP COLUMN again;
ALTER TABLE delivery DROP COLUMN handed;
";
