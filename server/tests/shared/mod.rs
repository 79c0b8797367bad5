//! What tests that start whole servers or desks need alike: a database of their own, and pictures.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test binary is a crate and uses its own part of this"
)]

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, QueryResult, Statement};
use std::path::Path;

/// A number that nobody else has.
pub fn unique() -> String {
    let nanos = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
    format!("{}_{}", std::process::id(), nanos.as_nanos())
}

/// A database that one test has for itself.
pub struct Own {
    url: String,
    /// The PostgreSQL it is on, and its name there.
    postgres: Option<(String, String)>,
}

impl Own {
    /// The file of a desk in that folder.
    pub fn sqlite(folder: &Path) -> Self {
        let file = folder.join("attache.db");
        Self {
            url: format!("sqlite://{}?mode=rwc", file.display()),
            postgres: None,
        }
    }

    /// A new one on the tests' PostgreSQL; its name begins like that.
    pub async fn postgres(prefix: &str) -> Self {
        let server = std::env::var("ATTACHE_TEST_POSTGRES").expect(
            "ATTACHE_TEST_POSTGRES names a PostgreSQL to test on: `cargo xtask test` starts one",
        );
        let name = format!("{prefix}_{}", unique());
        let admin = Database::connect(&server).await.unwrap();
        let sql = format!("CREATE DATABASE {name}");
        admin.execute_unprepared(&sql).await.unwrap();
        admin.close().await.unwrap();
        let (base, query) = server.split_once('?').unwrap_or((&server, ""));
        let (base, _) = base.rsplit_once('/').unwrap();
        Self {
            url: format!("{base}/{name}?{query}"),
            postgres: Some((server, name)),
        }
    }

    /// As a desk is told of it: nothing for the file in its folder.
    pub fn for_desk(&self) -> Option<String> {
        self.postgres.is_some().then(|| self.url.clone())
    }

    async fn open(&self) -> DatabaseConnection {
        Database::connect(&self.url).await.unwrap()
    }

    /// Rows, behind the desk's back.
    pub async fn rows(&self, sql: &str) -> Vec<QueryResult> {
        let db = self.open().await;
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let rows = db.query_all_raw(statement).await.unwrap();
        db.close().await.unwrap();
        rows
    }

    /// A number a row.
    pub async fn numbers(&self, sql: &str) -> Vec<i64> {
        let rows = self.rows(sql).await;
        let numbers = rows.iter().map(|row| row.try_get_by_index(0).unwrap());
        numbers.collect()
    }

    /// One number.
    pub async fn number(&self, sql: &str) -> i64 {
        self.numbers(sql).await[0]
    }

    /// Runs a statement.
    pub async fn run(&self, sql: &str) {
        let db = self.open().await;
        db.execute_unprepared(sql).await.unwrap();
        db.close().await.unwrap();
    }

    /// Drops it. Left where it is when a test fails, to be looked at.
    pub async fn end(&self) {
        if let Some((server, name)) = &self.postgres {
            let admin = Database::connect(server).await.unwrap();
            let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            admin.execute_unprepared(&sql).await.unwrap();
        }
    }
}

/// A PNG of noise: another one for each seed.
pub fn png(width: u32, height: u32, seed: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let pixels: Vec<u8> = (0..width * height * 3)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&pixels).unwrap();
    writer.finish().unwrap();
    bytes
}
