//! What is found in texts of a few words, and that it is what the simplest search would find.

use proptest::prelude::*;

use super::*;

fn lexicon(names: &[(&str, &str)]) -> Lexicon {
    let mut builder = LexiconBuilder::default();
    for (name, iri) in names {
        builder.add(name, &Arc::from(*iri), Case::Any, 0);
    }
    builder.finish()
}

/// The names that count in a text: the words as they stand there, and what they mean.
fn found(lexicon: &Lexicon, text: &str) -> Vec<(String, String)> {
    let tokens = Tokens::of(text);
    let mut longest = Longest::new(tokens.len());
    for candidate in lexicon.find(&tokens) {
        longest.offer(candidate.first, candidate.last, candidate.nearest());
    }
    let chosen = longest
        .chosen()
        .map(|(first, last, iris)| (text[tokens.range(first, last)].to_owned(), iris.join("+")));
    chosen.collect()
}

fn words(lexicon: &Lexicon, text: &str) -> Vec<String> {
    found(lexicon, text).into_iter().map(|(words, _)| words).collect()
}

#[test]
fn the_longest_name_wins_and_one_inside_it_stands_in() {
    let names = [("BizTalk host", "h"), ("host instance", "i"), ("host", "x"), ("host x y", "z")];
    let lexicon = lexicon(&names);
    assert_eq!(found(&lexicon, "a BizTalk host instance"), [("BizTalk host".into(), "h".into())]);
    assert_eq!(words(&lexicon, "host instance, host x"), ["host instance", "host"]);
    // A longer name that breaks off does not hide the shorter one.
    assert_eq!(words(&lexicon, "host instanceless"), ["host"]);
}

#[test]
fn names_end_where_words_do() {
    let lexicon =
        lexicon(&[("host", "h"), ("bm.exe", "b"), ("Öl", "o"), ("C#", "c"), ("S/MIME", "m")]);
    assert_eq!(words(&lexicon, "ghost hostess host_1 host2 hostä"), Vec::<String>::new());
    assert_eq!(words(&lexicon, "(host) “host” host-based host."), ["host"; 4]);
    assert_eq!(words(&lexicon, "bm.exe bm. exe Bm.Exe"), ["bm.exe", "Bm.Exe"]);
    assert_eq!(words(&lexicon, "öl ÖL Erdöl"), ["öl", "ÖL"]);
    assert_eq!(words(&lexicon, "C# S/MIME S / MIME"), ["C#", "S/MIME"]);
}

#[test]
fn short_names_in_capitals_must_stand_in_capitals() {
    let lexicon = lexicon(&[("AB CD E", "short"), ("AB CD EF", "long")]);
    assert_eq!(words(&lexicon, "ab cd e, AB CD E, ab cd ef"), ["AB CD E", "ab cd ef"]);
}

#[test]
fn plurals_and_possessives_count() {
    let lexicon = lexicon(&[("host", "h"), ("business policy", "p"), ("bus", "b"), ("KPI", "k")]);
    assert_eq!(words(&lexicon, "hosts host's host’s hosts'"), ["hosts", "host", "host", "hosts"]);
    assert_eq!(words(&lexicon, "business policies business policys"), ["business policies"]);
    assert_eq!(words(&lexicon, "buses bus buss hostes"), ["buses", "bus"]);
    assert_eq!(words(&lexicon, "KPIs KPIS kpis"), ["KPIs"]);
}

#[test]
fn abbreviations_stand_in_capitals() {
    let lexicon = lexicon(&[("MOM", "m"), ("TMG 2010", "t"), ("ENTSSO", "e"), ("SSO host", "s")]);
    let text = "MOM mom Mom TMG 2010 tmg 2010 EntSSO sso host";
    assert_eq!(words(&lexicon, text), ["MOM", "TMG 2010", "EntSSO", "sso host"]);
}

#[test]
fn white_space_and_hyphens_are_the_same() {
    let lexicon = lexicon(&[("in-process host", "i"), ("message box", "m")]);
    let text = "in process\n  host, in-process host, in - process host, Message-Box";
    assert_eq!(words(&lexicon, text), ["in process\n  host", "in-process host", "Message-Box"]);
}

#[test]
fn of_several_meanings_the_one_in_this_spelling_counts() {
    let lexicon = lexicon(&[("BizTalk Server", "product"), ("BizTalk server", "machine")]);
    let meaning = |text: &str| found(&lexicon, text).remove(0).1;
    assert_eq!(meaning("BizTalk Server"), "product");
    assert_eq!(meaning("BizTalk servers"), "machine");
    assert_eq!(meaning("biztalk server"), "product+machine");
}

#[test]
fn of_several_meanings_the_lowest_rank_counts() {
    let mut builder = LexiconBuilder::default();
    builder.add("silo", &Arc::from("class"), Case::Any, 1);
    builder.add("silo", &Arc::from("concept"), Case::Any, 0);
    builder.add("silos", &Arc::from("book"), Case::AsWritten, 2);
    let lexicon = builder.finish();
    assert_eq!(found(&lexicon, "Silo")[0].1, "concept");
    assert_eq!(found(&lexicon, "silos")[0].1, "book");
    assert_eq!(lexicon.find(&Tokens::of("silos"))[0].all().len(), 3);
    assert_eq!(lexicon.find(&Tokens::of("Silos"))[0].all().len(), 2);
}

