//! Images, and which of them are figures.

use crate::config::Syntax;
use crate::document::docfx::role::Role;
use crate::document::walk::{Paragraph, Walk};
use crate::document::{Figure, Image, ImageKind};
use crate::text::Span;

/// An image that is being read.
pub(in crate::document::walk) struct OpenImage {
    /// Its index.
    pub(in crate::document::walk) index: usize,
    /// The source of its larger form; empty where it has none.
    lightbox: String,
}

impl Walk<'_> {
    pub(in crate::document::walk) fn begin_image(&mut self, target: &str, title: &str, span: Span) {
        let index = self.images.len();
        let role = Role::read(title).filter(|_| self.syntax == Syntax::DocFx);
        let kind = role.map_or(ImageKind::Content, |role| role.kind);
        if let Some(paragraph) = &mut self.paragraph {
            match kind {
                ImageKind::Icon => paragraph.holds_more = true,
                _ => paragraph.images.push(index),
            }
        }
        let lightbox = role.map_or(String::new(), |role| role.lightbox.to_owned());
        self.open_images.push(OpenImage { index, lightbox });
        let target_span = self.find(target, span);
        let says_nothing = role.is_some() || self.syntax == Syntax::DocFx && is_stem(title, target);
        self.images.push(Image {
            target: target.to_owned(),
            title: if says_nothing { String::new() } else { title.to_owned() },
            alternative: String::new(),
            span,
            target_span,
            section: self.section(),
            kind,
            figure: None,
        });
    }

    pub(in crate::document::walk) fn end_image(&mut self) {
        let Some(OpenImage { index, lightbox: target }) = self.open_images.pop() else { return };
        let Some(span) = self.images.get(index).map(|image| image.span) else { return };
        if !target.is_empty() {
            let target_span = self.find(&target, span);
            self.images.push(Image {
                target,
                title: String::new(),
                alternative: String::new(),
                span,
                target_span,
                section: self.section(),
                kind: ImageKind::Lightbox,
                figure: None,
            });
        }
    }

    /// An image that is all its paragraph holds is a figure.
    pub(in crate::document::walk) fn end_paragraph(&mut self) {
        if let Some(Paragraph { images, holds_more: false }) = self.paragraph.take()
            && let [image] = images.as_slice()
            && let Some(image) = self.images.get_mut(*image)
        {
            self.figures += 1;
            image.figure = Some(Figure { number: self.figures, id: String::new() });
        }
    }
}

/// Whether a title is just the stem of the image's file, as migrated texts have it by the
/// thousand.
fn is_stem(title: &str, target: &str) -> bool {
    let name = target.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.eq_ignore_ascii_case(title) || name.eq_ignore_ascii_case(title)
}
