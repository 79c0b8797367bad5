//! The simulator by itself: `cargo run -p simulator --example simulator -- --port 3150`.
#![allow(clippy::print_stdout, reason = "a program for the command line")]

use simulator::{Channel, Config, Knobs, Simulator};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut port = 3150_u16;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match (arg.as_str(), args.next()) {
            ("--port", Some(value)) => port = value.parse()?,
            _ => {
                println!("usage: simulator [--port 3150]");
                return Ok(());
            }
        }
    }
    let base = format!("http://127.0.0.1:{port}");
    let mut config = Config::demo(&base);
    // Another origin for Twilio's storage, as in life.
    config.storage = format!("http://localhost:{port}");
    let simulator = Simulator::new(config);
    for channel in Channel::ALL {
        // Slow enough to be seen.
        simulator.set_knobs(
            channel,
            Knobs {
                step_ms: 400,
                ..Knobs::default()
            },
        );
    }
    let config = simulator.config();
    println!("phones     {base}/phones");
    println!("control    {base}/control");
    println!(
        "twilio     {} / {}",
        config.twilio.account_sid, config.twilio.auth_token
    );
    for sender in &config.twilio.senders {
        println!("           {}", sender.number);
    }
    println!(
        "whatsapp   {} / {} / secret {}",
        config.whatsapp.phone_number_id, config.whatsapp.token, config.whatsapp.app_secret
    );
    println!(
        "instagram  {} / {} / secret {}",
        config.instagram.ig_id, config.instagram.token, config.instagram.app_secret
    );
    println!(
        "webhooks   curl -X PUT {base}/control/whatsapp/webhook -d '{{\"url\": \"http://127.0.0.1:3000/…\"}}'"
    );
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    axum::serve(listener, simulator.router()).await?;
    Ok(())
}
