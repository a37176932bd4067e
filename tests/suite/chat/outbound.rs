//! Answers that are sent later: to the platform's own host, with the token, once.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use loggia::web::chat::{Hosts, Surroundings};
use serde_json::Value;

use crate::chat::doors::{NOW, discord, server_in, slack};
use crate::harness::PATIENCE;

/// What a stand-in for a platform was sent: the request line, the authorization, the body.
type Sent = (String, String, Value);

/// A stand-in for all platforms, which takes everything.
fn platform() -> (Hosts, Receiver<Sent>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}/", listener.local_addr().unwrap());
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut reader = BufReader::new(connection.unwrap());
            let mut lines = Vec::new();
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if line.trim().is_empty() {
                    break;
                }
                lines.push(line.trim().to_owned());
            }
            let header = |name: &str| {
                let found = lines.iter().find_map(|line| {
                    let (known, value) = line.split_once(':')?;
                    known.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
                });
                found.unwrap_or_default()
            };
            let mut body = vec![0; header("content-length").parse().unwrap()];
            reader.read_exact(&mut body).unwrap();
            let reply =
                "HTTP/1.1 200 OK\r\nContent-Length: 11\r\nConnection: close\r\n\r\n{\"ok\":true}";
            reader.get_mut().write_all(reply.as_bytes()).unwrap();
            let body = serde_json::from_slice(&body).unwrap();
            if sender.send((lines[0].clone(), header("authorization"), body)).is_err() {
                return;
            }
        }
    });
    let hosts = Hosts { slack: base.clone(), slack_hooks: base.clone(), discord: base };
    (hosts, receiver)
}

#[test]
fn a_mention_is_acknowledged_at_once_and_answered_once_in_its_thread() {
    let (hosts, sent) = platform();
    let server = server_in(Surroundings { hosts, ..Surroundings::with_clock(|| NOW * 1000) });
    let body = r#"{"type":"event_callback","event_id":"Ev1","team_id":"T1","event":{"type":"app_mention","user":"U1","text":"<@U0> share zones","ts":"1.2","channel":"C1"}}"#;
    for again in 0..3 {
        let answer = slack(&server, "events", NOW + again, body);
        assert_eq!((answer.status, answer.text()), (200, ""));
    }
    let (line, authorization, body) = sent.recv_timeout(PATIENCE).unwrap();
    assert_eq!(line, "POST /api/chat.postMessage HTTP/1.1");
    assert_eq!(authorization, "Bearer xoxb-test");
    assert_eq!((&body["channel"], &body["thread_ts"]), (&"C1".into(), &"1.2".into()));
    assert!(body["blocks"].is_array());
    // What a bot writes is no question, not even ours.
    let bots = r#"{"type":"event_callback","event_id":"Ev2","event":{"type":"app_mention","bot_id":"B1","text":"<@U0> zones","ts":"1.3","channel":"C1"}}"#;
    assert_eq!(slack(&server, "events", NOW, bots).status, 200);
    // A link to the book is shown as a card; one to elsewhere is not.
    let links = r#"{"type":"event_callback","event_id":"Ev3","team_id":"T1","event":{"type":"link_shared","channel":"C1","message_ts":"1.4","links":[{"domain":"kb.example.org","url":"https://kb.example.org/index.html#firewalls"},{"domain":"kb.example.org","url":"https://kb.example.org/zones.html"},{"domain":"evil.example","url":"https://evil.example/zones.html"}]}}"#;
    assert_eq!(slack(&server, "events", NOW, links).status, 200);
    let (line, _, body) = sent.recv_timeout(PATIENCE).unwrap();
    assert_eq!(line, "POST /api/chat.unfurl HTTP/1.1");
    insta::assert_snapshot!(format!("{body:#}"), @r#"
    {
      "channel": "C1",
      "ts": "1.4",
      "unfurls": {
        "https://kb.example.org/index.html#firewalls": {
          "blocks": [
            {
              "type": "section",
              "text": {
                "type": "mrkdwn",
                "text": "*<https://kb.example.org/index.html#firewalls|Firewalls>*\nFW2 protects the services."
              }
            },
            {
              "type": "context",
              "elements": [
                {
                  "type": "plain_text",
                  "text": "Home",
                  "emoji": false
                }
              ]
            }
          ]
        },
        "https://kb.example.org/zones.html": {
          "blocks": [
            {
              "type": "section",
              "text": {
                "type": "mrkdwn",
                "text": "*<https://kb.example.org/zones.html|Zones>*\nThere are zones."
              }
            },
            {
              "type": "context",
              "elements": [
                {
                  "type": "plain_text",
                  "text": "Home",
                  "emoji": false
                }
              ]
            }
          ]
        }
      }
    }
    "#);
}

#[test]
fn what_takes_long_is_promised_and_sent_when_it_is_there() {
    let (hosts, sent) = platform();
    let clock = Surroundings::with_clock(|| NOW * 1000);
    let server = server_in(Surroundings { hosts, patience: Duration::ZERO, ..clock });
    let command = |url: &str| {
        let body = format!("command=%2Fkb&text=zones&response_url={url}");
        slack(&server, "command", NOW, &body).json()
    };
    let promise = command("https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1%2F2%2Fabc");
    assert_eq!(promise["text"], "Looking it up…");
    let (line, authorization, body) = sent.recv_timeout(PATIENCE).unwrap();
    assert_eq!(line, "POST /commands/T1/2/abc HTTP/1.1");
    assert_eq!(authorization, "");
    assert_eq!(body["response_type"], "ephemeral");
    // Nothing goes to a host that a request names.
    let refusal = command("https%3A%2F%2Fevil.example%2Fcommands%2FT1");
    assert_eq!(refusal["blocks"][0]["text"]["text"], "This takes too long");
    assert!(sent.try_recv().is_err());
}

#[test]
fn discord_is_promised_an_answer_that_comes_later() {
    let (hosts, sent) = platform();
    let clock = Surroundings::with_clock(|| NOW * 1000);
    let server = server_in(Surroundings { hosts, patience: Duration::ZERO, ..clock });
    let ask = |id: &str, application: &str| {
        let body = format!(
            r#"{{"type":2,"id":"{id}","application_id":"{application}","token":"aW50ZXJhY3Rpb246MTIzNDU2Nzg5","data":{{"name":"loggia","options":[{{"name":"question","value":"zones"}}]}}}}"#
        );
        discord(&server, &body).json()
    };
    let promise = ask("1", "42");
    assert_eq!((&promise["type"], &promise["data"]["flags"]), (&5.into(), &64.into()));
    let (line, authorization, body) = sent.recv_timeout(PATIENCE).unwrap();
    let path = "/api/v10/webhooks/42/aW50ZXJhY3Rpb246MTIzNDU2Nzg5/messages/@original";
    assert_eq!(line, format!("PATCH {path} HTTP/1.1"));
    assert_eq!(authorization, "");
    assert_eq!(body["allowed_mentions"]["parse"], serde_json::json!([]));
    let refusal = ask("2", "../evil");
    assert_eq!(refusal["data"]["embeds"][0]["title"], "This takes too long");
    assert!(sent.try_recv().is_err());
}
