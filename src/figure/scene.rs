//! What a figure shows, as plain data: zones, servers, firewalls and flows.
//!
//! A scene is read from the graph by [`crate::figure::view`] and knows nothing of coordinates. All
//! lists are in the order in which the documents speak of the things, so that the same facts give
//! the same figure.

/// A thing that a figure shows or refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The thing.
    pub iri: String,
    /// Its name, for readers.
    pub label: String,
}

/// An architecture, or a part of one, to be drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scene {
    /// The thing that the figure is about, under the title of the figure.
    pub subject: Named,
    /// Its zones; a zone stands behind the one that holds it.
    pub zones: Vec<Zone>,
    /// Its servers and other boxes.
    pub nodes: Vec<Node>,
    /// Its firewalls.
    pub firewalls: Vec<Firewall>,
    /// Its flows.
    pub flows: Vec<Flow>,
}

/// A container for boxes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Zone {
    /// The zone.
    pub named: Named,
    /// What kind of zone it is.
    pub kind: ZoneKind,
    /// The zone that holds it, by index.
    pub parent: Option<usize>,
    /// How many firewalls lie between it and the outermost zone.
    pub depth: usize,
    /// Domain controllers of which nothing is told but that they are there.
    pub controllers: Vec<Named>,
    /// What the sources contradict each other about.
    pub doubts: Vec<Named>,
    /// What became of it, where two architectures are compared.
    pub change: Change,
}

/// Kinds of zones, as far as figures tell them apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ZoneKind {
    /// Outside the owner's control.
    External,
    /// What strangers reach first.
    Perimeter,
    /// A directory domain.
    Domain,
    /// A directory domain behind another one.
    Inner,
    /// The innermost of the directory domains that firewalls protect.
    Core,
    /// A domain that no firewall protects: the house itself.
    House,
    /// A group without a border of its own.
    Container,
    /// Any other.
    #[default]
    Other,
}

impl ZoneKind {
    /// The word for it in class names.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::External => "external",
            Self::Perimeter => "perimeter",
            Self::Domain => "domain",
            Self::Inner => "inner",
            Self::Core => "core",
            Self::House => "house",
            Self::Container => "container",
            Self::Other => "other",
        }
    }
}

/// A box: a server, a place, a person's computer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Node {
    /// The thing.
    pub named: Named,
    /// What it is, in a few words.
    pub subtitle: String,
    /// Its picture.
    pub icon: Icon,
    /// The zone it stands in, by index.
    pub zone: Option<usize>,
    /// How many of it there are, where that is told.
    pub count: u32,
    /// Whether it names a place or a host and not a computer.
    pub logical: bool,
    /// Its outline.
    pub shape: Shape,
    /// The databases it holds.
    pub databases: Vec<Database>,
    /// What the sources contradict each other about.
    pub doubts: Vec<Named>,
    /// What became of it, where two architectures are compared.
    pub change: Change,
}

/// Outlines of boxes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// A card.
    #[default]
    Card,
    /// Of a data flow diagram: someone or something outside. Square corners.
    Interactor,
    /// Of a data flow diagram: what does something with data. Round ends.
    Process,
    /// Of a data flow diagram: where data stay. A bar on the left.
    Store,
}

/// A database on its server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Database {
    /// The database.
    pub named: Named,
    /// What the sources contradict each other about.
    pub doubts: Vec<Named>,
    /// What became of it, where two architectures are compared.
    pub change: Change,
}

/// Pictures of boxes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Icon {
    /// A server of any kind.
    #[default]
    Server,
    /// A web server.
    Web,
    /// A database.
    Database,
    /// A person's computer.
    Workstation,
    /// A mail server.
    Mail,
    /// A place for files.
    File,
    /// A queue.
    Queue,
    /// A keeper of secrets.
    Key,
    /// A firewall.
    Firewall,
    /// A system outside.
    Cloud,
    /// A person.
    Person,
}

/// A firewall.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Firewall {
    /// The firewall.
    pub named: Named,
    /// The zones on whose border it stands, by index.
    pub guards: Vec<usize>,
    /// The zones that it keeps out, by index.
    pub keeps_out: Vec<usize>,
    /// What the sources contradict each other about.
    pub doubts: Vec<Named>,
    /// What became of it, where two architectures are compared.
    pub change: Change,
}

/// A permitted path for connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// The flow.
    pub named: Named,
    /// Where it starts.
    pub source: End,
    /// Where it ends.
    pub target: End,
    /// The firewalls it passes, by index, from the source on.
    pub firewalls: Vec<usize>,
    /// Protocols and ports; empty where none are stated.
    pub text: String,
    /// Who opens the connection, where that is stated.
    pub initiator: Option<Named>,
    /// How it is coloured.
    pub tone: Tone,
    /// What is spoken on it.
    pub protocols: Vec<Named>,
    /// The property of a statement that is drawn as a line; `None` of a flow.
    pub property: Option<String>,
    /// What became of it, where two architectures are compared.
    pub change: Change,
}

/// What became of an element from one architecture to another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// It is as it was, or nothing is compared.
    #[default]
    None,
    /// Only the second has it.
    Added,
    /// Only the first has it.
    Removed,
    /// Both have it, and something about it differs.
    Changed,
}

