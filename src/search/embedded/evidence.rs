//! How much each entry says about each word of a query.
//!
//! A word is looked up in every field. Its occurrences in an entry, weighed by field and by the
//! field's length, are added up before they are dampened, so that no field can outweigh the rest of
//! the query: a word in the title says much about that word and nothing about the others.

use std::collections::HashMap;

use crate::search::SearchError;
use crate::search::analysis::{self, Stems};
use crate::search::embedded::dictionary;
use crate::search::embedded::part::{FIELDS, Field, Part, VOCABULARY};
use crate::search::embedded::view::EmbeddedView;
use crate::search::embedded::weights::WEIGHTS;
use crate::search::passage::WantedWord;
use crate::search::query::QueryWord;

/// Looks words up in a view. Keeps what every look-up needs.
pub(super) struct Lookup<'v> {
    view: &'v EmbeddedView,
    stems: Stems,
    /// For each field, what an occurrence counts by the field's length class.
    tables: Vec<[f32; 256]>,
    /// For each part, for each entry: zero between look-ups.
    sums: Vec<Vec<f32>>,
}

/// Weighed occurrences of one or more words.
#[derive(Debug, Default)]
struct Occurrences {
    /// For each part, the entries that hold a word, whether they stand or not.
    parts: Vec<Vec<(u32, f32)>>,
    /// How many entries that stand do.
    count: usize,
}

/// A way in which an entry can hold a word of the query.
#[derive(Debug)]
struct Form {
    occurrences: Occurrences,
    /// How much the form tells: the rarer, the more.
    rarity: f32,
    /// How good it is to find the word in this form, from 0 to 1.
    quality: f32,
}

/// What an entry says about a word.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Said {
    /// How much.
    pub(super) score: f32,
    /// In how good a form, from 0 to 1; 0 where it does not hold the word.
    pub(super) quality: f32,
}

/// How a word stands in its query.
#[derive(Debug, Clone, Copy)]
struct Role {
    /// Whether it may be the beginning of a longer word.
    open: bool,
    /// Whether it carries only grammar beside words that carry meaning.
    function: bool,
}

/// All that is known of one word of a query.
#[derive(Debug)]
pub(super) struct WordEvidence {
    exact: Form,
    stem: Option<Form>,
    /// Longer words, near spellings, the parts of a compound: whichever says most counts.
    others: Vec<Form>,
    /// The identifier the word begins, whole: says something more about the entry.
    identifier: Option<Form>,
    /// How much the word counts in this query: its rarity, less for function words.
    pub(super) weight: f32,
    /// How much of its rarity it counts.
    factor: f32,
    /// The word as it is looked for in texts.
    pub(super) wanted: WantedWord,
}

impl<'v> Lookup<'v> {
    pub(super) fn new(view: &'v EmbeddedView) -> Self {
        let weights = &WEIGHTS;
        let table = |field: Field| {
            let weight = weights.fields.iter().find(|weight| weight.field == field);
            weight.map_or([0.0; 256], |weight| view.occurrence_weights(weight))
        };
        Self {
            view,
            stems: Stems::of_language(&view.catalog.config.language),
            tables: FIELDS.into_iter().map(table).collect(),
            sums: view.parts.iter().map(|placed| vec![0.0; placed.size()]).collect(),
        }
    }

    /// What is known of each word of a query.
    pub(super) fn words(
        &mut self,
        words: &[QueryWord],
        open: bool,
    ) -> Result<Vec<WordEvidence>, SearchError> {
        let language = &self.view.catalog.config.language;
        let function = |word: &QueryWord| analysis::is_function_word(language, &word.text);
        let meaning = words.iter().any(|word| !function(word));
        let roles = words.iter().enumerate().map(|(index, word)| {
            let open = open && index + 1 == words.len();
            (word, Role { open, function: meaning && function(word) })
        });
        roles.map(|(word, role)| self.word(word, role)).collect()
    }

