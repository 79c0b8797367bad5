//! The picture worker by itself, for desk's own tests.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    desk::worker::main(std::env::args_os().skip(1))
}
