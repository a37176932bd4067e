//! Chat platforms as plain data: what a platform sent, proved to come from it, and an answer in the
//! platform's own form, within its limits. Nothing here touches the network, the clock or the log.

pub mod access;
pub mod discord;
mod markdown;
pub mod mattermost;
pub mod message;
pub mod question;
pub mod seen;
pub mod settings;
pub mod site;
pub mod slack;
pub mod teams;
pub mod words;
