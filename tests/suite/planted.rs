//! Defects planted at random in clean books, with a manifest of what must be reported: every one at
//! its line, and nothing else. A seed tells the whole book, so that a failure can be repeated.

mod book;
mod corpus;
mod defect;
mod docfx;
mod mdbook;

use std::sync::Arc;

use loggia::compile::Compiler;
use loggia::source::MemoryFiles;

use crate::defects::{Problems, reported};
use crate::planted::book::Book;

const SEEDS: u64 = 20;

fn problems_of(files: MemoryFiles) -> Problems {
    reported(&Compiler::new(Arc::new(files)).examine().unwrap())
}

/// Fails with what is missing and what is invented.
fn compare(seed: u64, expected: &Problems, found: &Problems) {
    let differs = |a: &Problems, b: &Problems| -> Vec<String> {
        let only = a.iter().filter(|(key, count)| b.get(key) != Some(count));
        only.map(|((file, line, code), count)| format!("{file}:{line} {code} ×{count}")).collect()
    };
    let (missing, invented) = (differs(expected, found), differs(found, expected));
    assert!(
        missing.is_empty() && invented.is_empty(),
        "seed {seed}: missing {missing:#?}, invented {invented:#?}"
    );
}

/// Plants in the books that `generate` makes, and looks for everything planted.
fn every_defect_is_found(generate: fn(&mut fastrand::Rng) -> Book, defects: &[defect::Defect]) {
    let mut planted = 0;
    for seed in 0..SEEDS {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut book = generate(&mut random);
        compare(seed, &Problems::new(), &problems_of(book.files()));
        for plant in defects {
            for _ in 0..random.usize(1..=2) {
                plant(&mut book, &mut random);
            }
        }
        compare(seed, &book.manifest, &problems_of(book.files()));
        planted += book.manifest.values().sum::<usize>();
    }
    assert!(planted > 20 * 30, "{planted}");
}

#[test]
fn every_defect_of_an_mdbook_is_found_and_none_is_invented() {
    every_defect_is_found(mdbook::generate, mdbook::DEFECTS);
}

#[test]
fn every_defect_of_a_docfx_repository_is_found_and_none_is_invented() {
    every_defect_is_found(docfx::generate, docfx::DEFECTS);
}