    fn word(&mut self, word: &QueryWord, role: Role) -> Result<WordEvidence, SearchError> {
        let view = self.view;
        let weights = &WEIGHTS;
        let text = word.text.as_str();
        let exact = self.form(&[text], &weights.exact, 1.0)?;
        let mut literal = exact.occurrences.count;
        let mut stem = None;
        if self.stems.exist() {
            let stemmed = self.stems.stem(text).to_owned();
            let occurrences = self.gather(|part| part.words_of_stem(&stemmed), &weights.stemmed)?;
            let form = self.weigh(occurrences, 1.0);
            literal = literal.max(form.occurrences.count);
            stem = Some(form);
        }
        let mut wanted = WantedWord::new(text);
        let mut others = Vec::new();
        if literal <= weights.rare {
            let near = dictionary::similar_words(view, text, weights.spellings)?;
            let likely = near.into_iter().filter(|near| near.count >= literal * weights.likelier);
            let likely: Vec<String> = likely.map(|near| near.text).collect();
            let words: Vec<&str> = likely.iter().map(String::as_str).collect();
            if !words.is_empty() {
                let quality = weights.spelling_quality;
                others.push(self.form(&words, &weights.exact, quality)?);
                wanted.others.extend(likely.into_iter().map(|word| (word, quality)));
            }
        }
        if role.open && text.chars().count() >= weights.shortest_prefix {
            let longer = dictionary::longer_words(view, &VOCABULARY, text, weights.longer_words)?;
            let words: Vec<&str> = longer.iter().map(|word| word.text.as_str()).collect();
            if !words.is_empty() {
                let quality = weights.longer_quality;
                others.push(self.form(&words, &weights.exact, quality)?);
                wanted.longer = Some(quality);
            }
        }
        if !word.parts.is_empty() {
            let occurrences = self.all_of(&word.parts, &weights.exact)?;
            let quality = weights.parts_quality;
            others.push(self.weigh(occurrences, quality));
            wanted.others.extend(word.parts.iter().map(|part| (part.clone(), quality)));
        }
        let identifier = match &word.identifier {
            Some(name) => Some(self.form(&[name], &weights.whole, 1.0)?),
            None => None,
        };
        let factor = if role.function { weights.function_word } else { 1.0 };
        let mut evidence =
            WordEvidence { exact, stem, others, identifier, weight: 0.0, factor, wanted };
        evidence.stay_below_exact();
        evidence.weight = evidence.known_rarity() * factor;
        evidence.wanted.weight = evidence.weight;
        Ok(evidence)
    }

    fn form(
        &mut self,
        words: &[&str],
        fields: &[Field],
        quality: f32,
    ) -> Result<Form, SearchError> {
        let occurrences = self.any_of(words, fields)?;
        Ok(self.weigh(occurrences, quality))
    }

    fn weigh(&self, occurrences: Occurrences, quality: f32) -> Form {
        #[expect(clippy::cast_precision_loss, reason = "a logarithm of it is taken")]
        let (count, entries) = (occurrences.count as f32, self.view.entries as f32);
        let rarity = (1.0 + (entries - count + 0.5) / (count + 0.5)).ln();
        Form { occurrences, rarity, quality }
    }

    /// The entries that hold any of the words.
    fn any_of(&mut self, words: &[&str], fields: &[Field]) -> Result<Occurrences, SearchError> {
        self.gather(|_| words, fields)
    }

