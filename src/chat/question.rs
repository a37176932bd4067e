//! What somebody typed, freed from what the platform put around it.

/// Longer questions are cut; search reads no more.
const LONGEST: usize = 1_000;

/// What is asked, and who shall see the answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// The words.
    pub text: String,
    /// Whether everybody in the conversation shall see the answer: the words began with `share`.
    pub shared: bool,
}

impl Question {
    /// Reads plain words.
    #[must_use]
    pub fn new(words: &str) -> Self {
        let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let (first, rest) = line.split_once(' ').unwrap_or((&line, ""));
        let shared = first.eq_ignore_ascii_case("share") && !rest.is_empty();
        let text = if shared { rest } else { &line };
        Self { text: text.chars().take(LONGEST).collect(), shared }
    }

    /// Reads words of Slack: mentions of the app go, links become what they show, and the three
    /// characters that Slack escapes come back.
    #[must_use]
    pub fn of_slack(text: &str) -> Self {
        let mut words = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('<') {
            words.push_str(before);
            let Some((inside, behind)) = after.split_once('>') else {
                rest = after;
                continue;
            };
            let (target, label) = inside.split_once('|').unwrap_or((inside, ""));
            if label.is_empty() && !target.starts_with(['@', '!', '#']) {
                words.push_str(target);
            }
            words.push_str(label);
            rest = behind;
        }
        words.push_str(rest);
        Self::new(&words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    }

    /// Reads words of Teams: mentions of the webhook go, and so does HTML.
    #[must_use]
    pub fn of_teams(html: &str) -> Self {
        let mut words = String::new();
        let mut rest = html;
        while let Some((before, after)) = rest.split_once('<') {
            words.push_str(before);
            let (tag, behind) = after.split_once('>').unwrap_or(("", after));
            rest = behind;
            let name = tag.split_whitespace().next().unwrap_or_default();
            if name.eq_ignore_ascii_case("at") {
                rest = behind.split_once("</at>").map_or("", |(_, behind)| behind);
            }
            words.push(' ');
        }
        words.push_str(rest);
        Self::new(&html_escape::decode_html_entities(&words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_platform_adds_goes() {
        let slack = |text: &str| Question::of_slack(text).text;
        assert_eq!(
            slack("<@U1> what is <http://sso.example|SSO> &amp; &lt;FW2&gt;?"),
            "what is SSO & <FW2>?"
        );
        assert_eq!(
            slack("<!channel> <#C1|general> <http://a.example> x < y"),
            "general http://a.example x y"
        );
        assert_eq!(slack("&amp;lt;"), "&lt;");
        let teams = |text: &str| Question::of_teams(text).text;
        assert_eq!(teams("<at>ArchKB</at> firewall&nbsp;zones"), "firewall zones");
        assert_eq!(teams("<p><at id=\"0\">A B</at>&nbsp;path A -&gt; B</p>\n"), "path A -> B");
        assert_eq!(teams("<at>never closed"), "");
    }

    #[test]
    fn a_first_word_shares_the_answer() {
        let asked = Question::new("  Share   show FW2 ");
        assert_eq!((asked.text.as_str(), asked.shared), ("show FW2", true));
        assert!(!Question::new("share").shared);
        assert!(!Question::new("shares of the host").shared);
    }
}
