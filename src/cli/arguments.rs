//! What can be typed behind `loggia`, with the help that teaches it.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};

use crate::web::client::Network;

/// A literate architecture knowledge base: Markdown in, pages, graph and index out.
///
/// PATH is a book everywhere: an mdBook (a folder with book.toml), or any folder of Markdown.
/// Without a PATH it is the current folder if that is a book, else the book that comes with the
/// program.
#[derive(Debug, Parser)]
#[command(name = "loggia", version, max_term_width = 100, after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Colour in the output
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(in crate::cli) color: ColorChoice,
    /// Tell more of what happens; twice for everything
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    pub(in crate::cli) verbose: u8,
    #[command(subcommand)]
    pub(in crate::cli) command: Command,
}

const EXAMPLES: &str = "Examples:
  loggia serve                      read the bundled book at http://127.0.0.1:3000
  loggia serve docs                 serve a book, and follow its files
  loggia check docs --deny warnings fail a build on any problem
  loggia query 'SELECT ?title { ?page a loggia:Document ; dcterms:title ?title }'
  loggia ask which zones trust the data domain
  loggia why 'FW2 protects ?'       find who says so, with file and line
  loggia build docs -d site         write a static site";

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Command {
    /// Serve a book: pages, search and SPARQL; follow its files and reload open pages
    Serve(ServeCommand),
    /// Answer a language-model assistant over standard input and output (MCP)
    Mcp(McpCommand),
    /// Write a book as a static site that any web server can serve
    Build(BuildCommand),
    /// Report every problem of a book, with file, line and how to mend it
    Check(CheckCommand),
    /// Ask the graph of a book in SPARQL
    Query(QueryCommand),
    /// Search a book
    Search(SearchCommand),
    /// Ask a question in plain words: facts, each with file and line, else passages
    Ask(AskCommand),
    /// Tell who says so: the places that state a fact, or what it follows from
    Why(WhyCommand),
    /// Tell everything known of a thing, with file and line
    Show(ShowCommand),
    /// Tell what breaks if a thing goes, and what it needs
    Impact(ImpactCommand),
    /// Find the shortest ways between two things
    Path(PathCommand),
    /// Set two architectures side by side
    Compare(CompareCommand),
    /// Write the graph of a book as RDF
    Export(ExportCommand),
    /// Tell what a kind of problem means and how to mend it
    Explain(ExplainCommand),
    /// Start a new book
    New(NewCommand),
    /// Print what a chat platform wants to be told of this server
    Chat(ChatCommand),
    /// Answer live queries in `mdbook build`: a preprocessor, run by mdBook itself
    Mdbook(MdbookCommand),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ServeCommand {
    /// The book's folder
    pub(in crate::cli) path: Option<PathBuf>,
    /// Address and port to listen on; port 0 takes any free one
    #[arg(long, short, default_value = "127.0.0.1:3000", value_name = "ADDRESS:PORT")]
    pub(in crate::cli) bind: SocketAddr,
    /// Do not follow the files and do not reload open pages
    #[arg(long)]
    pub(in crate::cli) no_watch: bool,
    /// Make everything of the book anew, and keep nothing of it for the next start
    #[arg(long)]
    pub(in crate::cli) no_cache: bool,
    /// Where readers find the book, for links in chats; else `base` of book.toml
    #[arg(long, value_name = "URL")]
    pub(in crate::cli) public_url: Option<String>,
    /// Another name that the server goes by, such as the one a chat platform calls; can be repeated
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) host: Vec<String>,
    /// A reverse proxy whose `X-Forwarded-For` tells who asks, for limits; an address or a network
    /// such as 10.0.0.0/8; can be repeated
    #[arg(long, value_name = "ADDRESS")]
    pub(in crate::cli) trusted_proxy: Vec<Network>,
    /// Write into the log what people ask in chats, not only that they ask
    #[arg(long)]
    pub(in crate::cli) audit_questions: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct McpCommand {
    /// The book's folder
    pub(in crate::cli) path: Option<PathBuf>,
    /// Do not follow the files
    #[arg(long)]
    pub(in crate::cli) no_watch: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct BuildCommand {
    /// The book's folder
    pub(in crate::cli) path: Option<PathBuf>,
    /// Where to write the site; created if need be, and emptied of an earlier site first
    #[arg(long, short, default_value = "site", value_name = "FOLDER")]
    pub(in crate::cli) destination: PathBuf,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CheckCommand {
    /// The book's folder
    pub(in crate::cli) path: Option<PathBuf>,
    /// How to print the problems
    #[arg(long, value_enum, default_value = "human")]
    pub(in crate::cli) format: CheckFormat,
    /// Fail on warnings too
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(in crate::cli) deny: Option<Deny>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CheckFormat {
    /// For people, with the source lines
    Human,
    /// JSON
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// What the rules say, as a SHACL validation report in Turtle
    Shacl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Deny {
    /// Warnings fail the command as errors do
    Warnings,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ExplainCommand {
    /// The code, as it stands in brackets behind `error` or `warning`; without one, all are listed
    pub(in crate::cli) code: Option<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct QueryCommand {
    /// The query, or `-` to read it from the standard input; the usual prefixes are preset
    #[arg(required_unless_present = "file")]
    pub(in crate::cli) query: Option<String>,
    /// Read the query from a file
    #[arg(long, short, conflicts_with = "query", value_name = "FILE")]
    pub(in crate::cli) file: Option<PathBuf>,
    /// The book's folder
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) book: Option<PathBuf>,
    /// How to print the answer; a table or Turtle where nothing is said
    #[arg(long, value_enum)]
    pub(in crate::cli) format: Option<QueryFormat>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum QueryFormat {
    /// Columns for people (SELECT, ASK)
    Table,
    /// SPARQL results as JSON (SELECT, ASK)
    Json,
    /// SPARQL results as XML (SELECT, ASK)
    Xml,
    /// Comma-separated values (SELECT)
    Csv,
    /// Tab-separated values (SELECT)
    Tsv,
    /// Turtle (CONSTRUCT, DESCRIBE)
    Turtle,
    /// N-Triples (CONSTRUCT, DESCRIBE)
    Ntriples,
    /// RDF/XML (CONSTRUCT, DESCRIBE)
    Rdfxml,
    /// JSON-LD (CONSTRUCT, DESCRIBE)
    Jsonld,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SearchCommand {
    /// What to search: words, "a phrase"; behind `--` also -without
    #[arg(required = true)]
    pub(in crate::cli) words: Vec<String>,
    /// The book's folder
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) book: Option<PathBuf>,
    /// How many pages to show
    #[arg(long, short = 'n', default_value_t = 10)]
    pub(in crate::cli) limit: usize,
    /// Print JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct AskCommand {
    /// A question ("which zones trust the data domain?"), or a command: search, show, why, path,
    /// impact, compare, rules, figure, help
    #[arg(required = true)]
    pub(in crate::cli) question: Vec<String>,
    /// The book's folder
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) book: Option<PathBuf>,
    /// How many facts to show
    #[arg(long, short = 'n', default_value_t = 20)]
    pub(in crate::cli) limit: usize,
    /// How to print the answer
    #[arg(long, value_enum, default_value = "human")]
    pub(in crate::cli) format: AnswerFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum AnswerFormat {
    /// For people
    Human,
    /// JSON
    Json,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct WhyCommand {
    /// Subject, property and value: names ("services domain"), prefixed names (arch:trusts), IRIs
    /// in angle brackets, or ? for anything
    #[arg(required = true, value_name = "SUBJECT PREDICATE OBJECT")]
    pub(in crate::cli) question: Vec<String>,
    /// The book's folder
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) book: Option<PathBuf>,
    /// How many statements to show
    #[arg(long, short = 'n', default_value_t = 20)]
    pub(in crate::cli) limit: usize,
    /// Print JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum KnownFormat {
    /// For people
    Human,
    /// Markdown
    Markdown,
    /// JSON
    Json,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ShowCommand {
    /// The thing: a name ("SSO database in scaled-down"), an address (page#id) or an IRI
    #[arg(required = true)]
    pub(in crate::cli) thing: Vec<String>,
    /// The book's folder
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) book: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value = "human")]
    pub(in crate::cli) format: KnownFormat,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ImpactCommand {
    /// The thing: a name ("SSO database in scaled-down"), an address (page#id) or an IRI
    #[arg(required = true)]
    pub(in crate::cli) thing: Vec<String>,
    /// How many steps to follow at most
    #[arg(long)]
    pub(in crate::cli) depth: Option<usize>,
    /// The book's folder
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) book: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value = "human")]
    pub(in crate::cli) format: KnownFormat,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PathCommand {
    /// Where ways begin: a name, an address or an IRI
    pub(in crate::cli) from: String,
    /// Where they end
    pub(in crate::cli) to: String,
    /// How many steps a way has at most
    #[arg(long, default_value_t = 8)]
    pub(in crate::cli) hops: usize,
    /// The book's folder
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) book: Option<PathBuf>,
    /// How to print them
    #[arg(long, value_enum, default_value = "human")]
    pub(in crate::cli) format: KnownFormat,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CompareCommand {
    /// One architecture: a name, an address or an IRI
    pub(in crate::cli) a: String,
    /// The other
    pub(in crate::cli) b: String,
    /// The book's folder
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) book: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value = "human")]
    pub(in crate::cli) format: KnownFormat,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ExportCommand {
    /// The book's folder
    pub(in crate::cli) path: Option<PathBuf>,
    /// How to write the graph
    #[arg(long, value_enum, default_value = "nquads")]
    pub(in crate::cli) format: ExportFormat,
    /// Write to a file instead of the standard output
    #[arg(long, short, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExportFormat {
    /// N-Quads: one statement a line, with its graph
    Nquads,
    /// `TriG`: Turtle with graphs
    Trig,
    /// Turtle, all graphs as one
    Turtle,
    /// N-Triples, all graphs as one
    Ntriples,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct NewCommand {
    /// The folder of the new book; it must not exist yet or be empty
    pub(in crate::cli) path: PathBuf,
    /// The book's title
    #[arg(long, default_value = "Our architecture")]
    pub(in crate::cli) title: String,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ChatCommand {
    #[command(subcommand)]
    pub(in crate::cli) task: ChatTask,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ChatTask {
    /// Print the manifest from which the platform makes an app
    Manifest {
        /// The platform
        #[arg(value_enum)]
        platform: ManifestPlatform,
        /// Where the platform reaches this server, over HTTPS
        #[arg(long, value_name = "URL")]
        url: String,
        /// The app's name
        #[arg(long, default_value = "Loggia")]
        name: String,
        /// The command that people type
        #[arg(long, default_value = "/loggia")]
        command: String,
    },
    /// Print the call that registers the command
    Register {
        /// The platform
        #[arg(value_enum)]
        platform: RegisterPlatform,
        /// The application's id
        #[arg(long, value_name = "ID")]
        application: String,
        /// The server (guild) that alone shall have the command; else all have it
        #[arg(long, value_name = "ID")]
        guild: Option<String>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ManifestPlatform {
    /// Slack
    Slack,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum RegisterPlatform {
    /// Discord
    Discord,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct MdbookCommand {
    #[command(subcommand)]
    pub(in crate::cli) question: Option<MdbookQuestion>,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum MdbookQuestion {
    /// Whether a renderer is supported; all are
    Supports {
        /// The renderer's name
        renderer: String,
    },
}
