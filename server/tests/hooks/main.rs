//! `/hooks/{inbox}`, and what leaves by the same three providers: a whole server and the simulator
//! on loopback, which knows none of our code.

#![allow(unreachable_pub, reason = "a test binary of several files")]

mod both_ways;
mod door;
mod files;
mod news;
mod people;
mod support;
mod trouble;
