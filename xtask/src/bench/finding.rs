//! Lists and search over many tickets, on SQLite and on PostgreSQL: the server's time for each, beside the same
//! on a desk of 10,000 tickets in the same run. Before each question something happens in the desk, so that none is
//! answered with what was read before.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::postgres::Postgres;

use super::desk::Desk;
use super::http::Connection;
use super::{Figure, Goal, Setting};

/// Tickets of the desk that the large one is compared with.
const SMALL: u32 = 10_000;
/// How often each question is asked, and for how long at most.
const TIMES: usize = 120;
const PATIENCE: Duration = Duration::from_secs(20);
/// So many pages below the top is deep.
const PAGES: usize = 60;

/// What is asked, by name: what a list's address says, or the page of a ticket.
const QUESTIONS: [(&str, Ask); 15] = [
    ("all", Ask::List("")),
    ("mine", Ask::List("view=mine")),
    ("unassigned", Ask::List("view=unassigned")),
    ("a channel", Ask::List("channel=whatsapp")),
    ("closed", Ask::List("status=closed")),
    ("unread, by priority", Ask::List("unread=1&sort=priority")),
    ("a deep page", Ask::Deep("status=closed")),
    ("a channel and a tag", Ask::List("channel=email&tag=broken")),
    (
        "a tag of one in 200",
        Ask::List("tag=wholesale&status=closed"),
    ),
    (
        "a rare tag, has a picture",
        Ask::List("tag=recall&has=picture&status=closed"),
    ),
    ("search: a rare word", Ask::List("q=zebrafish")),
    ("search: a common word", Ask::List("q=parcel")),
    ("search: while typing", Ask::List("q=par")),
    ("search: two words", Ask::List("q=parcel+part77")),
    ("open a ticket", Ask::Ticket),
];

#[derive(Clone, Copy)]
enum Ask {
    List(&'static str),
    /// The same some pages further.
    Deep(&'static str),
    Ticket,
}

/// Measures four desks.
pub(super) fn measure(setting: &Setting) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for database in ["SQLite", "PostgreSQL"] {
        let small = asked(setting, database, SMALL)?;
        let large = asked(setting, database, setting.tickets)?;
        for ((name, _), (small, large)) in QUESTIONS.iter().zip(small.iter().zip(&large)) {
            let figure = |what: &str, value, unit, goal| Figure {
                name: format!("finding: {database}, {name}, {what}"),
                value,
                unit,
                goal,
                is_detail: false,
            };
            figures.extend([
                figure("p50", large.p50, "ms", None),
                figure("p99", large.p99, "ms", Some(Goal::AtMost(25.0))),
                figure(
                    "p50 / the small desk's",
                    large.p50 / small.p50,
                    "×",
                    Some(Goal::AtMost(1.5)),
                ),
                figure("p99 / the small desk's", large.p99 / small.p99, "×", None),
            ]);
        }
    }
    Ok(figures)
}

/// Milliseconds of one question.
struct Times {
    p50: f64,
    p99: f64,
}

/// Fills a desk and asks it everything.
fn asked(setting: &Setting, database: &str, tickets: u32) -> Result<Vec<Times>> {
    let folder = tempfile::tempdir()?;
    let postgres = (database == "PostgreSQL")
        .then(Postgres::start)
        .transpose()?;
    let url = postgres.as_ref().map(|postgres| postgres.url().to_owned());
    let environment = url.iter().map(|url| ("ATTACHE_DATABASE_URL", url.as_str()));
    let environment: Vec<_> = environment.collect();
    let began = Instant::now();
    let sample = ["--tickets", "1", "--many", &tickets.to_string()];
    let data: &Path = folder.path();
    let desk = Desk::start_in(setting, data, &sample, &environment, |_| Ok(()))?;
    println!(
        "{database}: {tickets} tickets were written in {:.0} s",
        began.elapsed().as_secs_f64()
    );
    let mut client = Client {
        connection: Connection::open(desk.port)?,
        desk: &desk,
        happened: 0,
    };
    QUESTIONS
        .iter()
        .map(|(name, ask)| client.times(name, *ask))
        .collect()
}

struct Client<'a> {
    connection: Connection,
    desk: &'a Desk,
    happened: usize,
}

impl Client<'_> {
    fn times(&mut self, name: &str, ask: Ask) -> Result<Times> {
        let query = match ask {
            Ask::Ticket => None,
            Ask::List(query) => Some(query.to_owned()),
            Ask::Deep(query) => {
                let mut query = query.to_owned();
                for _ in 0..PAGES {
                    query = self.list(&query)?.1;
                    ensure!(!query.is_empty(), "{name}: there are too few pages");
                }
                Some(query)
            }
        };
        let mut millis = Vec::new();
        let began = Instant::now();
        while millis.len() < TIMES && began.elapsed() < PATIENCE {
            self.happen()?;
            let begin = Instant::now();
            match &query {
                None => self.open()?,
                Some(query) => {
                    let rows = self.list(query)?.0;
                    ensure!(rows > 0, "{name}: nothing was found");
                }
            }
            millis.push(begin.elapsed().as_secs_f64() * 1000.0);
        }
        millis.sort_by(f64::total_cmp);
        let at = |share: f64| millis[((millis.len() - 1) as f64 * share).round() as usize];
        Ok(Times {
            p50: at(0.5),
            p99: at(0.99),
        })
    }

    /// How many rows there are, and what the next page's address says.
    fn list(&mut self, query: &str) -> Result<(usize, String)> {
        let answer = self.call("/api/ticket/list", &serde_json::json!({ "query": query }))?;
        let rows = answer["rows"].as_array().map_or(0, Vec::len);
        let next = answer["next"].as_str().unwrap_or_default();
        Ok((rows, next.to_owned()))
    }

    fn open(&mut self) -> Result<()> {
        let path = format!("/tickets/{}", self.desk.number);
        let answer = self.connection.send(&self.desk.get(&path), &[])?;
        ensure!(
            answer.status == 200,
            "the ticket was answered {}",
            answer.status
        );
        Ok(())
    }

    /// A note is written; not in the ticket that is opened, which stays as long as it is.
    fn happen(&mut self) -> Result<()> {
        self.happened += 1;
        let message = serde_json::json!({ "message": {
            "client_key": format!("finding-{}", self.happened), "ticket": self.desk.ticket - 1, "note": true,
            "text": "Looked into it.", "files": [],
        }});
        self.call("/api/message/send", &message)?;
        Ok(())
    }

    fn call(&mut self, path: &str, said: &serde_json::Value) -> Result<serde_json::Value> {
        let body = said.to_string();
        let head = self.desk.post(path, "application/json", body.len());
        let answer = self.connection.send(&head, body.as_bytes())?;
        ensure!(
            answer.status == 200,
            "{path} was answered {}: {}",
            answer.status,
            String::from_utf8_lossy(answer.body)
        );
        Ok(serde_json::from_slice(answer.body)?)
    }
}
