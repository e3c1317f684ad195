//! Writing text where markup is read.

use std::borrow::Cow;

/// A line as it stands inside a `<script>` data block, where nothing but `<` can end the element
/// or open a comment.
///
/// `<` becomes `\u003c`, which JSON reads as the same character. So that a line that already holds
/// those six characters comes back as it was, their backslash becomes `\u005c`, the JSON escape of
/// a backslash: `\u003c` is written `\u005cu003c`, that in turn `\u005cu005cu003c`, and so on. Such
/// a line is rare: somebody typed the escape, or another program wrote it.
pub(super) fn in_script(line: &str) -> Cow<'_, str> {
    if !line.contains('<') && !line.contains(ESCAPE_START) {
        return Cow::Borrowed(line);
    }
    let mut written = String::with_capacity(line.len() + 64);
    let mut rest = line;
    while let Some(at) = rest.find(['<', '\\']) {
        let (before, from) = rest.split_at(at);
        written.push_str(before);
        rest = if let Some(after) = from.strip_prefix('<') {
            written.push_str("\\u003c");
            after
        } else if let Some((times, after)) = escape_at(from) {
            push_escape(&mut written, times + 1);
            after
        } else {
            written.push('\\');
            from.get(1..).unwrap_or_default()
        };
    }
    written.push_str(rest);
    Cow::Owned(written)
}

/// The line that [`in_script`] made this of.
pub(super) fn out_of_script(written: &str) -> Cow<'_, str> {
    if !written.contains(ESCAPE_START) {
        return Cow::Borrowed(written);
    }
    let mut line = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find('\\') {
        let (before, from) = rest.split_at(at);
        line.push_str(before);
        rest = match escape_at(from) {
            Some((0, after)) => {
                line.push('<');
                after
            }
            Some((times, after)) => {
                push_escape(&mut line, times - 1);
                after
            }
            None => {
                line.push('\\');
                from.get(1..).unwrap_or_default()
            }
        };
    }
    line.push_str(rest);
    Cow::Owned(line)
}

const ESCAPE_START: &str = "\\u";
/// What stands between `\u` and `003c` once for each time that the escape was itself escaped.
const ONCE_MORE: &str = "005cu";

/// How many times the escape at the start of a text was escaped, and what follows it.
fn escape_at(text: &str) -> Option<(usize, &str)> {
    let after_u = text.strip_prefix(ESCAPE_START)?;
    let digits = after_u.trim_start_matches(ONCE_MORE);
    let after = digits.strip_prefix("003c")?;
    Some(((after_u.len() - digits.len()) / ONCE_MORE.len(), after))
}

fn push_escape(text: &mut String, times: usize) {
    text.push_str(ESCAPE_START);
    text.extend(std::iter::repeat_n(ONCE_MORE, times));
    text.push_str("003c");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_line_has_a_writing_of_its_own() {
        for (line, written) in [
            ("plain", "plain"),
            ("</script>", "\\u003c/script>"),
            ("\\u003c", "\\u005cu003c"),
            ("\\u005cu003c", "\\u005cu005cu003c"),
            ("\\\\u003c<", "\\\\u005cu003c\\u003c"),
            ("\\u003C \\u00e9 \\", "\\u003C \\u00e9 \\"),
            ("\\u005cu<", "\\u005cu\\u003c"),
        ] {
            assert_eq!(in_script(line), written);
            assert_eq!(out_of_script(written), line);
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_comes_back(parts in proptest::collection::vec(
            prop_oneof!["<", r"\\u(005cu){0,3}003c", r"\\", "005c", "u003c", "é🌙", ".{0,4}"], 0..12)) {
            let line = parts.concat();
            let written = in_script(&line);
            prop_assert!(!written.contains('<'));
            prop_assert_eq!(out_of_script(&written), line.as_str());
        }
    }
}
