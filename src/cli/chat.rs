//! `loggia chat`: what the makers of a chat app copy into their platform.

use crate::chat::{discord, slack};
use crate::cli::arguments::{ChatCommand, ChatTask, ManifestPlatform, RegisterPlatform};
use crate::cli::{Failure, Outcome, terminal};
use crate::config::normal_base;

pub(in crate::cli) fn run(command: &ChatCommand) -> Result<Outcome, Failure> {
    let text = match &command.task {
        ChatTask::Manifest { platform: ManifestPlatform::Slack, url, name, command } => {
            manifest(url, name, command)?
        }
        ChatTask::Register { platform: RegisterPlatform::Discord, application, guild } => {
            registration(application, guild.as_deref())?
        }
    };
    terminal::output(&text)?;
    Ok(Outcome::Done)
}

fn manifest(url: &str, name: &str, command: &str) -> Result<String, Failure> {
    let base = normal_base(url).filter(|base| base.starts_with("https://")).ok_or_else(|| {
        Failure::told(format!(
            "`{url}` is no address that Slack calls\nWrite for example --url https://docs.example.org/"
        ))
    })?;
    let word = command.strip_prefix('/').unwrap_or_default();
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
    if word.is_empty() || word.len() > 31 || !word.chars().all(is_plain) {
        return Err(Failure::told(format!(
            "`{command}` is no command\nWrite a slash and up to 31 small letters, digits, - and _"
        )));
    }
    Ok(format!("{:#}\n", slack::manifest::manifest(name, &base, command)))
}

/// A call for a shell; the token stays in the variable that it names.
fn registration(application: &str, guild: Option<&str>) -> Result<String, Failure> {
    for id in guild.into_iter().chain([application]) {
        if !(1..=20).contains(&id.len()) || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Failure::told(format!(
                "`{id}` is no id\nThe developer portal shows the application's id: digits only"
            )));
        }
    }
    let whose = guild.map(|guild| format!("/guilds/{guild}")).unwrap_or_default();
    // A single quote would end the argument.
    let body = format!("{:#}", discord::registration()).replace('\'', "'\\''");
    Ok(format!(
        "curl --fail-with-body -X PUT \\\n  \
         -H \"Authorization: Bot $DISCORD_BOT_TOKEN\" \\\n  \
         -H 'Content-Type: application/json' \\\n  \
         'https://discord.com/api/v10/applications/{application}{whose}/commands' \\\n  \
         -d '{body}'\n"
    ))
}
