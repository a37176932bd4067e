//! XML and HTML, whole documents as well as fragments.

use crate::page::highlight::scanner::Scanner;
use crate::page::highlight::token::{Token, TokenKind};

/// The tokens of markup.
pub(super) fn tokens(code: &str) -> Vec<Token> {
    let mut scanner = Scanner::new(code);
    while scanner.peek().is_some() {
        let start = scanner.at();
        if scanner.eat("<!--") {
            scanner.eat_through("-->");
            scanner.token(start, TokenKind::Comment);
        } else if scanner.eat("<![CDATA[") {
            scanner.token(start, TokenKind::Keyword);
            // Its end belongs to the text, as a closing quote does.
            scanner.take(TokenKind::String, |scanner| scanner.eat_through("]]>"));
        } else if scanner.eat("<!") {
            scanner.eat_while(|c| c != '>' && c != '<');
            scanner.eat(">");
            scanner.token(start, TokenKind::Keyword);
        } else if scanner.eat("<?") {
            scanner.token(start, TokenKind::Punctuation);
            scanner.take(TokenKind::Keyword, |scanner| scanner.eat_while(is_name));
            attributes(&mut scanner);
        } else if scanner.eat("</") || scanner.eat("<") {
            if scanner.peek().is_some_and(is_name) {
                scanner.token(start, TokenKind::Punctuation);
                scanner.take(TokenKind::Tag, |scanner| scanner.eat_while(is_name));
                attributes(&mut scanner);
            }
        } else if scanner.eat("&") {
            scanner.eat_while(|c| c.is_ascii_alphanumeric() || c == '#');
            if scanner.eat(";") {
                scanner.token(start, TokenKind::Constant);
            }
        } else {
            scanner.eat_while(|c| c != '<' && c != '&');
        }
    }
    scanner.into_tokens()
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || "_:.-".contains(c)
}

/// The attributes of a tag, and its end.
fn attributes(scanner: &mut Scanner) {
    while let Some(next) = scanner.peek() {
        let ends = ["/>", "?>", ">"];
        if ends.iter().any(|end| scanner.take_text(TokenKind::Punctuation, end)) || next == '<' {
            break;
        }
        if scanner.take_one(TokenKind::Operator, &['=']) {
            scanner.eat_while(char::is_whitespace);
            value(scanner);
        } else if is_name(next) {
            scanner.take(TokenKind::Attribute, |scanner| scanner.eat_while(is_name));
        } else {
            scanner.skip();
        }
    }
}

/// A value between quotes, or, as HTML has it, without.
fn value(scanner: &mut Scanner) {
    let quote = scanner.peek().filter(|next| *next == '"' || *next == '\'');
    scanner.take(TokenKind::String, |scanner| {
        if let Some(quote) = quote {
            scanner.skip();
            scanner.eat_string(quote, None, true);
        } else {
            scanner.eat_while(|c| !c.is_whitespace() && !"<>\"'=".contains(c));
        }
    });
}

#[cfg(test)]
mod tests {
    use crate::page::highlight::markup::marked;

    #[test]
    fn a_document() {
        let code = r#"
<?xml version="1.0"?>
<!DOCTYPE a>
<a:b xmlns:a='u' c="1 > 0">
  <!-- <no/> -->
  <d/>t &amp; u &#228; <![CDATA[<x>]]>
</a:b>"#;
        insta::assert_snapshot!(marked("xml", code), @r#"
        <?‹keyword xml› ‹attribute version›=‹string "1.0"›?>
        ‹keyword <!DOCTYPE a>›
        <‹tag a:b› ‹attribute xmlns:a›=‹string 'u'› ‹attribute c›=‹string "1 > 0"›>
          ‹comment <!-- <no/> -->›
          <‹tag d›/>t ‹constant &amp;› u ‹constant &#228;› ‹keyword <![CDATA[›‹string <x>]]>›
        </‹tag a:b›>
        "#);
    }

    #[test]
    fn a_fragment_with_things_left_out() {
        let code = r"
  <add key=a disabled />
  ...
  if a < b & c</p>
<br><input value=";
        insta::assert_snapshot!(marked("html", code), @"
          <‹tag add› ‹attribute key›=‹string a› ‹attribute disabled› />
          ...
          if a < b & c</‹tag p›>
        <‹tag br›><‹tag input› ‹attribute value›=
        ");
    }
}