    /// The entries that hold any of the words that each part gives.
    fn gather<'a, Word: AsRef<str> + 'a>(
        &mut self,
        words: impl Fn(&'a Part) -> &'a [Word],
        fields: &[Field],
    ) -> Result<Occurrences, SearchError>
    where
        'v: 'a,
    {
        let mut occurrences = Occurrences::default();
        for (placed, sums) in self.view.parts.iter().zip(&mut self.sums) {
            let mut touched: Vec<u32> = Vec::new();
            for field in fields {
                let Some(table) = self.tables.get(*field as usize) else {
                    continue;
                };
                for word in words(&placed.part) {
                    placed.part.postings(*field, word.as_ref(), |entry, times, length| {
                        let (sum, weight) =
                            match (sums.get_mut(entry as usize), table.get(usize::from(length))) {
                                (Some(sum), Some(weight)) => (sum, *weight),
                                _ => return,
                            };
                        if *sum <= 0.0 {
                            touched.push(entry);
                        }
                        #[expect(clippy::cast_precision_loss, reason = "dampened anyway")]
                        let times = times as f32;
                        *sum += weight * times;
                    })?;
                }
            }
            let take = |entry: u32| {
                (entry, sums.get_mut(entry as usize).map(std::mem::take).unwrap_or_default())
            };
            let part: Vec<(u32, f32)> = touched.into_iter().map(take).collect();
            occurrences.count +=
                part.iter().filter(|(entry, _)| placed.page(*entry).is_some()).count();
            occurrences.parts.push(part);
        }
        Ok(occurrences)
    }

    /// The entries that hold all of the words; the one that says least counts.
    fn all_of(&mut self, words: &[String], fields: &[Field]) -> Result<Occurrences, SearchError> {
        let mut all: Option<Occurrences> = None;
        for word in words {
            let next = self.any_of(&[word], fields)?;
            let Some(all) = &mut all else {
                all = Some(next);
                continue;
            };
            for (all, next) in all.parts.iter_mut().zip(next.parts) {
                let next: HashMap<u32, f32> = next.into_iter().collect();
                all.retain_mut(|(entry, weighed)| {
                    next.get(entry).is_some_and(|next| {
                        *weighed = weighed.min(*next);
                        true
                    })
                });
            }
        }
        let mut all = all.unwrap_or_default();
        let standing = self.view.parts.iter().zip(&all.parts).map(|(placed, part)| {
            part.iter().filter(|(entry, _)| placed.page(*entry).is_some()).count()
        });
        all.count = standing.sum();
        Ok(all)
    }
}

impl WordEvidence {
    /// The rarity of the best form that the book holds; 0 where it holds none.
    fn known_rarity(&self) -> f32 {
        let mut forms = std::iter::once(&self.exact).chain(&self.stem).chain(&self.others);
        forms.find(|form| form.occurrences.count > 0).map_or(0.0, |form| form.rarity)
    }

    /// A rarer longer or near word must not tell more than the word itself.
    fn stay_below_exact(&mut self) {
        if self.exact.occurrences.count > 0 {
            for form in &mut self.others {
                form.rarity = form.rarity.min(self.exact.rarity);
            }
        }
    }

    /// What the entries of a part say about the word: written to `said`, which is all zero before;
    /// the entries it was written for are given back, each once.
    pub(super) fn of_part(&self, part: usize, said: &mut [Said]) -> Vec<u32> {
        let weights = &WEIGHTS;
        let mut touched = Vec::new();
        let mut each = |form: &Form, add: &dyn Fn(&mut Said, f32)| {
            for (entry, occurrences) in form.occurrences.parts.get(part).into_iter().flatten() {
                let Some(said) = said.get_mut(*entry as usize) else {
                    continue;
                };
                if *said == Said::default() {
                    touched.push(*entry);
                }
                let dampened = occurrences / (occurrences + weights.dampening);
                add(said, self.factor * form.rarity * (weights.presence + dampened));
            }
        };
        let exactness = if self.stem.is_some() { weights.exactness } else { 1.0 };
        each(&self.exact, &|said, score| *said = Said { score: exactness * score, quality: 1.0 });
        if let Some(stem) = &self.stem {
            each(stem, &|said, score| {
                said.score += (1.0 - exactness) * score;
                said.quality = said.quality.max(stem.quality);
            });
        }
        for other in &self.others {
            each(other, &|said, score| {
                said.score = said.score.max(score * other.quality);
                said.quality = said.quality.max(other.quality);
            });
        }
        if let Some(identifier) = &self.identifier {
            each(identifier, &|said, score| {
                said.score += score * weights.identifier;
                said.quality = 1.0;
            });
        }
        touched
    }
}
