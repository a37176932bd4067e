//! Which of the names that were found in a text count.

use std::sync::Arc;

/// The longest name that begins at each token of a text.
#[derive(Debug, Clone)]
pub struct Longest {
    /// By first token: the last token, and what the name means.
    found: Vec<Option<(usize, Vec<Arc<str>>)>>,
}

impl Longest {
    /// None yet, for a text of so many tokens.
    #[must_use]
    pub fn new(tokens: usize) -> Self {
        Self { found: vec![None; tokens] }
    }

    /// Notes a name. Names of the same tokens are meant together.
    pub fn offer<'a>(
        &mut self,
        first: usize,
        last: usize,
        iris: impl IntoIterator<Item = &'a Arc<str>>,
    ) {
        let Some(place) = self.found.get_mut(first) else {
            return;
        };
        let (known, meanings) = place.get_or_insert_with(|| (last, Vec::new()));
        if last > *known {
            *known = last;
            meanings.clear();
        }
        if last == *known {
            for iri in iris {
                if !meanings.contains(iri) {
                    meanings.push(Arc::clone(iri));
                }
            }
        }
    }

    /// The names that count, in order: first token, last token, meanings. Of names that overlap the
    /// one that begins first counts, of those that begin together the longest.
    pub fn chosen(self) -> impl Iterator<Item = (usize, usize, Vec<Arc<str>>)> {
        let mut free = 0;
        self.found.into_iter().enumerate().filter_map(move |(first, found)| {
            let (last, meanings) = found.filter(|_| first >= free)?;
            free = last + 1;
            Some((first, last, meanings))
        })
    }
}
