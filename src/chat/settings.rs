//! Which platforms may ask, and the secrets by which they are known.

use crate::chat::access::Secret;
use crate::chat::discord::PublicKey;
use crate::chat::teams::Key;

/// Everything about chat platforms that the one who runs the server decides. A platform whose
/// secret is not set has no address.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Slack.
    pub slack: Option<Slack>,
    /// The tokens of Mattermost's commands and webhooks.
    pub mattermost: Vec<Secret>,
    /// The key of a Discord application.
    pub discord: Option<PublicKey>,
    /// The keys of the outgoing webhooks of Teams.
    pub teams: Vec<Key>,
    /// Where readers find the book, with its final `/`; without it answers carry no links.
    pub published: Option<String>,
    /// Whether the audit log holds what was asked.
    pub audit_questions: bool,
}

/// What is known of a Slack app.
#[derive(Debug, Clone)]
pub struct Slack {
    /// What its requests are signed with.
    pub signing_secret: Secret,
    /// What lets us answer mentions and show cards below links.
    pub bot_token: Option<Secret>,
}

/// A secret that cannot be used. Its value is not told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} is not {expected}")]
pub struct Unusable {
    /// The variable.
    pub name: &'static str,
    /// What it has to be.
    pub expected: &'static str,
}

/// The variables that hold secrets. Each may have `_FILE` behind its name and then names a file.
pub const VARIABLES: [&str; 5] = [SLACK_SIGNING, SLACK_BOT, MATTERMOST, DISCORD, TEAMS];

const SLACK_SIGNING: &str = "LOGGIA_SLACK_SIGNING_SECRET";
const SLACK_BOT: &str = "LOGGIA_SLACK_BOT_TOKEN";
const MATTERMOST: &str = "LOGGIA_MATTERMOST_TOKEN";
const DISCORD: &str = "LOGGIA_DISCORD_PUBLIC_KEY";
const TEAMS: &str = "LOGGIA_TEAMS_SECRET";

impl Settings {
    /// The platforms whose secrets `variable` knows.
    ///
    /// # Errors
    /// Where a secret is none of its kind.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Unusable> {
        let secret = |name: &str| variable(name).and_then(|text| Secret::new(&text));
        // Each command, webhook and team has a token of its own.
        let secrets = |name: &str| -> Vec<Secret> {
            let text = variable(name).unwrap_or_default();
            let words = text.split([',', ' ', '\t', '\r', '\n']);
            words.filter_map(Secret::new).collect()
        };
        let bot_token = secret(SLACK_BOT);
        if bot_token.as_ref().is_some_and(|token| !is_header(token)) {
            return Err(Unusable { name: SLACK_BOT, expected: "a token of one word" });
        }
        let discord = secret(DISCORD).map(|digits| {
            let expected = "the public key of an application: 64 hexadecimal digits";
            PublicKey::new(digits.expose()).ok_or(Unusable { name: DISCORD, expected })
        });
        let teams = secrets(TEAMS).iter().map(Key::new).collect::<Option<Vec<Key>>>();
        Ok(Self {
            slack: secret(SLACK_SIGNING).map(|signing_secret| Slack { signing_secret, bot_token }),
            mattermost: secrets(MATTERMOST),
            discord: discord.transpose()?,
            teams: teams.ok_or(Unusable {
                name: TEAMS,
                expected: "the security token of an outgoing webhook, in Base64",
            })?,
            ..Self::default()
        })
    }

    /// The platforms that may ask, by name.
    #[must_use]
    pub fn platforms(&self) -> Vec<&'static str> {
        let on = [
            ("Slack", self.slack.is_some()),
            ("Mattermost", !self.mattermost.is_empty()),
            ("Discord", self.discord.is_some()),
            ("Teams", !self.teams.is_empty()),
        ];
        on.into_iter().filter(|(_, is_on)| *is_on).map(|(name, _)| name).collect()
    }
}

/// Whether a secret can stand in a header.
fn is_header(secret: &Secret) -> bool {
    secret.expose().bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Settings, Unusable> {
        Settings::read(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_platform_without_a_secret_is_off() {
        assert!(read(&[]).unwrap().platforms().is_empty());
        assert!(read(&[(SLACK_BOT, "xoxb-1"), (TEAMS, " \n")]).unwrap().platforms().is_empty());
    }

    #[test]
    fn secrets_are_read_and_not_told() {
        let settings = read(&[
            (SLACK_SIGNING, "hunter2\n"),
            (SLACK_BOT, "hunter3"),
            (MATTERMOST, "hunter4, hunter5\nhunter6"),
            (DISCORD, "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
            (TEAMS, "aHVudGVyN2h1bnRlcjdodW50ZXI3aHVudGVyNw=="),
        ])
        .unwrap();
        assert_eq!(settings.platforms(), ["Slack", "Mattermost", "Discord", "Teams"]);
        assert_eq!(settings.mattermost.len(), 3);
        let told = format!("{settings:?}");
        assert!(!told.contains("hunter") && !told.contains("104, 117"), "{told}");
    }

    #[test]
    fn what_is_no_secret_of_its_kind_is_told_by_name() {
        for (name, value) in [
            (DISCORD, "d75a98"),
            (DISCORD, "0100000000000000000000000000000000000000000000000000000000000000"),
            (TEAMS, "not base64"),
            (SLACK_BOT, "a b"),
        ] {
            let problem = read(&[(name, value)]).unwrap_err();
            assert_eq!(problem.name, name);
            assert!(!problem.to_string().contains(value), "{problem}");
        }
    }
}