#[test]
fn what_is_no_name_is_left_out() {
    let long = "a ".repeat(MOST_TOKENS + 1);
    let lexicon = lexicon(&[("a", "x"), ("12", "x"), ("", "x"), ("  ", "x"), (&long, "x")]);
    assert_eq!(words(&lexicon, &format!("a 12 {long}")), Vec::<String>::new());
}

/// Work grows with the text however the names nest: every token ends at most one name per length.
#[test]
fn the_work_is_in_proportion_to_the_text() {
    let nested: Vec<String> = (1..=40).map(|count| "aa ".repeat(count)).collect();
    let names: Vec<(&str, &str)> = nested.iter().map(|name| (name.as_str(), "x")).collect();
    let lexicon = lexicon(&names);
    for count in [1_000, 4_000] {
        let text = "aa ".repeat(count);
        let tokens = Tokens::of(&text);
        assert_eq!(tokens.len(), count);
        assert!(tokens.haystack().0.len() <= 2 * text.len());
        let candidates = lexicon.find(&tokens);
        assert!(candidates.len() <= count * MOST_TOKENS);
        assert!(candidates.len() > count * (MOST_TOKENS - 1));
    }
}

/// The simplest search: at every place the longest name that fits, character by character.
fn simplest(names: &[String], text: &str) -> Vec<(usize, usize)> {
    let characters: Vec<char> = text.chars().collect();
    let mut at = 0;
    let mut found = Vec::new();
    while at < characters.len() {
        let fits = names.iter().flat_map(|name| {
            let name: Vec<char> = name.chars().collect();
            let capitals = !name.iter().any(|c| c.is_lowercase());
            // Longer names in capitals are words that somebody stressed.
            let abbreviation = capitals && name.iter().filter(|c| c.is_alphabetic()).count() <= 5;
            ["", "s", "es"].into_iter().filter_map({
                let characters = &characters;
                move |ending| {
                    let takes_es = name.ends_with(&['x']) && !capitals;
                    if (ending == "s" && takes_es) || (ending == "es" && !takes_es) {
                        return None;
                    }
                    let form = name.iter().copied().chain(ending.chars());
                    fit(&form.collect::<Vec<_>>(), characters, at, abbreviation)
                }
            })
        });
        match fits.max() {
            Some(end) => {
                found.push((at, end));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// Where a name ends that begins at a place: a space of it is a hyphen or any white space.
fn fit(name: &[char], text: &[char], start: usize, exact: bool) -> Option<usize> {
    if start > 0 && text[start - 1].is_alphanumeric() {
        return None;
    }
    let mut at = start;
    for expected in name {
        let actual = *text.get(at)?;
        if *expected == ' ' {
            if actual == '-' {
                at += 1;
            } else if actual.is_whitespace() {
                while text.get(at).is_some_and(|c| c.is_whitespace()) {
                    at += 1;
                }
            } else {
                return None;
            }
        } else {
            let lower = |c: char| c.to_lowercase().to_string();
            let same = *expected == actual || (!exact && lower(*expected) == lower(actual));
            if !same {
                return None;
            }
            at += 1;
        }
    }
    (!text.get(at).is_some_and(|c| c.is_alphanumeric())).then_some(at)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_automaton_finds_what_the_simplest_search_finds(
        names in prop::collection::vec("(a[bx]|AB|ä|b[bx]s?)( (ab|x|bs|AB)){0,2}", 1..6),
        text in "([aAbBxsä]{1,3}|ab|AB|ax|bs|bx)(( |-|\n|  |\\.|, |  - )([aAbBxsä]{1,3}|ab|AB|ax|bs|bx)){0,12}",
    ) {
        let names: Vec<String> =
            names.into_iter().filter(|name| name.chars().count() > 1).collect();
        let pairs: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x")).collect();
        let lexicon = lexicon(&pairs);
        let tokens = Tokens::of(&text);
        let mut longest = Longest::new(tokens.len());
        for candidate in lexicon.find(&tokens) {
            longest.offer(candidate.first, candidate.last, candidate.nearest());
        }
        let characters = |at: usize| text[..at].chars().count();
        let found: Vec<(usize, usize)> = longest
            .chosen()
            .map(|(first, last, _)| tokens.range(first, last))
            .map(|range| (characters(range.start), characters(range.end)))
            .collect();
        // A plural in `s` of a name that ends in `s` is `ses`, which the texts do not hold.
        let regular: Vec<String> = names.clone();
        prop_assert_eq!(found, simplest(&regular, &text), "{:?} in {:?}", names, text);
    }

    #[test]
    fn any_names_and_any_text_are_taken(names in prop::collection::vec(any::<String>(), 0..8), text: String) {
        let pairs: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x")).collect();
        for (words, _) in found(&lexicon(&pairs), &text) {
            prop_assert!(text.contains(&words));
        }
    }
}
