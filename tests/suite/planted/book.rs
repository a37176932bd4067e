//! A generated book that knows where everything in it stands.

use std::collections::BTreeMap;

use fastrand::Rng;
use loggia::source::MemoryFiles;
use loggia::text::FilePath;

use crate::defects::Problems;

/// Stands for a byte that is no text.
pub(crate) const NOT_TEXT: char = '\u{e000}';

/// What a line holds that a defect can spoil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// A link to a document, and to a heading of it where one is named.
    Link { to: String, id: Option<String> },
    /// An image of a file.
    Image { file: String },
    /// An include of a file that only this line names.
    Include { file: String },
    /// A line of an included file.
    Included,
    /// A line of the table of contents without lines below it.
    Chapter { page: String },
    /// An old address that leads to a document.
    Redirect { to: String },
    /// A heading of the second level with its id.
    Heading { id: String },
    /// The heading of the first level.
    Title,
    /// A line of front matter.
    FrontMatter,
    /// A setting that can be of the wrong kind.
    Setting,
    /// Words.
    Words,
}

/// A line that a defect can spoil.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    pub(crate) file: String,
    /// 1-based.
    pub(crate) line: usize,
    pub(crate) what: What,
}

/// The files of a book by lines, what can be spoilt in them, and what has been.
#[derive(Debug, Default)]
pub(crate) struct Book {
    lines: BTreeMap<String, Vec<String>>,
    slots: Vec<Slot>,
    /// What must be reported.
    pub(crate) manifest: Problems,
}

impl Book {
    /// Adds lines to the end of a file.
    pub(crate) fn push(&mut self, file: &str, text: &str) {
        self.lines.entry(file.to_owned()).or_default().extend(text.lines().map(str::to_owned));
    }

    /// Adds a line that can be spoilt.
    pub(crate) fn push_slot(&mut self, file: &str, text: &str, what: What) {
        self.push(file, text);
        let line = self.lines[file].len();
        self.slots.push(Slot { file: file.to_owned(), line, what });
    }

    /// Adds a paragraph that can be spoilt.
    pub(crate) fn push_paragraph(&mut self, file: &str, text: &str, what: What) {
        self.push(file, "\n");
        self.push_slot(file, text, what);
    }

    /// Takes a line at random of those that are as wanted: no other defect spoils it again.
    pub(crate) fn take(&mut self, random: &mut Rng, wanted: impl Fn(&Slot) -> bool) -> Slot {
        let found: Vec<usize> =
            (0..self.slots.len()).filter(|at| wanted(&self.slots[*at])).collect();
        let at = random.choice(found).expect("a line of this kind is left");
        self.slots.remove(at)
    }

    /// Takes all lines that are as wanted.
    pub(crate) fn take_all(&mut self, wanted: impl Fn(&Slot) -> bool) -> Vec<Slot> {
        let (taken, left) = self.slots.drain(..).partition(wanted);
        self.slots = left;
        taken
    }

    /// Writes another text at a place.
    pub(crate) fn rewrite(&mut self, slot: &Slot, text: &str) {
        text.clone_into(&mut self.lines.get_mut(&slot.file).unwrap()[slot.line - 1]);
    }

    /// What a line says.
    pub(crate) fn text(&self, slot: &Slot) -> &str {
        &self.lines[&slot.file][slot.line - 1]
    }

    /// Notes that a problem must be reported.
    pub(crate) fn expect(&mut self, file: &str, line: usize, code: &str) {
        *self.manifest.entry((file.to_owned(), line, code.to_owned())).or_default() += 1;
    }

    /// Writes another text at a place, which must be reported there.
    pub(crate) fn spoil(&mut self, slot: &Slot, text: &str, code: &str) {
        self.rewrite(slot, text);
        self.expect(&slot.file, slot.line, code);
    }

    /// Adds a paragraph whose last line must be reported.
    pub(crate) fn spoil_end(&mut self, file: &str, text: &str, code: &str) {
        self.push(file, "\n");
        self.push(file, text);
        let line = self.lines[file].len();
        self.expect(file, line, code);
    }

    /// Takes a file away with everything in it.
    pub(crate) fn remove(&mut self, file: &str) {
        self.lines.remove(file);
        self.slots.retain(|slot| slot.file != file);
    }

    /// A document at random that is still as it was at its end.
    pub(crate) fn document(&self, random: &mut Rng) -> String {
        let documents = self.slots.iter().filter(|slot| slot.what == What::Words);
        random.choice(documents.collect::<Vec<_>>()).unwrap().file.clone()
    }

    /// The files as a compiler reads them.
    pub(crate) fn files(&self) -> MemoryFiles {
        self.lines.iter().fold(MemoryFiles::new(), |files, (file, lines)| {
            let text = lines.join("\n") + "\n";
            let mut bytes = Vec::with_capacity(text.len());
            for character in text.chars() {
                match character {
                    NOT_TEXT => bytes.push(0xff),
                    text => bytes.extend(text.encode_utf8(&mut [0; 4]).bytes()),
                }
            }
            files.with(FilePath::new(file).unwrap(), bytes)
        })
    }
}

/// The reference from one file to another.
pub(crate) fn relative(from: &str, to: &str) -> String {
    FilePath::new(from).unwrap().folder().relative(&FilePath::new(to).unwrap())
}
