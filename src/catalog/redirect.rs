//! Old addresses that lead on.

use crate::catalog::Route;

/// An address that leads to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The old address.
    pub from: Route,
    /// Where it leads: an address of the book, or an absolute URL.
    pub to: RedirectTarget,
}

/// Where a redirect leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedirectTarget {
    /// A page or file of the book, percent-encoded, relative to the base, with its fragment.
    Own(String),
    /// An address elsewhere.
    Elsewhere(String),
}