impl Change {
    /// What became of something, by the order of a legend.
    pub const ALL: [Self; 3] = [Self::Added, Self::Removed, Self::Changed];

    /// The word for it, in class names and for readers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }

    /// What a legend says of it.
    #[must_use]
    pub fn legend(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Added => "Added: only the second has it",
            Self::Removed => "Removed: only the first has it",
            Self::Changed => "Changed: differs in something",
        }
    }

    /// The mark that tells it without colour.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Added => "+",
            Self::Removed => "−",
            Self::Changed => "≠",
        }
    }
}

/// An end of a flow, by index into the lists of the scene.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// A whole zone.
    Zone(usize),
    /// A box.
    Node(usize),
    /// A firewall.
    Firewall(usize),
}

/// The colour of a flow: who initiates it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// Somebody outside.
    Partner,
    /// The installation itself.
    Own,
    /// An administrator.
    Administrator,
    /// Anybody else.
    Other,
    /// It is no flow but a statement.
    Statement,
    /// It is a step of a data flow diagram.
    Data,
    /// Nobody says who.
    #[default]
    Unstated,
}

impl Tone {
    /// The word for it in class names.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Partner => "partner",
            Self::Own => "own",
            Self::Administrator => "administrator",
            Self::Other => "elsewhere",
            Self::Statement => "statement",
            Self::Data => "data",
            Self::Unstated => "unstated",
        }
    }
}

impl Scene {
    /// The outermost zone around a zone, itself where there is none.
    #[must_use]
    pub fn outermost(&self, zone: usize) -> usize {
        self.around(zone).last().unwrap_or(zone)
    }

    /// A zone and those around it, from the inside out.
    pub fn around(&self, zone: usize) -> impl Iterator<Item = usize> {
        let parent = |zone: &usize| self.zones.get(*zone).and_then(|zone| zone.parent);
        // What a circle of zones would make endless.
        std::iter::successors(Some(zone), parent).take(self.zones.len())
    }

    /// The zone an end lies in; a zone lies in itself, a firewall in the first it guards.
    #[must_use]
    pub fn zone_of(&self, end: End) -> Option<usize> {
        match end {
            End::Zone(zone) => Some(zone),
            End::Node(node) => self.nodes.get(node)?.zone,
            End::Firewall(firewall) => self.firewalls.get(firewall)?.guards.first().copied(),
        }
    }

    /// What an end is called.
    #[must_use]
    pub fn named(&self, end: End) -> Option<&Named> {
        match end {
            End::Zone(zone) => self.zones.get(zone).map(|zone| &zone.named),
            End::Node(node) => self.nodes.get(node).map(|node| &node.named),
            End::Firewall(firewall) => self.firewalls.get(firewall).map(|wall| &wall.named),
        }
    }

    /// Whether it compares two architectures, and they differ.
    #[must_use]
    pub fn compares(&self) -> bool {
        self.changes().any(|change| change != Change::None)
    }

    /// What became of everything that it shows.
    pub fn changes(&self) -> impl Iterator<Item = Change> {
        let zones = self.zones.iter().map(|zone| zone.change);
        let databases = self.nodes.iter().flat_map(|node| &node.databases);
        let nodes = self.nodes.iter().map(|node| node.change);
        zones
            .chain(nodes)
            .chain(databases.map(|database| database.change))
            .chain(self.firewalls.iter().map(|firewall| firewall.change))
            .chain(self.flows.iter().map(|flow| flow.change))
    }

    /// The flows that start or end at a thing or pass it, by index.
    pub fn flows_of(&self, end: End) -> impl Iterator<Item = usize> {
        let touches = move |flow: &Flow| {
            let passed = matches!(end, End::Firewall(wall) if flow.firewalls.contains(&wall));
            passed || flow.source == end || flow.target == end
        };
        self.flows.iter().enumerate().filter(move |(_, flow)| touches(flow)).map(|(at, _)| at)
    }

    /// Where a thing stands; a database where its server does.
    #[must_use]
    pub fn find(&self, iri: &str) -> Option<End> {
        let is = |named: &Named| named.iri == iri;
        let holds = |node: &Node| node.databases.iter().any(|data| is(&data.named));
        let zone = self.zones.iter().position(|zone| is(&zone.named)).map(End::Zone);
        let node = || self.nodes.iter().position(|node| is(&node.named) || holds(node));
        let firewall = || self.firewalls.iter().position(|firewall| is(&firewall.named));
        zone.or_else(|| node().map(End::Node)).or_else(|| firewall().map(End::Firewall))
    }

    /// Whether there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.zones.is_empty() && self.nodes.is_empty() && self.firewalls.is_empty()
    }

    /// Everything that the figure depicts.
    pub fn depicted(&self) -> impl Iterator<Item = &Named> {
        let zones = self
            .zones
            .iter()
            .flat_map(|zone| std::iter::once(&zone.named).chain(&zone.controllers));
        let nodes = self.nodes.iter().flat_map(|node| {
            std::iter::once(&node.named).chain(node.databases.iter().map(|data| &data.named))
        });
        let firewalls = self.firewalls.iter().map(|firewall| &firewall.named);
        let flows = self.flows.iter().filter(|flow| flow.property.is_none());
        zones.chain(nodes).chain(firewalls).chain(flows.map(|flow| &flow.named))
    }
}
