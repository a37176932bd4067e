//! A region of an image: a rectangle in percent of its width and height, as authors write it:
//! `12,40,18,9` begins 12 % from the left and 40 % from the top, is 18 % wide and 9 % high.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A rectangle that lies inside an image and has a width and a height.
///
/// It is kept in thousandths of a percent, so that equal regions are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Region {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

/// Why some words are no region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegionProblem {
    /// They are no four numbers.
    NotFourNumbers,
    /// A part of the rectangle lies outside of the image.
    Outside,
    /// It has no width or no height.
    Empty,
}

/// Thousandths of a percent in the whole.
const WHOLE: u32 = 100_000;
/// So many digits behind the point count.
const DIGITS: usize = 3;

impl Region {
    /// Reads four numbers between commas: left, top, width and height.
    ///
    /// # Errors
    /// [`RegionProblem`].
    pub fn read(text: &str) -> Result<Self, RegionProblem> {
        let [left, top, width, height] = numbers(text)?;
        Self { left, top, width, height }.checked()
    }

    /// The region that somebody means who counted pixels of an image of this size.
    #[must_use]
    pub fn of_pixels(text: &str, (across, down): (u32, u32)) -> Option<Self> {
        let [left, top, width, height] = numbers(text).ok()?;
        let share = |thousandths: u32, pixels: u32| {
            let percent = (u64::from(thousandths) * 100).checked_div(u64::from(pixels))?;
            u32::try_from(percent).ok()
        };
        let region = Self {
            left: share(left, across)?,
            top: share(top, down)?,
            width: share(width, across)?,
            height: share(height, down)?,
        };
        region.checked().ok()
    }

    fn checked(self) -> Result<Self, RegionProblem> {
        if self.width == 0 || self.height == 0 {
            return Err(RegionProblem::Empty);
        }
        let ends = [self.left.saturating_add(self.width), self.top.saturating_add(self.height)];
        if ends.iter().any(|end| *end > WHOLE) { Err(RegionProblem::Outside) } else { Ok(self) }
    }

    /// Left, top, width and height in percent, without the sign.
    #[must_use]
    pub fn percentages(self) -> [String; 4] {
        [self.left, self.top, self.width, self.height].map(percentage)
    }

    /// How much of the image it covers, for comparing.
    #[must_use]
    pub fn area(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.percentages().join(","))
    }
}

/// Four numbers in thousandths.
fn numbers(text: &str) -> Result<[u32; 4], RegionProblem> {
    let mut parts = text.split(',');
    let mut numbers = [0; 4];
    for number in &mut numbers {
        let part = parts.next().ok_or(RegionProblem::NotFourNumbers)?;
        *number = thousandths(part.trim())?;
    }
    if parts.next().is_some() { Err(RegionProblem::NotFourNumbers) } else { Ok(numbers) }
}

/// A decimal number in thousandths. Smaller fractions are cut, so that what fits never outgrows the
/// image.
fn thousandths(text: &str) -> Result<u32, RegionProblem> {
    let (sign, number) = match text.strip_prefix('-') {
        Some(number) => (Err(RegionProblem::Outside), number),
        None => (Ok(()), text),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let is_number =
        |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return Err(RegionProblem::NotFourNumbers);
    }
    sign?;
    // A number of too many digits lies outside of any image.
    let whole: u32 = whole.parse().map_err(|_| RegionProblem::Outside)?;
    let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(DIGITS);
    let fraction = digits.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    Ok(whole.saturating_mul(1_000).saturating_add(fraction))
}

/// `12.5` for 12500 thousandths.
fn percentage(thousandths: u32) -> String {
    let (whole, fraction) = (thousandths / 1_000, thousandths % 1_000);
    if fraction == 0 {
        return whole.to_string();
    }
    format!("{whole}.{fraction:03}").trim_end_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(text: &str) -> Result<String, RegionProblem> {
        Region::read(text).map(|region| region.to_string())
    }

    #[test]
    fn four_numbers_are_a_region() {
        for (text, region) in [
            ("12,40,18,9", "12,40,18,9"),
            (" 12.50 , 40, 18.001,0.2 ", "12.5,40,18.001,0.2"),
            ("0,0,100,100", "0,0,100,100"),
            ("007,0,1,1", "7,0,1,1"),
            ("66.66666,0,33.33333,1", "66.666,0,33.333,1"),
        ] {
            assert_eq!(told(text).as_deref(), Ok(region), "{text}");
        }
    }

    #[test]
    fn everything_else_is_told_apart() {
        use RegionProblem::{Empty, NotFourNumbers, Outside};
        for (text, problem) in [
            ("", NotFourNumbers),
            ("12,40,18", NotFourNumbers),
            ("12,40,18,9,1", NotFourNumbers),
            ("12,40,18,", NotFourNumbers),
            ("12;40;18;9", NotFourNumbers),
            ("left,top,1,1", NotFourNumbers),
            ("1e1,0,1,1", NotFourNumbers),
            (".5,0,1,1", NotFourNumbers),
            ("5.,0,1,1", NotFourNumbers),
            ("+5,0,1,1", NotFourNumbers),
            ("NaN,0,1,1", NotFourNumbers),
            ("-5,0,1,1", Outside),
            ("90,0,11,1", Outside),
            ("0,99.999,1,0.002", Outside),
            ("0,0,99999999999999999999,1", Outside),
            ("4294967295,0,4294967295,1", Outside),
            ("1,1,0,1", Empty),
            ("1,1,1,0.0001", Empty),
        ] {
            assert_eq!(told(text), Err(problem), "{text}");
        }
    }

    #[test]
    fn pixels_become_percent() {
        let size = (640, 400);
        let percent = |text| Region::of_pixels(text, size).map(|region| region.to_string());
        assert_eq!(percent("64,40,320,1").as_deref(), Some("10,10,50,0.25"));
        assert_eq!(percent("600,40,320,1"), None);
        assert_eq!(percent("a,b,c,d"), None);
        assert_eq!(Region::of_pixels("1,1,1,1", (0, 0)), None);
    }

    proptest! {
        #[test]
        fn a_region_lies_inside_whatever_is_written(
            text in prop_oneof![any::<String>(), "[-0-9., ]{0,24}", "([0-9]{1,3}(\\.[0-9]{1,5})?,?){4}"]
        ) {
            if let Ok(region) = Region::read(&text) {
                let sides = region.percentages().map(|side| side.parse::<f64>().unwrap());
                let [left, top, width, height] = sides;
                prop_assert!(left >= 0.0 && top >= 0.0 && width > 0.0 && height > 0.0, "{region}");
                prop_assert!(left + width < 100.000_5 && top + height < 100.000_5, "{region}");
                prop_assert_eq!(Region::read(&region.to_string()), Ok(region));
            }
        }
    }
}
