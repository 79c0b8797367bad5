//! Mailboxes that are fetched from: how far, by whom, and what keeps from it.

// `holder`: the replica that fetches, until `held_until`. `account`: the mailbox that the rest is
// about. `since`: from when on its letters are ours. Below `rescan_below` letters are looked at a
// second time, under other numbers.
pub(super) const UP: &str = "
CREATE TABLE mailbox (
    inbox_id BIGINT NOT NULL PRIMARY KEY REFERENCES inbox (id),
    holder TEXT NOT NULL,
    held_until BIGINT NOT NULL,
    account TEXT,
    uid_validity BIGINT NOT NULL DEFAULT 0,
    last_uid BIGINT NOT NULL DEFAULT 0,
    rescan_below BIGINT NOT NULL DEFAULT 0,
    since BIGINT NOT NULL DEFAULT 0,
    code TEXT,
    sentence TEXT
);
";

pub(super) const DOWN: &str = "
DROP TABLE mailbox;
";
