//! The platforms' own packages as judges: they sign what our doors must believe, and validate what
//! we answer. The Python packages run `judge.py`, those of npm `tests/chat/checks.mjs`.

use std::env;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::browser::node_with;
use crate::chat::doors::{NOW, SLACK_SECRET, TEAMS_TOKEN, server};
use crate::chat::formats::all;
use crate::python::judged_by;

/// All answers, as `[platform, kind, JSON]`.
fn answers() -> Vec<Value> {
    all().into_iter().map(|(platform, kind, answer)| json!([platform, kind, answer])).collect()
}

#[test]
fn the_packages_of_python_sign_and_validate() {
    let slack = "command=%2Fkb&team_id=T1&user_id=U1&text=show+FW2+%26+%C3%A9";
    let discord = r#"{"type":2,"id":"9","application_id":"1","token":"aaaaaaaaaaaaaaaa","guild_id":"G","data":{"name":"loggia","options":[{"name":"question","type":3,"value":"é"}]}}"#;
    let ping = r#"{"type":1,"id":"8"}"#;
    let typed = r#"{"type":4,"id":"7","data":{"name":"loggia","options":[{"name":"question","type":3,"value":"FW"}]}}"#;
    let teams = r#"{"type":"message","id":"5","timestamp":"2018-07-12T18:36:58.5Z","text":"<at>kb</at> é"}"#;
    let input = json!({
        "now": NOW,
        "slack": { "secret": SLACK_SECRET, "body": slack },
        "discord": [discord, ping, typed],
        "teams": { "token": TEAMS_TOKEN, "body": teams },
        "answers": answers(),
    });
    let packages = "slack_sdk, nacl, discord_interactions";
    let Some(judged) = judged_by("chat/judge.py", packages, input.to_string().as_bytes()) else {
        return;
    };
    let judged: Value = serde_json::from_str(&judged).unwrap();
    assert_eq!(judged["problems"], json!([]));
    assert_eq!(judged["messages"], 7);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let server = server();
    let now = NOW.to_string();
    let signature = text(&judged["slack"]);
    let headers = [("x-slack-request-timestamp", now.as_str()), ("x-slack-signature", &signature)];
    assert_eq!(server.send("POST", "/chat/slack/command", &headers, slack).status, 200);
    for (index, (body, kind)) in [(discord, 4), (ping, 1), (typed, 8)].into_iter().enumerate() {
        let signature = text(&judged["discord"][index]);
        let headers =
            [("x-signature-timestamp", now.as_str()), ("x-signature-ed25519", &signature)];
        let answer = server.send("POST", "/chat/discord", &headers, body);
        assert_eq!((answer.status, &answer.json()["type"]), (200, &json!(kind)));
        let again = server.send("POST", "/chat/discord", &headers, body).status;
        assert_eq!(again, if kind == 1 { 200 } else { 401 });
    }
    let authorization = text(&judged["teams"]);
    let headers = [("authorization", authorization.as_str())];
    assert_eq!(server.send("POST", "/chat/teams", &headers, teams).status, 200);
}

#[test]
fn the_packages_of_npm_take_every_answer() {
    let checks = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/chat");
    let node = match node_with(&checks, "adaptivecards") {
        Ok(node) => node,
        Err(reason) => {
            assert!(env::var_os("LOGGIA_REQUIRE_ALL").is_none(), "the judges of npm: {reason}");
            eprintln!("skipped: {reason}");
            return;
        }
    };
    let mut child = Command::new(node)
        .arg(checks.join("checks.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let input =
        json!({ "answers": answers(), "registration": loggia::chat::discord::registration() });
    child.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{told}");
    assert_eq!(told, "14 answers and 1 command are valid; 4 broken ones are not\n");
}
