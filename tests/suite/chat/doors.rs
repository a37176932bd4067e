//! The doors from outside: what is believed, what is refused, and what nobody is told.

use std::io::Write;
use std::sync::{Arc, Mutex};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use loggia::chat::settings::Settings;
use loggia::source::MemoryFiles;
use loggia::web::chat::{Chat, Surroundings};
use sha2::Sha256;
use tracing_subscriber::fmt::MakeWriter;

use crate::harness::{Answer, Server};

/// The time of all these tests, in seconds since 1970.
pub(crate) const NOW: u64 = 1_531_420_618;

pub(crate) const SLACK_SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
pub(crate) const DISCORD_KEY: &str =
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
pub(crate) const TEAMS_TOKEN: &str = "vqF0En+Z0ucuRTM/01o2GuhMH3hKKk/N2bOmlM31zaA=";

/// The request and signature of Slack's documentation, which its own libraries are tested with.
const SLACK_BODY: &str = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
const SLACK_SIGNATURE: &str = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

pub(crate) fn settings(variables: &[(&str, &str)]) -> Settings {
    let settings = Settings::read(|name| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    });
    Settings { published: Some("https://kb.example.org/".to_owned()), ..settings.unwrap() }
}

/// A server that all platforms may ask at [`NOW`].
pub(crate) fn server() -> Server {
    server_in(Surroundings::with_clock(|| NOW * 1000))
}

pub(crate) fn server_in(surroundings: Surroundings) -> Server {
    server_of(all_platforms(), surroundings)
}

fn all_platforms() -> Settings {
    settings(&[
        ("LOGGIA_SLACK_SIGNING_SECRET", SLACK_SECRET),
        ("LOGGIA_SLACK_BOT_TOKEN", "xoxb-test"),
        ("LOGGIA_MATTERMOST_TOKEN", "first-token second-token"),
        ("LOGGIA_DISCORD_PUBLIC_KEY", DISCORD_KEY),
        ("LOGGIA_TEAMS_SECRET", TEAMS_TOKEN),
    ])
}

fn server_of(settings: Settings, surroundings: Surroundings) -> Server {
    let files = MemoryFiles::fixture(
        "//- README.md\n# Home\n\nThe front page of the book.\n\n## Firewalls\n\nFW2 protects the services.\n\
         //- zones.md\n# Zones\n\nThere are zones.\n",
    );
    Server::with_chat(files, &[], true, Chat::new(settings, surroundings), |first| first)
}

/// Slack's signature of a body.
pub(crate) fn slack_signature(timestamp: u64, body: &str) -> String {
    let mut hmac = Hmac::<Sha256>::new_from_slice(SLACK_SECRET.as_bytes()).unwrap();
    hmac.update(format!("v0:{timestamp}:{body}").as_bytes());
    let proof = hmac.finalize().into_bytes();
    proof.iter().fold("v0=".to_owned(), |digits, byte| digits + &format!("{byte:02x}"))
}

pub(crate) fn slack(server: &Server, door: &str, timestamp: u64, body: &str) -> Answer {
    let signature = slack_signature(timestamp, body);
    slack_with(server, door, &timestamp.to_string(), &signature, body)
}

fn slack_with(server: &Server, door: &str, timestamp: &str, signature: &str, body: &str) -> Answer {
    let headers = [("x-slack-request-timestamp", timestamp), ("x-slack-signature", signature)];
    server.send("POST", &format!("/chat/slack/{door}"), &headers, body.to_owned())
}

/// An interaction, signed with the first key of RFC 8032, which [`DISCORD_KEY`] belongs to.
pub(crate) fn discord(server: &Server, body: &str) -> Answer {
    let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let mut bytes = [0; 32];
    for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(&seed[at..at + 2], 16).unwrap();
    }
    let signature = SigningKey::from_bytes(&bytes).sign(format!("{NOW}{body}").as_bytes());
    let (timestamp, signature) = (NOW.to_string(), format!("{signature:x}"));
    let headers = [
        ("x-signature-timestamp", timestamp.as_str()),
        ("x-signature-ed25519", signature.as_str()),
    ];
    server.send("POST", "/chat/discord", &headers, body.to_owned())
}

