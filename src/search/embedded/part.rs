//! One immutable piece of the index: the entries of some pages, in order.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;
use tantivy::directory::{Directory as _, RamDirectory};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::{InvertedIndexReader, SegmentReader};
use tantivy::postings::Postings as _;
use tantivy::query::{EnableScoring, PhraseQuery, Query as _};
use tantivy::schema::{
    Field as SchemaField, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use tantivy::{
    DocSet as _, Index, IndexSettings, SingleSegmentIndexWriter, TERMINATED, TantivyDocument, Term,
};

use crate::document::Document;
use crate::search::SearchError;
use crate::search::analysis::Stems;
use crate::search::embedded::tokens::{WordTokenizer, Words};
use crate::search::entry::{self, Entry, Surroundings};

/// What of an entry a field of the index holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Field {
    Title,
    Heading,
    Body,
    Code,
    Context,
    TitleStems,
    HeadingStems,
    BodyStems,
    ContextStems,
    Identifiers,
}

use Field::{
    Body, BodyStems, Code, Context, ContextStems, Heading, HeadingStems, Identifiers, Title,
    TitleStems,
};

/// All fields, in the order of the schema.
pub(super) const FIELDS: [Field; 10] = [
    Title,
    Heading,
    Body,
    Code,
    Context,
    TitleStems,
    HeadingStems,
    BodyStems,
    ContextStems,
    Identifiers,
];

/// The fields whose dictionaries together hold every word of the text.
pub(super) const VOCABULARY: [Field; 3] = [Body, Code, Context];

/// The fields a phrase may stand in.
const PHRASE_FIELDS: [Field; 4] = [Title, Heading, Body, Code];

impl Field {
    fn tokenizer(self) -> &'static str {
        match self {
            Title | Heading | Body | Code | Context => "exact",
            TitleStems | HeadingStems | BodyStems | ContextStems => "stems",
            Identifiers => "identifiers",
        }
    }

    fn schema_field(self) -> SchemaField {
        SchemaField::from_field_id(self as u32)
    }

    fn records(self) -> IndexRecordOption {
        if PHRASE_FIELDS.contains(&self) {
            IndexRecordOption::WithFreqsAndPositions
        } else {
            IndexRecordOption::WithFreqs
        }
    }
}

/// What an index holds of each entry.
pub(super) fn schema() -> Schema {
    let mut schema = Schema::builder();
    for field in FIELDS {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(field.tokenizer())
            .set_index_option(field.records());
        let options = TextOptions::default().set_indexing_options(indexing);
        schema.add_text_field(&format!("{field:?}"), options);
    }
    schema.build()
}

/// How its texts become words.
pub(super) fn tokenizers(language: &str) -> TokenizerManager {
    let tokenizers = TokenizerManager::new();
    for (name, words) in [
        ("exact", Words::Exact),
        ("stems", Words::Stemmed(Stems::of_language(language))),
        ("identifiers", Words::Identifiers),
    ] {
        tokenizers.register(name, TextAnalyzer::from(WordTokenizer::new(words)));
    }
    tokenizers
}

/// A page as a part was made from it.
#[derive(Debug, Clone)]
pub(super) struct IndexedPage {
    pub(super) document: Arc<Document>,
    pub(super) surroundings: Surroundings,
}

/// The entries of some pages, indexed.
pub(super) struct Part {
    pub(super) pages: Vec<IndexedPage>,
    /// For each entry, its page in [`Part::pages`] and its section.
    pub(super) entries: Vec<(u32, u32)>,
    /// The files of its index.
    pub(super) directory: RamDirectory,
    /// Their names.
    pub(super) files: Vec<PathBuf>,
    segment: SegmentReader,
    fields: Vec<(Arc<InvertedIndexReader>, FieldNormReader)>,
    /// For each field, its length in all entries together.
    lengths: Vec<u64>,
}

impl Part {
    /// Indexes pages; `None` where there are none.
    pub(super) fn build(
        pages: Vec<IndexedPage>,
        language: &str,
    ) -> Result<Option<Self>, SearchError> {
        let stemmed = Stems::of_language(language).exist();
        let settings =
            IndexSettings { docstore_compress_dedicated_thread: false, ..IndexSettings::default() };
        let index =
            Index::builder().schema(schema()).tokenizers(tokenizers(language)).settings(settings);
        let budget = if pages.len() > 500 { LARGE_BUDGET } else { SMALL_BUDGET };
        // The usual writer starts threads and merges behind our back; this one makes one segment in
        // the order given, which is what lets an entry's number be its key.
        let directory = RamDirectory::create();
        let mut writer: SingleSegmentIndexWriter =
            index.single_segment_index_writer(directory.clone(), budget)?;
        let mut entries = Vec::new();
        for (number, page) in (0..).zip(&pages) {
            for entry in entry::entries(&page.document, &page.surroundings) {
                entries.push((number, u32::try_from(entry.section).unwrap_or(u32::MAX)));
                writer.add_document(to_index(entry, stemmed))?;
            }
        }
        if entries.is_empty() {
            return Ok(None);
        }
        let index = writer.finalize()?;
        let files = index.directory().list_managed_files().into_iter();
        let files = files.filter(|file| directory.exists(file).unwrap_or(false)).collect();
        Self::of(pages, entries, directory, files, &index)
    }

