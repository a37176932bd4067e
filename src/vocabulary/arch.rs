//! Architectures: the terms that the program itself knows. `ontology/architecture.ttl` has all.

terms! {
    "https://w3id.org/loggia/arch#" {
        /// One design.
        ARCHITECTURE = "Architecture";
        /// Anything an architecture is made of.
        ELEMENT = "Element";
        /// A name under which diagrams and tables speak of elements.
        ELEMENT_NAME = "ElementName";
        /// An element that a name means.
        STANDS_FOR = "standsFor";
        /// The same element in another architecture.
        CORRESPONDS_TO = "correspondsTo";
        /// A point in which an architecture differs from another.
        DIFFERENCE = "Difference";
        /// The architecture that a difference is told against.
        COMPARED_WITH = "comparedWith";
        /// The architecture whose page tells a difference.
        DIFFERENCE_OF = "differenceOf";
        /// How a point stands in the architecture that is compared with.
        THERE = "there";
        /// How a point stands in the architecture that the page describes.
        HERE = "here";
        /// The name by which programs know something.
        TECHNICAL_NAME = "technicalName";
        /// What something cannot work without. Properties below it carry dependence.
        DEPENDS_ON = "dependsOn";
        /// The group that something belongs to.
        MEMBER_OF_GROUP = "memberOfGroup";
        /// What belongs to a group.
        HAS_MEMBER = "hasMember";
        /// How the members of a group stand in for each other.
        REDUNDANCY_KIND = "redundancyKind";
        /// A kind of redundancy that needs nobody to act.
        TAKEOVER = "Takeover";
        /// The architecture an element belongs to.
        PART_OF_ARCHITECTURE = "partOfArchitecture";
        /// A container for servers.
        ZONE = "Zone";
        /// The zone that strangers reach first.
        PERIMETER_NETWORK = "PerimeterNetwork";
        /// A zone with a directory of its own.
        DIRECTORY_DOMAIN = "DirectoryDomain";
        /// A part of a zone without a border of its own.
        LOGICAL_CONTAINER = "LogicalContainer";
        /// A network outside the owner's control.
        EXTERNAL_NETWORK = "ExternalNetwork";
        /// A box that can be in a zone.
        NODE = "Node";
        /// A computer that serves others.
        SERVER = "Server";
        /// The server of a directory domain.
        DOMAIN_CONTROLLER = "DomainController";
        /// A server with the BizTalk run time.
        BIZTALK_SERVER = "BizTalkServer";
        /// A server with the service of Enterprise Single Sign-On.
        SINGLE_SIGN_ON_SERVER = "SingleSignOnServer";
        /// A box that is no computer.
        LOGICAL_LOCATION = "LogicalLocation";
        /// What lets only permitted connections pass a border.
        FIREWALL = "Firewall";
        /// A database.
        DATABASE = "Database";
        /// A permitted path for connections.
        TRAFFIC_FLOW = "TrafficFlow";
        /// The zone whose accounts a zone accepts.
        TRUSTS = "trusts";
        /// The zone a node stands in.
        IN_ZONE = "inZone";
        /// The zone that a zone is part of.
        SUB_ZONE_OF = "subZoneOf";
        /// How many of it a figure shows.
        NUMBER_DRAWN = "numberDrawn";
        /// The zone on whose border a firewall stands.
        PROTECTS = "protects";
        /// The zone that a firewall keeps out.
        RESTRICTS_TRAFFIC_FROM = "restrictsTrafficFrom";
        /// The firewall on the border of a zone.
        PROTECTED_BY = "protectedBy";
        /// A step of a data flow diagram.
        DATA_FLOW = "DataFlow";
        /// Someone or something outside that data come from or go to.
        INTERACTOR = "Interactor";
        /// Who gives the data of a step.
        DATA_FROM = "dataFrom";
        /// Who gets the data of a step.
        DATA_TO = "dataTo";
        /// What passes in a step.
        DATA = "data";
        /// The place of a step in its diagram.
        STEP = "step";
        /// The software on a node.
        RUNS = "runs";
        /// A database on a server.
        HOSTS_DATABASE = "hostsDatabase";
        /// The end of a flow that opens connections.
        FLOW_SOURCE = "flowSource";
        /// The other end of a flow.
        FLOW_TARGET = "flowTarget";
        /// A firewall that a flow passes.
        THROUGH_FIREWALL = "throughFirewall";
        /// Who opens the connections of a flow.
        INITIATED_BY = "initiatedBy";
        /// What is spoken on a flow.
        PROTOCOL = "protocol";
        /// A protocol.
        PROTOCOL_CLASS = "Protocol";
        /// The port, or the first of a range.
        PORT = "port";
        /// The last port of a range.
        LAST_PORT = "lastPort";
        /// A drawing of an architecture.
        FIGURE = "Figure";
        /// Something that a figure shows, as its author says.
        DEPICTS = "depicts";
        /// What a contradiction is about.
        CONCERNS = "concerns";
        /// One fact with its source.
        STATEMENT = "Statement";
        /// A statement of what should be.
        RECOMMENDATION = "Recommendation";
        /// Whether a statement asserts, recommends, allows or denies.
        MODALITY = "modality";
        /// A statement that cannot hold together with this one.
        CONFLICTS_WITH = "conflictsWith";
    }
}