fn refused(answer: &Answer, status: u16) {
    assert_eq!((answer.status, answer.text()), (status, ""), "{answer:?}");
}

#[test]
fn a_platform_without_a_secret_has_no_door() {
    let server = Server::fixture("//- README.md\n# Home\n");
    for door in [
        "slack/command",
        "slack/events",
        "mattermost/command",
        "mattermost/webhook",
        "discord",
        "teams",
    ] {
        assert_eq!(server.send("POST", &format!("/chat/{door}"), &[], "a=b").status, 404, "{door}");
    }
}

#[test]
fn slacks_own_example_is_believed_once() {
    let server = server();
    let ask = || slack_with(&server, "command", &NOW.to_string(), SLACK_SIGNATURE, SLACK_BODY);
    let first = ask();
    assert_eq!((first.status, first.media_type()), (200, "application/json"));
    assert_eq!(first.json()["response_type"], "ephemeral");
    refused(&ask(), 401);
    // The same signature in other letters is the same.
    let shouted = SLACK_SIGNATURE.to_uppercase().replace("V0=", "v0=");
    refused(&slack_with(&server, "command", &NOW.to_string(), &shouted, SLACK_BODY), 401);
}

#[test]
fn what_slack_did_not_sign_is_refused_without_a_word() {
    let server = server();
    let now = NOW.to_string();
    let cut = &SLACK_SIGNATURE[..SLACK_SIGNATURE.len() - 2];
    for (timestamp, signature, body) in [
        (now.as_str(), "", SLACK_BODY),
        (&now, cut, SLACK_BODY),
        (&now, &SLACK_SIGNATURE.replace("v0=", "v1="), SLACK_BODY),
        (&now, &SLACK_SIGNATURE.replace("503", "504"), SLACK_BODY),
        (&now, SLACK_SIGNATURE, &SLACK_BODY.replace("text=", "text=x")),
        (&now, SLACK_SIGNATURE, &SLACK_BODY[..SLACK_BODY.len() - 1]),
        ("", SLACK_SIGNATURE, SLACK_BODY),
        ("+1531420618", SLACK_SIGNATURE, SLACK_BODY),
        ("1531420619", SLACK_SIGNATURE, SLACK_BODY),
    ] {
        refused(&slack_with(&server, "command", timestamp, signature, body), 401);
        refused(&slack_with(&server, "events", timestamp, signature, body), 401);
    }
    for (timestamp, status) in
        [(NOW - 300, 200), (NOW - 301, 401), (NOW + 300, 200), (NOW + 301, 401)]
    {
        assert_eq!(slack(&server, "command", timestamp, "command=%2Fkb&text=a").status, status);
    }
    refused(&server.send("POST", "/chat/slack/command", &[], "command=%2Fkb"), 401);
}

