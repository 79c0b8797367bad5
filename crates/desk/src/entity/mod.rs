//! Rows that are inserted or read whole. What a page reads is picked by columns in the use-case's
//! own query, and tables that nobody reads as rows have no entity here.

#![allow(unreachable_pub)] // the derive makes them pub; nobody outside reaches this module

pub(crate) mod agent;
pub(crate) mod attachment;
pub(crate) mod audit;
pub(crate) mod contact;
pub(crate) mod delivery;
pub(crate) mod inbound_event;
pub(crate) mod inbox;
pub(crate) mod upload;
