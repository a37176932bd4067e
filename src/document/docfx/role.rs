//! What `:::image` says of an image beyond source and words, carried in the image's title.

use crate::document::ImageKind;

/// What an image is for, and where it can be seen large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) struct Role<'a> {
    /// What it is for.
    pub(in crate::document) kind: ImageKind,
    /// The source of a larger image; empty where there is none.
    pub(in crate::document) lightbox: &'a str,
}

impl<'a> Role<'a> {
    /// What the attributes `type` and `lightbox` say.
    pub(in crate::document) fn of(kind: &str, lightbox: &'a str) -> Self {
        let kind = match kind.to_ascii_lowercase().as_str() {
            "icon" => ImageKind::Icon,
            "complex" => ImageKind::Complex,
            _ => ImageKind::Content,
        };
        Self { kind, lightbox: lightbox.trim() }
    }

    /// The title that carries it.
    pub(in crate::document) fn title(&self) -> String {
        let kind = match self.kind {
            ImageKind::Icon => "icon",
            ImageKind::Complex => "complex",
            ImageKind::Content | ImageKind::Lightbox => "content",
        };
        format!(":::{kind} {}", self.lightbox)
    }

    /// What a title carries, if it carries anything.
    pub(in crate::document) fn read(title: &'a str) -> Option<Self> {
        let (kind, lightbox) =
            title.strip_prefix(":::")?.split_once(' ').unwrap_or((title.get(3..)?, ""));
        Some(Self::of(kind, lightbox))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_carries_what_an_image_is_for() {
        for (kind, lightbox) in [("icon", ""), ("complex", "a b.png"), ("content", "x.png")] {
            let role = Role::of(kind, lightbox);
            assert_eq!(Role::read(&role.title()), Some(role));
        }
        assert_eq!(Role::read("A title"), None);
    }
}
