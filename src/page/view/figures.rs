//! Figures on demand, and all figures of a book.

use askama::Template;

use crate::page::view::{Link, Shell, Suggestions};

/// The form that asks for a figure, with the figure where one was asked for.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "figure-new.html", config = "src/page/askama.toml")]
pub struct FigureFormPage {
    /// The frame.
    pub shell: Shell,
    /// Where the forms go.
    pub action: String,
    /// The title of what is shown; empty where nothing was asked for.
    pub title: String,
    /// The figure with its caption and tables; empty where there is none.
    pub figure_html: String,
    /// Why there is no figure: what is wrong, and how to mend it.
    pub refusal: Option<(String, String)>,
    /// The fence that draws the same in a page; empty where there is no figure.
    pub fence: String,
    /// One form for each kind of view.
    pub forms: Vec<FigureForm>,
    /// What fields of free text suggest: what is written, and the name of it.
    pub suggestions: Vec<(String, String)>,
}

/// A form for one kind of view.
#[derive(Debug, Clone, Default)]
pub struct FigureForm {
    /// What it draws.
    pub title: String,
    /// Its fields.
    pub fields: Vec<FormField>,
}

/// A field of a form.
#[derive(Debug, Clone, Default)]
pub struct FormField {
    /// The name of the option.
    pub name: String,
    /// A name that no other field of the page has.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// What it holds.
    pub value: String,
    /// What can be chosen; empty for a field of free text.
    pub options: Vec<FormOption>,
}

/// Something that can be chosen.
#[derive(Debug, Clone, Default)]
pub struct FormOption {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Whether it is chosen now.
    pub chosen: bool,
}

/// All figures of a book, or those that match a filter.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "gallery.html", config = "src/page/askama.toml")]
pub struct GalleryPage {
    /// The frame.
    pub shell: Shell,
    /// Where the filter is sent; `None` where nobody answers.
    pub action: Option<String>,
    /// The filter; empty for everything.
    pub query: String,
    /// "12 figures".
    pub summary: String,
    /// The figures, in the order of the book.
    pub entries: Vec<GalleryEntry>,
    /// Where figures are drawn on demand; `None` where nobody draws.
    pub new_url: Option<String>,
    /// The figures before these.
    pub previous_url: Option<String>,
    /// The figures after these.
    pub next_url: Option<String>,
    /// "Page 2 of 5"; empty when there is only one.
    pub position: String,
}

/// A figure in the gallery.
#[derive(Debug, Clone, Default)]
pub struct GalleryEntry {
    /// Where it stands.
    pub url: String,
    /// Its number in its page.
    pub number: usize,
    /// What it shows.
    pub caption: String,
    /// What it says to those who do not see it.
    pub alternative: String,
    /// The picture; empty where there is none.
    pub image_url: String,
    /// The title of its page.
    pub page_title: String,
    /// The first of the things that it depicts.
    pub depicts: Vec<Link>,
    /// "and 12 more"; empty where these are all.
    pub more: String,
}
