//! Style sheets, scripts and pictures of the pages, under names that change with their content.

use std::sync::LazyLock;

/// A file of the program that pages load.
#[derive(Debug)]
pub struct OwnAsset {
    /// Its plain name, such as `loggia.css`.
    pub name: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// Its content.
    pub content: &'static str,
    file_name: LazyLock<String, fn() -> String>,
}

impl OwnAsset {
    /// The name it is served under: the plain name with the beginning of its content's hash, so
    /// that browsers may keep it for ever.
    #[must_use]
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// Where it lies below the root of a book.
    #[must_use]
    pub fn address(&self) -> String {
        format!("_loggia/{}", self.file_name())
    }
}

macro_rules! assets {
    ($($(#[doc = $doc:literal])* $constant:ident = $name:literal, $media_type:literal $(, $more:literal)*;)*) => {
        $($(#[doc = $doc])*
        pub static $constant: OwnAsset = OwnAsset {
            name: $name,
            media_type: $media_type,
            content: concat!(include_str!(concat!("assets/", $name)) $(, include_str!($more))*),
            file_name: LazyLock::new(|| hashed($name, $constant.content)),
        };)*

        /// All of them.
        pub static ALL: &[&OwnAsset] = &[$(&$constant),*];
    };
}

assets! {
    /// How everything looks, drawn figures included.
    STYLE = "loggia.css", "text/css; charset=utf-8", "../figure/drawing.css", "assets/figures.css";
    /// Sets the theme before anything is painted.
    THEME = "theme.js", "text/javascript; charset=utf-8";
    /// What pages do: contents, figures, copying, suggestions, reloading.
    SCRIPT = "loggia.js", "text/javascript; charset=utf-8";
    /// Tabs, and choices of platforms and versions.
    CHOICES = "choices.js", "text/javascript; charset=utf-8";
    /// What a link leads to, shown beside it.
    CARDS = "cards.js", "text/javascript; charset=utf-8";
    /// The navigation tree: branches fetched as they open, the filter.
    TREE = "tree.js", "text/javascript; charset=utf-8";
    /// Drawn figures: zoom, focus, filters.
    FIGURES = "figures.js", "text/javascript; charset=utf-8";
    /// Filters of long lists.
    FILTER = "filter.js", "text/javascript; charset=utf-8";
    /// The query form.
    WORKBENCH = "workbench.js", "text/javascript; charset=utf-8";
    /// Search in a static site.
    STATIC_SEARCH = "static-search.js", "text/javascript; charset=utf-8";
    /// The mark in the browser's tab.
    FAVICON = "favicon.svg", "image/svg+xml";
}

fn hashed(name: &str, content: &str) -> String {
    let hash = blake3::hash(content.as_bytes()).to_hex();
    let hash = hash.get(..12).unwrap_or_default();
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
        None => format!("{name}.{hash}"),
    }
}
