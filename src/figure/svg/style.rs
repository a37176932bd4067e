//! The style of figures: for pages as it is, for images with the colours of each theme.

/// The rules, with the colours of both themes as variables.
pub const RULES: &str = include_str!("../drawing.css");

/// Where a figure is shown, and so who colours it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// In a page, whose style sheet does.
    Page,
    /// By itself, in the colours that its reader prefers.
    Image,
    /// By itself, in the colours of one theme.
    Fixed(Theme),
}

/// A set of colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Theme {
    /// Dark on light.
    #[default]
    Light,
    /// Light on dark.
    Dark,
}

/// A variable with its colour in each theme.
struct Colour<'a> {
    name: &'a str,
    light: &'a str,
    dark: &'a str,
}

/// The style of an image: colours stand in place, because not every program that shows images
/// knows variables. Nothing of a page's style.
#[must_use]
pub fn alone(style: Style) -> String {
    let (colours, rules) = parts();
    let with = |colour: fn(&Colour<'_>) -> String| {
        let mut text = rules.clone();
        for known in &colours {
            text = text.replace(&format!("var({})", known.name), &colour(known));
        }
        text
    };
    let light = with(|colour| colour.light.to_owned());
    // Only rules that name a colour differ in the dark.
    let dark = with(|colour| colour.dark.to_owned());
    match style {
        Style::Page => return String::new(),
        Style::Fixed(Theme::Light) => return light.replace(['<', '\n'], ""),
        Style::Fixed(Theme::Dark) => return dark.replace(['<', '\n'], ""),
        Style::Image => {}
    }
    let differing = light.lines().zip(dark.lines()).filter(|(light, dark)| light != dark);
    let dark: String = differing.map(|(_, dark)| dark).collect();
    let light: String = light.lines().collect();
    format!("{light}@media(prefers-color-scheme:dark){{{dark}}}").replace('<', "")
}

/// The colours, and the rules behind them without comments.
fn parts() -> (Vec<Colour<'static>>, String) {
    let mut colours = Vec::new();
    let mut rules = String::new();
    for line in RULES.lines() {
        let line = line.trim();
        let colour = line.split_once(": light-dark(").and_then(|(name, values)| {
            let (light, dark) = values.trim_end_matches(");").split_once(", ")?;
            Some(Colour { name, light, dark })
        });
        if let Some(colour) = colour {
            colours.push(colour);
        } else if line.ends_with('}') && line.len() > 1 {
            rules.push_str(line);
            rules.push('\n');
        }
    }
    // Longer names first, so that none is cut short.
    colours.sort_by_key(|colour| std::cmp::Reverse(colour.name.len()));
    (colours, rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_names_colours_and_no_variables() {
        let style = alone(Style::Image);
        assert!(!style.contains("var("), "{style}");
        assert!(!style.contains("light-dark"), "{style}");
        assert!(style.contains(".drawing .card-box { fill: #ffffff;"), "{style}");
        assert!(style.contains(".drawing .card-box { fill: #1a2233;"), "{style}");
        let dark = alone(Style::Fixed(Theme::Dark));
        assert!(dark.contains("#1a2233") && !dark.contains("#ffffff") && !dark.contains("var("));
    }
}