#[test]
fn slack_checks_certificates_and_addresses() {
    let server = server();
    let check = server.send("POST", "/chat/slack/command", &[], "ssl_check=1&token=x");
    refused(&check, 200);
    let challenge = r#"{"type":"url_verification","challenge":"3eZbrw1a"}"#;
    assert_eq!(slack(&server, "events", NOW, challenge).json()["challenge"], "3eZbrw1a");
    refused(&slack(&server, "events", NOW, "not json"), 400);
    refused(&slack(&server, "events", NOW, r#"{"type":"app_rate_limited"}"#), 200);
}

#[test]
fn large_requests_are_refused_before_they_are_read() {
    let server = server();
    let body = "x".repeat(64 * 1024 + 1);
    for door in ["slack/command", "slack/events", "mattermost/command", "discord", "teams"] {
        refused(&server.send("POST", &format!("/chat/{door}"), &[], body.clone()), 413);
        let length = [("content-length", "99999999")];
        refused(&server.send("POST", &format!("/chat/{door}"), &length, "a"), 413);
    }
}

#[test]
fn who_asks_too_often_is_told_so_in_the_platforms_form() {
    let server = server();
    let ask = |user: &str, n: u64| {
        let body = format!("command=%2Fkb&team_id=T1&user_id={user}&text=q{n}");
        slack(&server, "command", NOW, &body).json()["blocks"][0]["text"]["text"].clone()
    };
    for n in 0..10 {
        assert_ne!(ask("U1", n), "Too many questions");
    }
    assert_eq!(ask("U1", 10), "Too many questions");
    assert_ne!(ask("U2", 11), "Too many questions");
    // So many requests that nobody sends them: no body is read any more.
    let answers: Vec<u16> =
        (0..200).map(|_| server.send("POST", "/chat/teams", &[], "x").status).collect();
    assert_eq!((answers[0], answers[199]), (401, 429));
}

#[test]
fn mattermost_is_known_by_its_tokens() {
    let server = server();
    let form = |door: &str, body: &str, headers: &[(&str, &str)]| {
        server.send("POST", &format!("/chat/mattermost/{door}"), headers, body.to_owned())
    };
    let command = form("command", "token=first-token&team_id=t&user_id=u&text=share+zones", &[]);
    assert_eq!(command.json()["response_type"], "in_channel");
    assert_eq!(command.json()["skip_slack_parsing"], true);
    let header = [("authorization", "Token second-token")];
    assert_eq!(form("command", "text=zones", &header).status, 200);
    for (body, headers) in [
        ("text=zones", &[][..]),
        ("token=&text=zones", &[]),
        ("token=first-toke&text=zones", &[]),
        ("token=first-token+second-token&text=zones", &[]),
        ("token=first-token&text=zones", &[("authorization", "Token wrong")]),
    ] {
        refused(&form("command", body, headers), 401);
    }
    let webhook = r#"{"token":"first-token","post_id":"p1","trigger_word":"kb","text":"kb zones"}"#;
    let json = [("content-type", "application/json")];
    assert_eq!(form("webhook", webhook, &json).json()["response_type"], "comment");
    refused(&form("webhook", webhook, &json), 401);
}

/// RFC 8032's first key signed this (checked with Discord's own library).
const PING_SIGNATURE: &str = "1695961a47c91a1ec033b819b7e87e3dbc583dd0cee6d1fd0216f58ac87b6228ae531ddbf91fb7bc28d7edf7f08604da16f54624f38a6bc0614e4dc13cd47f0f";

#[test]
fn discords_ping_is_answered_and_probes_are_refused() {
    use loggia::chat::discord::{Interaction, PublicKey, read};
    let key = PublicKey::new(DISCORD_KEY).unwrap();
    let prove = |timestamp: &str, signature: &str, body: &str, now| {
        key.prove(Some(timestamp), Some(signature), body.as_bytes(), now).is_ok()
    };
    let (sent, body) = ("1700000000", r#"{"type":1}"#);
    assert!(prove(sent, PING_SIGNATURE, body, 1_700_000_300));
    assert_eq!(read(body.as_bytes()), Ok(Interaction::Ping));
    for (timestamp, signature, body, now) in [
        (sent, PING_SIGNATURE, body, 1_700_000_301),
        (sent, PING_SIGNATURE, body, 1_699_999_699),
        ("1700000001", PING_SIGNATURE, body, 1_700_000_000),
        (sent, PING_SIGNATURE, r#"{"type":2}"#, 1_700_000_000),
        (sent, &PING_SIGNATURE.replace("0f", "0e"), body, 1_700_000_000),
        (sent, &PING_SIGNATURE[2..], body, 1_700_000_000),
        (sent, "", body, 1_700_000_000),
    ] {
        assert!(!prove(timestamp, signature, body, now), "{timestamp} {signature} {body}");
    }
    let server = server();
    let headers = [("x-signature-timestamp", sent), ("x-signature-ed25519", PING_SIGNATURE)];
    refused(&server.send("POST", "/chat/discord", &headers, body), 401);
    refused(&server.send("POST", "/chat/discord", &[], body), 401);
}

#[test]
fn teams_is_known_by_its_key_and_answered_once() {
    let server = server_in(Surroundings::with_clock(|| 1_767_225_600_000));
    let body = r#"{"type":"message","id":"1","timestamp":"2026-01-01T00:00:00Z","text":"<at>ArchKB</at> firewall zones","from":{"id":"29:1","name":"Megan"}}"#;
    let known = "HMAC xZVUeJAVsssF8dKnsAV7EdBRPpruxfixvkeS4WY25i8=";
    let send = |authorization: &str, body: &str| {
        server.send("POST", "/chat/teams", &[("authorization", authorization)], body.to_owned())
    };
    for authorization in
        ["", "HMAC", "HMAC ", "Bearer x", "HMAC AAAA", &known.replace("i8=", "i9=")]
    {
        refused(&send(authorization, body), 401);
    }
    refused(&send(known, &body.replace("zones", "Zones")), 401);
    let answer = send(known, body).json();
    let card = &answer["attachments"][0]["content"];
    assert_eq!(
        (card["type"].as_str(), card["version"].as_str()),
        (Some("AdaptiveCard"), Some("1.4"))
    );
    refused(&send(known, body), 401);
    for (time, status) in [
        ("2025-12-31T23:55:00Z", 200),
        ("2025-12-31T23:54:59Z", 401),
        ("2026-01-01T00:05:01Z", 401),
        ("yesterday", 400),
    ] {
        let body =
            body.replace("2026-01-01T00:00:00Z", time).replace("\"1\"", &format!("\"{time}\""));
        assert_eq!(send(&teams_signature(&body), &body).status, status, "{time}");
    }
}

/// The `Authorization` header of Teams for a body.
pub(crate) fn teams_signature(body: &str) -> String {
    let key = BASE64_STANDARD.decode(TEAMS_TOKEN).unwrap();
    let mut hmac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    hmac.update(body.as_bytes());
    format!("HMAC {}", BASE64_STANDARD.encode(hmac.finalize().into_bytes()))
}

/// What the server logs while `ask` asks it.
fn logged(settings: Settings, ask: impl FnOnce(&Server)) -> String {
    let log = Arc::new(Mutex::new(Vec::new()));
    let server = server_of(settings, Surroundings::with_clock(|| NOW * 1000));
    let subscriber = tracing_subscriber::fmt()
        .with_writer(Log(log.clone()))
        .with_ansi(false)
        .with_max_level(tracing::Level::TRACE)
        .finish();
    tracing::subscriber::with_default(subscriber, || ask(&server));
    String::from_utf8(log.lock().unwrap().clone()).unwrap()
}

#[derive(Clone)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[test]
fn the_audit_log_tells_who_asked_and_not_what() {
    let body = "command=%2Fkb&team_id=T1%0Afaked&user_id=U1&text=show+the+secret+plan&token=legacy";
    let ask = |server: &Server| {
        assert_eq!(slack(server, "command", NOW, body).status, 200);
        assert_eq!(slack(server, "command", NOW, body).status, 401);
        let token = "token=first-token&team_id=M1&text=a+second+plan";
        assert_eq!(server.send("POST", "/chat/mattermost/command", &[], token).status, 200);
    };
    let log = logged(all_platforms(), ask);
    let lines: Vec<&str> = log.lines().filter(|line| line.contains("loggia::audit")).collect();
    assert_eq!(lines.len(), 3, "{log}");
    assert!(
        lines[0].contains("platform=\"slack\" kind=\"command\" team=\"T1faked\" command=\"show\""),
        "{log}"
    );
    assert!(lines[1].contains("outcome=\"replayed\""), "{log}");
    for hidden in ["plan", "legacy", "first-token", SLACK_SECRET, "xoxb", "U1"] {
        assert!(!log.contains(hidden), "{hidden} in {log}");
    }
    let open = Settings { audit_questions: true, ..all_platforms() };
    let log = logged(open, ask);
    assert!(log.contains("question=\"show the secret plan\""), "{log}");
    assert!(!log.contains("first-token") && !log.contains("legacy"), "{log}");
}
