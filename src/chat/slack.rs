//! Slack: slash commands, mentions and links in; Block Kit out.
//!
//! Signatures: <https://docs.slack.dev/authentication/verifying-requests-from-slack>. Limits of
//! blocks: <https://docs.slack.dev/reference/block-kit/blocks>.

pub mod blocks;
pub mod manifest;
pub mod request;
pub mod unfurl;
