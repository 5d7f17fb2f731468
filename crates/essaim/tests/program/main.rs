//! The program as an operator meets it: its commands, its codes, its server.
#![allow(clippy::unwrap_used, clippy::allow_attributes, reason = "a test that cannot go on stops")]

mod asking;
mod bringing;
mod exchanging;
mod fetching;
mod keeping;
mod killed;
mod locating;
mod people;
mod publisher;
mod serving;
mod support;
mod tagging;
