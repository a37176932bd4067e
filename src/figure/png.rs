//! Figures in pixels: the only place that knows the renderer and its font.
//!
//! The font is Noto Sans, so that pictures are the same everywhere. What it has no letters for
//! stays blank; labels are never wider than their boxes, because `crate::figure::text` counts with
//! its widths too.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{IntSize, Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{self, Options, Tree};

use crate::figure::geometry::Size;

/// A picture of more pixels is not made.
const MOST_PIXELS: f32 = 40_000_000.0;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
    fonts.load_font_data(notosans::BOLD_TTF.to_vec());
    fonts.set_sans_serif_family("Noto Sans");
    Arc::new(fonts)
});

/// Why there is no picture in pixels.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PngProblem {
    /// It would have too many pixels.
    #[error("the picture would be too large; ask for a smaller scale or for the SVG")]
    TooLarge,
    /// The renderer has failed.
    #[error("the picture could not be rendered")]
    Failed,
}

/// How many pixels across and down the picture of something of this size has.
///
/// # Errors
/// Where it would be too large.
pub fn extent(of: Size, scale: u8) -> Result<(u32, u32), PngProblem> {
    #[expect(clippy::cast_possible_truncation, reason = "sizes are small, and the renderer's")]
    let size = usvg::Size::from_wh(of.width as f32, of.height as f32);
    let size = pixels(size.ok_or(PngProblem::Failed)?, f32::from(scale))?;
    Ok((size.width(), size.height()))
}

fn pixels(size: usvg::Size, scale: f32) -> Result<IntSize, PngProblem> {
    let large = size.width() * size.height() * scale * scale;
    if !large.is_finite() || large > MOST_PIXELS {
        return Err(PngProblem::TooLarge);
    }
    size.to_int_size().scale_by(scale).ok_or(PngProblem::Failed)
}

/// Renders an SVG of ours at so many pixels for each of its own.
///
/// # Errors
/// [`PngProblem`].
pub fn png(svg: &str, scale: u8) -> Result<Vec<u8>, PngProblem> {
    let options = Options {
        fontdb: Arc::clone(&FONTS),
        font_family: "Noto Sans".to_owned(),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|_| PngProblem::Failed)?;
    let scale = f32::from(scale);
    let size = pixels(tree.size(), scale)?;
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or(PngProblem::Failed)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|_| PngProblem::Failed)
}
