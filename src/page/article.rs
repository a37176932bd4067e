//! "a" or "an": the article that a noun takes, by how it begins to sound.

/// "is a" or "is an", as the noun behind it wants.
#[must_use]
pub fn is_a(noun: &str) -> &'static str {
    if takes_an(noun) { "is an" } else { "is a" }
}

fn takes_an(noun: &str) -> bool {
    let word = noun.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
    let word = word.unwrap_or_default();
    if is_spelt(word) {
        return word.starts_with(['A', 'E', 'F', 'H', 'I', 'L', 'M', 'N', 'O', 'R', 'S', 'X', '8']);
    }
    let word = word.to_lowercase();
    let begins = |beginnings: &[&str]| beginnings.iter().any(|it| word.starts_with(it));
    // A vowel that is no vowel to the ear, and a consonant that is mute.
    let sounds_closed = begins(&["eu", "uni", "use", "usu", "usa", "uti", "once"]) || word == "one";
    let sounds_open = begins(&["hour", "honest", "honour", "honor", "heir", "unin", "unim"]);
    sounds_open || (word.starts_with(['a', 'e', 'i', 'o', 'u']) && !sounds_closed)
}

/// Whether a word is said letter by letter, as HTTP is and SOAP is not. SQL is said as "sequel".
fn is_spelt(word: &str) -> bool {
    let is_capital = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    let vowel = |c: char| "AEIOU".contains(c);
    let mut letters = word.chars();
    let said_as_a_word =
        letters.next().is_some_and(|c| !vowel(c)) && letters.next().is_some_and(vowel);
    word.len() > 1 && word.chars().all(is_capital) && !said_as_a_word && word != "SQL"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_follows_the_sound() {
        let with_an = [
            "external network",
            "adapter",
            "account",
            "HTTP adapter",
            "FTP server",
            "SSO server",
            "MSMQ queue",
            "IIS host",
            "unimportant zone",
            "hour",
            "“odd” name",
        ];
        let with_a = [
            "zone",
            "user",
            "unit",
            "one-way trust",
            "European site",
            "SQL Server",
            "SOAP endpoint",
            "MOM server",
            "BAM portal",
            "UDP port",
            "host",
            "Äquivalent",
            "",
        ];
        for noun in with_an {
            assert_eq!(is_a(noun), "is an", "{noun}");
        }
        for noun in with_a {
            assert_eq!(is_a(noun), "is a", "{noun}");
        }
    }
}
