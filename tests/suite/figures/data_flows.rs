//! The data flow diagrams of the bundled book against the sheet of facts that was drawn up from the
//! sources by hand, and against the graph.

use std::collections::BTreeSet;

use loggia::figure::scene::{End, Shape};
use loggia::figure::wanted::Wanted;
use loggia::service::figures::asked;

use crate::competency::book;
use crate::figures::{asked as answers, geometry, iri};

/// The steps of the sheet: the architecture, and from and to in their order.
const STEPS: [(&str, &[(&str, &str)]); 5] = [
    (
        "small-and-medium/http-and-soap#http-and-soap",
        &[
            ("partner", "firewall-1"),
            ("firewall-1", "firewall-2"),
            ("firewall-2", "receive-isolated"),
            ("receive-isolated", "messagebox-db"),
            ("messagebox-db", "host-instances-processing-host"),
            ("host-instances-processing-host", "messagebox-db"),
            ("messagebox-db", "receive-isolated"),
            ("receive-isolated", "firewall-2"),
            ("firewall-2", "firewall-1"),
            ("firewall-1", "partner"),
        ],
    ),
    (
        "small-and-medium/message-queuing#message-queuing-adapter",
        &[
            ("partner", "message-queuing"),
            ("message-queuing", "firewall-2"),
            ("firewall-2", "host-instances-in-process-receive-host"),
            ("host-instances-in-process-receive-host", "messagebox-db"),
            ("messagebox-db", "host-instances-processing-host"),
            ("host-instances-processing-host", "messagebox-db"),
            ("messagebox-db", "host-instances-in-process-send-host"),
            ("host-instances-in-process-send-host", "firewall-2"),
            ("firewall-2", "partner"),
        ],
    ),
    (
        "small-and-medium/file#file-adapter",
        &[
            ("partner", "firewall-1"),
            ("firewall-1", "file"),
            ("file", "firewall-2"),
            ("firewall-2", "host-instances-in-process-receive-host"),
            ("host-instances-in-process-receive-host", "messagebox-db"),
            ("messagebox-db", "host-instances-processing-host"),
            ("host-instances-processing-host", "messagebox-db"),
            ("messagebox-db", "host-instances-in-process-send-host"),
            ("host-instances-in-process-send-host", "firewall-2"),
            ("firewall-2", "file"),
            ("file", "partner"),
        ],
    ),
    (
        "small-and-medium/ftp#ftp-adapter",
        &[
            ("partner", "firewall-1"),
            ("firewall-1", "ftp"),
            ("ftp", "firewall-2"),
            ("firewall-2", "host-instances-in-process-receive-host"),
            ("host-instances-in-process-receive-host", "messagebox-db"),
            ("messagebox-db", "host-instances-processing-host"),
            ("host-instances-processing-host", "messagebox-db"),
            ("messagebox-db", "host-instances-in-process-send-host"),
            ("host-instances-in-process-send-host", "firewall-2"),
            ("firewall-2", "ftp"),
            ("ftp", "firewall-1"),
            ("firewall-1", "partner"),
        ],
    ),
    (
        "small-and-medium/base#base",
        &[
            ("sso-user", "sso-service"),
            ("sso-service", "sso-db"),
            ("sso-db", "sso-service"),
            ("sso-service", "sso-user"),
        ],
    ),
];

#[test]
fn data_flow_diagrams_show_the_steps_of_the_sheet_and_of_the_graph_and_nothing_else() {
    for (place, steps) in STEPS {
        let wanted = [("architecture", place), ("show", "data-flows")];
        let wanted = wanted.map(|(name, value)| (name, value.to_owned())).into_iter().collect();
        let picture = asked(book(), &Wanted(wanted)).unwrap();
        let (scene, layout) = (&picture.drawing.scene, &picture.drawing.layout);
        let end = |end: End| scene.named(end).unwrap().iri.clone();
        let drawn: Vec<(String, String)> =
            scene.flows.iter().map(|flow| (end(flow.source), end(flow.target))).collect();
        let page = place.split('#').next().unwrap();
        let of = |id: &str| iri(&format!("{page}#{id}"));
        let expected: Vec<_> = steps.iter().map(|(from, to)| (of(from), of(to))).collect();
        assert_eq!(drawn, expected, "{place}");
        let stated = answers(
            place,
            "SELECT ?flow ?from ?to { ?flow a arch:DataFlow ; arch:partOfArchitecture $A ;
               arch:dataFrom ?from ; arch:dataTo ?to }",
        );
        let drawn = scene
            .flows
            .iter()
            .map(|flow| vec![flow.named.iri.clone(), end(flow.source), end(flow.target)]);
        assert_eq!(drawn.collect::<BTreeSet<_>>(), stated, "{place}");
        let joined: BTreeSet<&String> = expected.iter().flat_map(|(from, to)| [from, to]).collect();
        assert_eq!(scene.nodes.iter().map(|node| &node.named.iri).collect::<BTreeSet<_>>(), joined);
        let problems = geometry::problems(scene, layout);
        assert!(layout.has_lines && problems.is_empty(), "{place}\n{}", problems.join("\n"));
        let shape =
            |id: &str| scene.nodes.iter().find(|node| node.named.iri == of(id)).unwrap().shape;
        let (outside, store) = if page.ends_with("base") {
            ("sso-user", "sso-db")
        } else {
            ("partner", "messagebox-db")
        };
        assert_eq!((shape(outside), shape(store)), (Shape::Interactor, Shape::Store), "{place}");
        let shown = book().answers.figures.all().any(|(at, live)| {
            book().catalog.iri(at) == iri("small-and-medium/data-flows")
                && live.drawing.as_ref().is_ok_and(|known| known.scene == *scene)
        });
        assert!(shown, "the page on data flows shows {place}");
    }
}
