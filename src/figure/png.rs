//! Figures in pixels: the only place that knows the renderer and its font.
//!
//! The font is Noto Sans, so that pictures are the same everywhere. What it has no letters for
//! stays blank; labels are never wider than their boxes, because `crate::figure::text` counts with
//! its widths too.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

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
    let size = tree.size().to_int_size();
    let large = tree.size().width() * tree.size().height() * scale * scale;
    if !large.is_finite() || large > MOST_PIXELS {
        return Err(PngProblem::TooLarge);
    }
    let size = size.scale_by(scale).ok_or(PngProblem::Failed)?;
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or(PngProblem::Failed)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|_| PngProblem::Failed)
}
