//! The forms by which people ask for figures: one for each kind of view.

use crate::figure::scene::Named;
use crate::figure::wanted::Wanted;
use crate::page::view::{FigureForm, FormField, FormOption};
use crate::service::figures::Choices;

/// The forms, holding what was asked for last.
pub(in crate::web::figures) fn forms(wanted: &Wanted, choices: &Choices) -> Vec<FigureForm> {
    let architecture =
        || field(wanted, "architecture", "Architecture", list(&choices.architectures));
    let free = |name, label| field(wanted, name, label, Vec::new());
    let depths = ["1", "2", "3", "4"].map(|depth| (depth.to_owned(), depth.to_owned()));
    let whole = vec![
        (String::new(), "Everything".to_owned()),
        ("trusts".to_owned(), "Which zone trusts which".to_owned()),
        ("data-flows".to_owned(), "Data flows, step by step".to_owned()),
    ];
    let forms = [
        ("An architecture", vec![architecture(), field(wanted, "show", "Show", whole)]),
        (
            "A thing and its neighbours",
            vec![free("around", "Thing"), field(wanted, "depth", "Steps", depths.to_vec())],
        ),
        ("A zone", vec![free("zone", "Zone")]),
        ("The ways between two things", vec![free("from", "From"), free("to", "To")]),
        (
            "The flows of one protocol",
            vec![architecture(), field(wanted, "protocol", "Protocol", list(&choices.protocols))],
        ),
        (
            "What differs between two",
            vec![
                field(wanted, "architecture", "From", list(&choices.architectures)),
                field(wanted, "compare", "To", list(&choices.architectures)),
            ],
        ),
    ];
    let forms = forms.into_iter().enumerate().map(|(at, (title, mut fields))| {
        for field in &mut fields {
            field.id = format!("form-{}-{}", at + 1, field.name);
        }
        FigureForm { title: title.to_owned(), fields }
    });
    // A list with nothing to choose would ask for free text.
    let usable = |form: &FigureForm| {
        form.fields.iter().all(|field| {
            !["architecture", "protocol", "compare"].contains(&field.name.as_str())
                || !field.options.is_empty()
        })
    };
    forms.filter(usable).collect()
}

/// Names where they are told apart by them, else IRIs.
fn list(known: &[Named]) -> Vec<(String, String)> {
    let alone =
        |named: &Named| known.iter().filter(|other| other.label == named.label).count() == 1;
    let value = |named: &Named| if alone(named) { named.label.clone() } else { named.iri.clone() };
    known.iter().map(|named| (value(named), named.label.clone())).collect()
}

fn field(wanted: &Wanted, name: &str, label: &str, options: Vec<(String, String)>) -> FormField {
    let value = wanted.get(name).unwrap_or_default();
    let option =
        |(sent, label): (String, String)| FormOption { chosen: sent == value, value: sent, label };
    FormField {
        name: name.to_owned(),
        id: String::new(),
        label: label.to_owned(),
        value: value.to_owned(),
        options: options.into_iter().map(option).collect(),
    }
}
