//! Files that are shown or served as they are: their true type and, of images, their size.

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::text::FilePath;

/// What a file is, told by its bytes where they tell and by its ending else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MediaType(&'static str);

impl MediaType {
    /// The type as in a `Content-Type` header.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// Whether browsers show it in an `img` element.
    #[must_use]
    pub fn is_image(self) -> bool {
        self.0.starts_with("image/")
    }

    /// The type of a file with these first bytes. The bytes win over the ending: repositories hold
    /// GIF files named `.jpeg`, and a page named `.png` must not be served as one.
    #[must_use]
    pub fn detect(file: &FilePath, bytes: &[u8]) -> Self {
        const SIGNATURES: &[(&[u8], &str)] = &[
            (b"\x89PNG\r\n\x1a\n", "image/png"),
            (b"GIF87a", "image/gif"),
            (b"GIF89a", "image/gif"),
            (b"\xFF\xD8\xFF", "image/jpeg"),
            (b"BM", "image/bmp"),
            (b"%PDF-", "application/pdf"),
            (b"PK\x03\x04", "application/zip"),
        ];
        let signature = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start));
        if let Some((_, name)) = signature {
            return Self(name);
        }
        if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            return Self("image/webp");
        }
        let extension = file.extension().to_ascii_lowercase();
        Self(match extension.as_str() {
            "svg" => "image/svg+xml",
            "ico" => "image/x-icon",
            "json" => "application/json",
            "xml" | "xsd" | "xsl" => "application/xml",
            "ttl" => "text/turtle; charset=utf-8",
            "txt" | "md" | "csv" | "tsv" | "rs" | "cs" | "sql" | "ps1" | "yml" | "yaml"
            | "toml" | "sh" => "text/plain; charset=utf-8",
            // Anything else, HTML and scripts above all, is offered as a download: content must
            // never run in the origin of the book.
            _ => "application/octet-stream",
        })
    }
}

/// All types that there are.
const MEDIA_TYPES: &[&str] = &[
    "application/json",
    "application/octet-stream",
    "application/pdf",
    "application/xml",
    "application/zip",
    "image/bmp",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/svg+xml",
    "image/webp",
    "image/x-icon",
    "text/plain; charset=utf-8",
    "text/turtle; charset=utf-8",
];

impl<'de> Deserialize<'de> for MediaType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name: &str = Deserialize::deserialize(deserializer)?;
        let known = MEDIA_TYPES.iter().find(|known| **known == name);
        known.map(|known| Self(known)).ok_or_else(|| de::Error::custom("an unknown media type"))
    }
}

/// The size of an image in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageSize {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// A file that is no document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    /// Its type.
    pub media_type: MediaType,
    /// Its size, where it is an image whose header tells it.
    pub size: Option<ImageSize>,
}

impl Asset {
    /// What `bytes`, the content of `file`, is.
    #[must_use]
    pub fn inspect(file: &FilePath, bytes: &[u8]) -> Self {
        let media_type = MediaType::detect(file, bytes);
        let size = match media_type.as_str() {
            "image/svg+xml" => svg_size(bytes),
            name if name.starts_with("image/") => {
                imagesize::blob_size(bytes).ok().and_then(|size| {
                    Some(ImageSize {
                        width: size.width.try_into().ok()?,
                        height: size.height.try_into().ok()?,
                    })
                })
            }
            _ => None,
        };
        Self { media_type, size }
    }
}

/// Width and height of an SVG's root element, else of its view box.
fn svg_size(bytes: &[u8]) -> Option<ImageSize> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096))?);
    let start = head.find("<svg")?;
    let root = head.get(start..)?.split('>').next()?;
    let attribute = |name: &str| {
        let at = root.find(&format!(" {name}="))? + name.len() + 2;
        let quote = root.get(at..)?.chars().next()?;
        root.get(at + 1..)?.split(quote).next()
    };
    let pixels = |text: &str| {
        let number = text.trim().trim_end_matches("px").parse::<f64>().ok()?;
        // Larger values than this are nonsense in a figure.
        (1.0..=100_000.0).contains(&number).then(|| format!("{number:.0}").parse().ok()).flatten()
    };
    let stated = attribute("width").and_then(pixels).zip(attribute("height").and_then(pixels));
    let (width, height) = stated.or_else(|| {
        let numbers = attribute("viewBox")?;
        let mut sides = numbers.split([' ', ',']).filter(|part| !part.is_empty()).skip(2);
        pixels(sides.next()?).zip(pixels(sides.next()?))
    })?;
    Some(ImageSize { width, height })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inspect(name: &str, bytes: &[u8]) -> Asset {
        Asset::inspect(&FilePath::new(name).unwrap(), bytes)
    }

    #[test]
    fn bytes_win_over_the_ending() {
        let gif = b"GIF89a\x02\x00\x03\x00\x00\x00\x00";
        let asset = inspect("photo.jpeg", gif);
        assert_eq!(asset.media_type.as_str(), "image/gif");
        assert_eq!(asset.size, Some(ImageSize { width: 2, height: 3 }));
    }

    #[test]
    fn active_content_is_a_download() {
        for name in ["x.html", "x.js", "x.xhtml", "x"] {
            let asset = inspect(name, b"<script>");
            assert_eq!(asset.media_type.as_str(), "application/octet-stream", "{name}");
        }
    }

    #[test]
    fn an_svg_tells_its_size() {
        let size = |svg: &str| inspect("a.svg", svg.as_bytes()).size.map(|s| (s.width, s.height));
        assert_eq!(size("<?xml?><svg width='10px' height=\"20\">"), Some((10, 20)));
        assert_eq!(size("<svg viewBox='0 0 30,40' width='100%'>"), Some((30, 40)));
        assert_eq!(size("<svg>"), None);
        assert_eq!(size("no"), None);
    }
}
