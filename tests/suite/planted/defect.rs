//! Defects of every dialect: each spoils one thing and notes everything that must be said of it.

use fastrand::Rng;

use crate::planted::book::{Book, NOT_TEXT, Slot, What, relative};

/// Plants one defect.
pub(crate) type Defect = fn(&mut Book, &mut Rng);

fn is_link(slot: &Slot) -> bool {
    matches!(slot.what, What::Link { .. })
}

/// A link to a file that is not there.
pub(crate) fn broken_link(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, is_link);
    let text = book.text(&slot).replace(".md", "-that-is-gone.md");
    book.spoil(&slot, &text, "broken-link");
}

/// A link to a place that its page does not have.
pub(crate) fn broken_anchor(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, is_link);
    let What::Link { to, .. } = &slot.what else { unreachable!() };
    let text = format!("See [nowhere]({}#nowhere-{}).", relative(&slot.file, to), random.u8(..));
    book.spoil(&slot, &text, "broken-anchor");
}

/// A heading gets another id: every link to it breaks.
pub(crate) fn renamed_heading(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| matches!(slot.what, What::Heading { .. }));
    let What::Heading { id } = &slot.what else { unreachable!() };
    let text = book.text(&slot).replace(id, &format!("renamed-{id}"));
    book.rewrite(&slot, &text);
    let to_it = |link: &Slot| matches!(&link.what, What::Link { to, id: Some(wanted) } if *to == slot.file && wanted == id);
    for link in book.take_all(to_it) {
        book.expect(&link.file, link.line, "broken-anchor");
    }
}

/// An id that a heading before it has.
pub(crate) fn duplicate_id(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| matches!(slot.what, What::Heading { .. }));
    let What::Heading { id } = &slot.what else { unreachable!() };
    book.spoil_end(&slot.file, &format!("Words <a id=\"{id}\"></a> again."), "duplicate-id");
}

/// An image that is not there.
pub(crate) fn missing_image(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| matches!(slot.what, What::Image { .. }));
    let text = book.text(&slot).replace(".svg", ".png");
    book.spoil(&slot, &text, "missing-image");
}

/// An image file is taken away: every image of it breaks.
pub(crate) fn removed_image(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| matches!(slot.what, What::Image { .. }));
    book.expect(&slot.file, slot.line, "missing-image");
    let What::Image { file } = &slot.what else { unreachable!() };
    for image in book.take_all(|other| other.what == slot.what) {
        book.expect(&image.file, image.line, "missing-image");
    }
    book.remove(file);
}

/// An image without words.
pub(crate) fn image_without_text(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| matches!(slot.what, What::Image { .. }));
    let What::Image { file } = &slot.what else { unreachable!() };
    let text = format!("![]({})", relative(&slot.file, file));
    book.spoil(&slot, &text, "image-without-text");
}

/// A reference that nothing defines.
pub(crate) fn undefined_reference(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| slot.what == What::Words);
    book.spoil(&slot, "These are [words][that-nothing-defines].", "undefined-reference");
}

/// A footnote without its text.
pub(crate) fn undefined_footnote(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| slot.what == What::Words);
    let text = format!("Words with a note[^{}].", slot.line);
    book.spoil(&slot, &text, "undefined-footnote");
}

/// A link that leads out of the repository.
pub(crate) fn outside_link(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| slot.what == What::Words);
    book.spoil(&slot, "Look [outside](../../../../../outside.md).", "outside-link");
}

/// A byte that is no text.
pub(crate) fn not_text(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| slot.what == What::Words);
    // A file is told of once.
    book.take_all(|other| other.file == slot.file && other.what == What::Words);
    book.spoil(&slot, &format!("K{NOT_TEXT}ln stands on the Rhine."), "not-text");
}

/// Front matter with a key that stands there already.
pub(crate) fn twice_the_same_key(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| slot.what == What::FrontMatter);
    book.spoil(&slot, "title: Again", "malformed-front-matter");
}

/// Front matter with a value of the wrong kind.
pub(crate) fn wrong_front_matter_value(book: &mut Book, random: &mut Rng) {
    let slot = book.take(random, |slot| slot.what == What::FrontMatter);
    book.spoil(&slot, "description: [a, list]", "front-matter-value");
}

/// A document is taken away: every link to it breaks, and what else names it. A redirect to it has
/// a code of its dialect.
pub(crate) fn remove_document(book: &mut Book, random: &mut Rng, redirect: &str) {
    let chapter = book.take(random, |slot| matches!(slot.what, What::Chapter { .. }));
    book.expect(&chapter.file, chapter.line, "missing-chapter");
    let What::Chapter { page } = &chapter.what else { unreachable!() };
    book.remove(page);
    let names_it = |slot: &Slot| match &slot.what {
        What::Link { to, .. } | What::Redirect { to } => to == page,
        _ => false,
    };
    for slot in book.take_all(names_it) {
        let code = if is_link(&slot) { "broken-link" } else { redirect };
        book.expect(&slot.file, slot.line, code);
    }
}
