//! Which picture a box gets, and the pictures themselves.

use crate::figure::scene::Icon;

/// What is known of a box.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(in crate::figure) struct Traits<'a> {
    /// Its name.
    pub(in crate::figure) label: &'a str,
    /// The IRIs of what runs on it.
    pub(in crate::figure) software: &'a [&'a str],
    /// Whether it is said to be a server.
    pub(in crate::figure) server: bool,
    /// Whether keeping secrets is all it does.
    pub(in crate::figure) keeps_secrets: bool,
    /// Whether it holds databases.
    pub(in crate::figure) holds_databases: bool,
    /// Whether it stands outside the owner's control.
    pub(in crate::figure) external: bool,
}

/// Words of names and of software that tell a picture, the most telling first.
const WORDS: &[(Icon, &[&str])] = &[
    (Icon::Person, &["person", "people", "user", "customer"]),
    (Icon::Workstation, &["client", "workstation", "desktop", "laptop"]),
    (
        Icon::Web,
        &["http", "https", "soap", "web", "portal", "internet-information-services", "iis"],
    ),
    (Icon::Mail, &["exchange", "mail", "smtp", "pop3", "exchange-server"]),
    (Icon::Queue, &["queue", "queuing", "msmq", "mq"]),
    (Icon::File, &["file", "ftp", "folder", "share", "content"]),
    (Icon::Database, &["sql", "database", "databases", "db", "sql-server"]),
];

/// The picture of a box.
pub(in crate::figure) fn of(traits: &Traits<'_>) -> Icon {
    if traits.holds_databases || traits.software.iter().any(|iri| iri.ends_with("#sql-server")) {
        return Icon::Database;
    }
    if traits.keeps_secrets {
        return Icon::Key;
    }
    let label = traits.label.to_lowercase();
    let of_label = label.split(|c: char| !c.is_alphanumeric());
    let of_software = traits.software.iter().filter_map(|iri| iri.rsplit(['#', '/']).next());
    let words: Vec<&str> = of_label.chain(of_software).collect();
    let told = |(_, known): &&(Icon, &[&str])| {
        words.iter().any(|word| {
            known.iter().any(|known| word == known || word.strip_suffix('s') == Some(known))
        })
    };
    if let Some((icon, _)) = WORDS.iter().find(told) {
        return *icon;
    }
    if traits.external && !traits.server { Icon::Cloud } else { Icon::Server }
}

impl Icon {
    /// All pictures.
    pub const ALL: [Self; 11] = [
        Self::Server,
        Self::Web,
        Self::Database,
        Self::Workstation,
        Self::Mail,
        Self::File,
        Self::Queue,
        Self::Key,
        Self::Firewall,
        Self::Cloud,
        Self::Person,
    ];

    /// The word for it in ids.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Web => "web",
            Self::Database => "database",
            Self::Workstation => "workstation",
            Self::Mail => "mail",
            Self::File => "file",
            Self::Queue => "queue",
            Self::Key => "key",
            Self::Firewall => "firewall",
            Self::Cloud => "cloud",
            Self::Person => "person",
        }
    }

    /// What a box with this picture is, where nothing more is known.
    #[must_use]
    pub fn words(self, external: bool) -> &'static str {
        match self {
            Self::Server => "Server",
            Self::Web => "Web server",
            Self::Database => "Database server",
            Self::Workstation => "Workstation",
            Self::Mail => "Mail server",
            Self::File => "File server",
            Self::Queue => "Message queue",
            Self::Key => "Single sign-on",
            Self::Firewall => "Firewall",
            Self::Cloud if external => "Outside system",
            Self::Cloud => "System",
            Self::Person => "People",
        }
    }

    /// The picture in a box of 24 by 24, drawn with the current colour.
    #[must_use]
    pub fn drawing(self) -> &'static str {
        match self {
            Self::Server => {
                r#"<rect x="4" y="4.5" width="16" height="6.5" rx="1.8"/><rect x="4" y="13" width="16" height="6.5" rx="1.8"/><path d="M7.5 7.75h.01M7.5 16.25h.01M11 7.75h5.5M11 16.25h5.5"/>"#
            }
            Self::Web => {
                r#"<circle cx="12" cy="12" r="8"/><path d="M4 12h16M12 4c2.4 2.2 3.5 4.9 3.5 8s-1.1 5.8-3.5 8c-2.4-2.2-3.5-4.9-3.5-8s1.1-5.8 3.5-8z"/>"#
            }
            Self::Database => {
                r#"<ellipse cx="12" cy="6.3" rx="7" ry="2.6"/><path d="M5 6.3v11.4c0 1.45 3.1 2.6 7 2.6s7-1.15 7-2.6V6.3M5 12c0 1.45 3.1 2.6 7 2.6s7-1.15 7-2.6"/>"#
            }
            Self::Workstation => {
                r#"<rect x="3.5" y="5" width="17" height="11" rx="1.8"/><path d="M9 19.5h6M12 16v3.5"/>"#
            }
            Self::Mail => {
                r#"<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="M4.3 7.2 12 13l7.7-5.8"/>"#
            }
            Self::File => {
                r#"<path d="M3.5 18V7a1.7 1.7 0 0 1 1.7-1.7h4l2.2 2.4h7.4a1.7 1.7 0 0 1 1.7 1.7V18a1.7 1.7 0 0 1-1.7 1.7H5.2A1.7 1.7 0 0 1 3.5 18z"/>"#
            }
            Self::Queue => {
                r#"<rect x="3.5" y="6" width="4.5" height="12" rx="1.3"/><rect x="9.75" y="6" width="4.5" height="12" rx="1.3"/><rect x="16" y="6" width="4.5" height="12" rx="1.3"/>"#
            }
            Self::Key => {
                r#"<circle cx="8" cy="15.5" r="4"/><path d="m11 12.5 8.5-8.5M16 7.5l2.6 2.6"/>"#
            }
            Self::Firewall => {
                r#"<rect x="3.5" y="5" width="17" height="14" rx="1.6"/><path d="M3.5 9.7h17M3.5 14.3h17M12 5v4.7M8 9.7v4.6M16 9.7v4.6M12 14.3V19"/>"#
            }
            Self::Cloud => {
                r#"<path d="M7.2 18.5a4.1 4.1 0 0 1-.5-8.2 5.7 5.7 0 0 1 11-.2 4.2 4.2 0 0 1-.6 8.4z"/>"#
            }
            Self::Person => {
                r#"<circle cx="12" cy="8" r="3.8"/><path d="M4.8 20c.6-3.9 3.5-6 7.2-6s6.6 2.1 7.2 6"/>"#
            }
        }
    }
}
