//! The picture of a page for those who link to it: chats, feeds and networks show it beside the link.
//!
//! They fetch it from elsewhere, so there is none where nobody knows at which address the book is
//! published. Drawings are given in pixels, because hardly anybody shows an SVG.

use crate::catalog::{Page, PageIndex, ResolvedImage, encode_path};
use crate::document::ImageKind;
use crate::figure::Drawing;
use crate::figure::png::extent;
use crate::page::address::Site;
use crate::page::drawing::{PIXELS_EACH, other_form, picture_path};
use crate::page::shell::Book;
use crate::page::view::Preview;
use crate::source::ImageSize;

impl Book<'_> {
    /// The picture of a document: its first drawn figure, else its first image.
    #[must_use]
    pub fn picture(&self, index: PageIndex) -> Option<Preview> {
        self.first_drawing(index).or_else(|| self.first_image(self.catalog.pages.get(index)?))
    }

    /// A drawing whose pixels are at `address` below the root of the book, at the scale of all
    /// previews.
    #[must_use]
    pub fn drawn(&self, address: &str, caption: &str, drawing: &Drawing) -> Option<Preview> {
        let (width, height) = extent(drawing.size(), PIXELS_EACH).ok()?;
        Some(Preview {
            url: format!("{}{address}", self.published()?),
            alternative: caption.to_owned(),
            size: Some(ImageSize { width, height }),
        })
    }

    fn first_drawing(&self, index: PageIndex) -> Option<Preview> {
        self.figures.of_page(index).find_map(|live| {
            let path = other_form(&picture_path(self.catalog, index, live)?, ".png");
            // A static site has it at this scale only.
            let query = match self.site {
                Site::Served => format!("?scale={PIXELS_EACH}"),
                Site::Static => String::new(),
            };
            let drawing = live.drawing.as_ref().ok()?;
            self.drawn(&(encode_path(&path) + &query), &live.caption, drawing)
        })
    }

    fn first_image(&self, page: &Page) -> Option<Preview> {
        let published = self.published()?;
        let images = page.document.images.iter().zip(&page.images);
        images.into_iter().find_map(|(image, shown)| match shown {
            ResolvedImage::File { file, asset } if image.kind != ImageKind::Icon => {
                let media_type = asset.media_type;
                let fits = media_type.is_image() && media_type.as_str() != "image/svg+xml";
                fits.then(|| Preview {
                    url: format!("{published}{}", encode_path(&self.catalog.asset_address(file))),
                    alternative: image.alternative.clone(),
                    size: asset.size,
                })
            }
            _ => None,
        })
    }
}