    /// A part of pages whose entries `index`, in `directory`, holds in this order.
    pub(super) fn of(
        pages: Vec<IndexedPage>,
        entries: Vec<(u32, u32)>,
        directory: RamDirectory,
        files: Vec<PathBuf>,
        index: &Index,
    ) -> Result<Option<Self>, SearchError> {
        let Some(segment) = index.searchable_segments()?.into_iter().next() else {
            return Ok(None);
        };
        let segment = SegmentReader::open(&segment)?;
        let fields = FIELDS.iter().map(|field| {
            let field = field.schema_field();
            Ok((segment.inverted_index(field)?, segment.get_fieldnorms_reader(field)?))
        });
        let fields = fields.collect::<Result<Vec<_>, SearchError>>()?;
        let length = |norms: &FieldNormReader| {
            (0..norms.num_docs()).map(|entry| u64::from(norms.fieldnorm(entry))).sum()
        };
        let lengths = fields.iter().map(|(_, norms)| length(norms)).collect();
        Ok(Some(Self { pages, entries, directory, files, segment, fields, lengths }))
    }

    /// Whether the index holds as many entries as there are, all of them of pages.
    pub(super) fn is_whole(&self) -> bool {
        self.segment.max_doc() as usize == self.entries.len()
            && self.entries.iter().all(|(page, _)| (*page as usize) < self.pages.len())
    }

    /// The length of a field in all entries but those given.
    pub(super) fn length_without(&self, field: Field, left_out: &[u32]) -> u64 {
        let all = self.lengths.get(field as usize).copied().unwrap_or_default();
        let Some((_, norms)) = self.field(field) else {
            return all;
        };
        let left_out = left_out.iter().map(|entry| u64::from(norms.fieldnorm(*entry)));
        all.saturating_sub(left_out.sum())
    }

    /// Indexes many pages as several parts at once, one for each thread there is.
    pub(super) fn build_all(
        pages: &[IndexedPage],
        language: &str,
    ) -> Result<Vec<Self>, SearchError> {
        let threads = rayon::current_num_threads().clamp(1, 8);
        let size = pages.len().div_ceil(threads).max(SMALLEST_SHARE);
        let parts: Result<Vec<_>, _> =
            pages.par_chunks(size).map(|share| Self::build(share.to_vec(), language)).collect();
        Ok(parts?.into_iter().flatten().collect())
    }

    /// The dictionary and postings of a field.
    pub(super) fn field(
        &self,
        field: Field,
    ) -> Option<&(Arc<InvertedIndexReader>, FieldNormReader)> {
        self.fields.get(field as usize)
    }

    /// Calls `each` with every entry that holds a word in a field, how often it does, and the
    /// length class of the field there.
    pub(super) fn postings(
        &self,
        field: Field,
        word: &str,
        mut each: impl FnMut(u32, u32, u8),
    ) -> Result<(), SearchError> {
        let Some((index, norms)) = self.field(field) else {
            return Ok(());
        };
        let Some(term) = index.terms().get(word.as_bytes())? else {
            return Ok(());
        };
        let mut postings =
            index.read_postings_from_terminfo(&term, IndexRecordOption::WithFreqs)?;
        let mut entry = postings.doc();
        while entry != TERMINATED {
            each(entry, postings.term_freq(), norms.fieldnorm_id(entry));
            entry = postings.advance();
        }
        Ok(())
    }

    /// Marks in `holding` the entries that hold a phrase in one of their fields.
    pub(super) fn mark_phrase(
        &self,
        phrase: &[String],
        holding: &mut [bool],
    ) -> Result<(), SearchError> {
        let mut mark = |entry: u32| {
            if let Some(holding) = holding.get_mut(entry as usize) {
                *holding = true;
            }
        };
        for field in PHRASE_FIELDS {
            if let [word] = phrase {
                self.postings(field, word, |entry, _, _| mark(entry))?;
                continue;
            }
            let terms = phrase.iter().map(|word| Term::from_field_text(field.schema_field(), word));
            let query = PhraseQuery::new(terms.collect());
            let schema = self.segment.schema();
            let weight = query.weight(EnableScoring::disabled_from_schema(schema))?;
            let mut found = weight.scorer(&self.segment, 1.0)?;
            let mut entry = found.doc();
            while entry != TERMINATED {
                mark(entry);
                entry = found.advance();
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part").field("entries", &self.entries.len()).finish_non_exhaustive()
    }
}

/// Bytes the index library may use while it makes a part of many pages.
const LARGE_BUDGET: usize = 128 << 20;

/// The same for a part of few pages: it sizes its tables by this.
const SMALL_BUDGET: usize = 15 << 20;

/// No thread is worth starting for fewer pages.
const SMALLEST_SHARE: usize = 64;

fn to_index(entry: Entry, stemmed: bool) -> TantivyDocument {
    let Entry { title, heading, context, text, code, .. } = entry;
    let mut document = TantivyDocument::default();
    let mut add = |field: Field, text: &str| {
        if !text.is_empty() {
            document.add_text(field.schema_field(), text);
        }
    };
    add(Title, &title);
    add(Heading, &heading);
    add(Context, &context);
    add(Code, &code);
    add(Identifiers, &text);
    add(Identifiers, &code);
    if stemmed {
        add(TitleStems, &title);
        add(HeadingStems, &heading);
        add(ContextStems, &context);
    }
    // The heading stands in the body too, so that the body's dictionary holds its words.
    let body = format!("{heading}\n{text}");
    if stemmed {
        add(BodyStems, &body);
    }
    add(Body, &body);
    document
}
