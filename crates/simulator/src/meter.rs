//! The providers' rates: buckets that fill with time.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

#[derive(Debug)]
struct Bucket {
    left: f64,
    at: i64,
}

/// Buckets by name.
#[derive(Debug, Default)]
pub(crate) struct Meter(Mutex<HashMap<String, Bucket>>);

/// How many buckets there may be; when there are more, the full ones go.
const BUCKETS: usize = 20_000;

impl Meter {
    /// Takes one from the bucket `name`, which holds `most` and gains `per_second`. `false`: it is empty.
    pub(crate) fn take(&self, name: &str, most: f64, per_second: f64, now: i64) -> bool {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > BUCKETS {
            let stale = now - 600_000;
            buckets.retain(|_, b| b.at > stale);
        }
        let bucket = buckets.entry(name.to_owned()).or_insert(Bucket {
            left: most,
            at: now,
        });
        #[expect(clippy::cast_precision_loss, reason = "milliseconds between two calls")]
        let passed = (now - bucket.at).max(0) as f64 / 1000.0;
        bucket.left = (bucket.left + passed * per_second).min(most);
        bucket.at = now;
        if bucket.left < 1.0 {
            return false;
        }
        bucket.left -= 1.0;
        true
    }
}
