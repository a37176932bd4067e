//! Images as HTML.

use crate::catalog::ResolvedImage;
use crate::document::{Image, ImageKind};
use crate::page::address::Addresses;
use crate::page::escape::escape;

/// Where an image lies, from a page.
pub(in crate::page) fn image_address(
    image: &ResolvedImage,
    addresses: Addresses<'_>,
) -> Option<String> {
    match image {
        ResolvedImage::File { file, .. } => Some(addresses.asset(file)),
        ResolvedImage::External(url) => Some(url.clone()),
        ResolvedImage::Missing(_) => None,
    }
}

/// An image, or what stands for one that is not there.
pub(in crate::page) fn image_element(
    image: &Image,
    resolved: &ResolvedImage,
    addresses: Addresses<'_>,
) -> String {
    let alternative = escape(&image.alternative);
    let Some(address) = image_address(resolved, addresses) else {
        let target = escape(&image.target);
        return format!(
            "<span class=\"missing-image\" role=\"img\" aria-label=\"{alternative}\">Image not found: {target}</span>"
        );
    };
    let size = match resolved {
        ResolvedImage::File { asset, .. } => asset.size.map_or_else(String::new, |size| {
            format!(" width=\"{}\" height=\"{}\"", size.width, size.height)
        }),
        _ => String::new(),
    };
    let title = if image.title.is_empty() {
        String::new()
    } else {
        format!(" title=\"{}\"", escape(&image.title))
    };
    let class = if image.kind == ImageKind::Icon { " class=\"image-icon\"" } else { "" };
    format!(
        "<img src=\"{}\" alt=\"{alternative}\"{title}{class}{size} loading=\"lazy\">",
        escape(&address)
    )
}

/// An image that can be opened at an address, where it has one.
pub(in crate::page) fn zoomed(shown: String, address: Option<&str>) -> String {
    match address {
        Some(address) => {
            format!("<a class=\"figure-zoom\" href=\"{}\">{shown}</a>", escape(address))
        }
        None => shown,
    }
}
