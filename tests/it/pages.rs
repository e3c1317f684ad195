//! The readable page: what one sees in it, that nothing said can act in it, and that the page the
//! rescue script makes is read back as well.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use eclaireuse::domain::code::Language;
use eclaireuse::format::bundle::{BundleProblem, HtmlWriter, NotebookWriter};

use crate::notebook_file::{
    HOSTILE, MADE, Photos, Wrapping, named, observation_line, photo_line, read, unknown_line,
    walk_line, written,
};

/// The page without its two data blocks.
fn visible(page: &str) -> String {
    let mut parts = page.split("<script ");
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        text += part.split_once("</script>").unwrap().1;
    }
    text
}

/// Every tag of a page, as the browser finds them: `<` and a letter, `/` or `!`, up to `>`.
fn tags(page: &str) -> Vec<&str> {
    page.match_indices('<')
        .map(|(at, _)| {
            let tag = &page[at + 1..];
            &tag[..tag.find('>').unwrap()]
        })
        .collect()
}

#[test]
fn nothing_that_was_said_can_act() {
    let photo: &[u8] = b"photo";
    let lines = [
        walk_line(HOSTILE),
        observation_line(1, HOSTILE, 1, false),
        photo_line(101, 1, photo, false),
        unknown_line("<script>later</script><img onerror=x>"),
    ];
    let (file, ..) = written(Wrapping::Html, &lines, &named(&[photo]));
    let page = String::from_utf8(file).unwrap();
    assert_eq!(page.matches("<script ").count(), 2, "the two data blocks");
    assert_eq!(page.matches("<script").count(), 2);
    assert_eq!(page.matches("</script").count(), 2);
    assert!(!page.contains("<!--"));
    let known = [
        "!doctype html",
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "h3",
        "p",
        "b",
        "bdi",
        "article",
        "span",
        "blockquote",
        "dl",
        "dt",
        "dd",
        "figure",
        "img",
        "script",
        "div",
    ];
    for tag in tags(&page) {
        let name = tag.trim_start_matches('/').split(' ').next().unwrap();
        assert!(known.contains(&tag) || known.contains(&name), "<{tag}>");
        assert!(!tag.contains("onerror"), "<{tag}>");
        assert!(name == "meta" || !tag.contains('\''), "<{tag}>");
    }
    // Title, context, stop, place, words, idea: each is there, written out.
    let visible = visible(&page);
    assert_eq!(visible.matches("&lt;/script&gt;&lt;script&gt;alert(1)").count(), 6);
    assert!(visible.contains("default-src 'none'; img-src data:; style-src 'unsafe-inline'"));
}

#[test]
fn a_reader_finds_what_was_said_and_not_what_was_taken_back() {
    let (shown, taken_back): (&[u8], &[u8]) = (b"shown", b"taken back");
    let lines = [
        walk_line("Marche du square"),
        observation_line(1, "première version", 1, false),
        observation_line(1, "la lampe est éteinte", 2, false),
        observation_line(2, "retirée", 1, false),
        observation_line(2, "retirée", 2, true),
        photo_line(101, 1, shown, false),
        photo_line(102, 1, taken_back, true),
        photo_line(103, 2, b"of what was taken back", false),
    ];
    let photos = named(&[shown, taken_back, b"of what was taken back"]);
    let (file, ..) = written(Wrapping::Html, &lines, &photos);
    let page = visible(&String::from_utf8(file).unwrap());
    assert!(page.contains("<h2><bdi>Marche du square</bdi></h2>"));
    assert!(page.contains("Exercice\u{a0}: tout est inventé"));
    assert!(page.contains("la lampe est éteinte</blockquote>"));
    assert!(!page.contains("première version") && !page.contains("retirée"));
    assert!(page.contains("1\u{a0}observation, "));
    let article = &page[page.find("<article").unwrap()..page.find("</article>").unwrap()];
    assert_eq!(article.matches("<img class=\"eclaireuse-media\"").count(), 1);
    assert!(article.contains("alt=\"Photo de l’observation 1\""));
    let hidden = &page[page.find("<div hidden>").unwrap()..];
    assert_eq!(hidden.matches("<img").count(), 2, "carried, not shown");
}

#[test]
fn the_page_speaks_the_language_asked_for() {
    let mut writer = HtmlWriter::new(MADE, Language::En);
    writer.record(&walk_line("")).unwrap();
    writer.record(&observation_line(1, "dark", 1, false)).unwrap();
    writer.record(&photo_line(101, 1, b"gone", false)).unwrap();
    writer.finish().unwrap();
    let page = String::from_utf8(writer.drain()).unwrap();
    for words in
        ["<html lang=\"en\">", "Untitled walk", "Street lighting", "A photo is not in this"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(writer.record("{}").is_err() && writer.finish().is_err());
}

#[test]
fn photos_are_asked_for_in_reading_order() {
    let lines = [
        observation_line(2, "later", 1, false),
        observation_line(1, "earlier", 1, false),
        photo_line(101, 2, b"of the later", false),
        photo_line(102, 1, b"of the earlier", false),
    ];
    let mut writer = HtmlWriter::new(MADE, Language::Fr);
    lines.iter().for_each(|line| writer.record(line).unwrap());
    let order = writer.photos();
    assert_eq!(
        order,
        [b"of the earlier".as_slice(), b"of the later"]
            .map(eclaireuse::domain::observation::photo::MediaId::of)
    );
    writer.photo(order[1], "image/jpeg", b"of the later").unwrap();
    assert!(writer.photo(order[0], "image/jpeg", b"of the earlier").is_err(), "its place is past");
}

/// A page as the rescue script writes it, without running it.
fn rescued(lines: &[String], photos: &Photos) -> String {
    use base64::Engine;
    let media: Vec<String> = photos
        .iter()
        .map(|(id, bytes)| {
            format!("{{\"sha256\":\"{id}\",\"type\":\"image/jpeg\",\"bytes\":{}}}", bytes.len())
        })
        .collect();
    let mut page = format!(
        "<!doctype html>\n<html lang=\"fr\">\n<body>\n<p>texte</p>\n\
         <script type=\"application/json\" id=\"eclaireuse-manifest\">{{\"format\":\
         \"eclaireuse-notebook\",\"version\":1,\"made_by\":\"rescue\",\"records\":{},\"media\":[{}]}}\
         </script>\n<script type=\"application/x-ndjson\" id=\"eclaireuse-records\">\n",
        lines.len(),
        media.join(",")
    );
    for line in lines {
        page += &format!("{}\n", line.replace('<', "\\u003c"));
    }
    page += "</script>\n";
    for (id, bytes) in photos {
        let text = base64::engine::general_purpose::STANDARD.encode(bytes);
        page += &format!(
            "<img class=\"eclaireuse-media\" data-sha256=\"{id}\" alt=\"\" \
             src=\"data:image/jpeg;base64,{text}\">\n"
        );
    }
    page + "</body>\n</html>\n"
}

fn rescue_sample() -> (Vec<String>, Photos) {
    let photos: [&[u8]; 2] = [b"one", &[7; 40_000]];
    let lines = vec![
        walk_line(HOSTILE),
        observation_line(1, "<!-- </script> é 🌙", 1, false),
        photo_line(101, 1, photos[0], false),
        photo_line(102, 1, photos[1], false),
    ];
    (lines, named(&photos))
}

#[test]
fn a_rescued_page_is_read() {
    let (mut lines, photos) = rescue_sample();
    // As a page of before escapes were escaped: such a page holds no line with the escape in it.
    lines.retain(|line| !line.contains("\\u003c"));
    let got = read(rescued(&lines, &photos).as_bytes()).unwrap();
    assert_eq!((got.lines, got.photos, got.problems), (lines, photos, Vec::new()));
}

/// Runs the functions of the rescue page on a database made of the standard input.
const HARNESS: &str = r#"
const { readFileSync } = require("node:fs");
const { lines, photos, second } = JSON.parse(readFileSync(0, "utf8"));
globalThis.document = { getElementById: () => ({}) };
const stores = {
  records: new Map(lines.map((line, at) => [String(at), line])),
  media: new Map(photos.map(({ sha256, bytes }) =>
    [sha256, { type: "image/jpeg", bytes: Uint8Array.from(bytes) }])),
};
const request = (result) => {
  const asked = { result };
  queueMicrotask(() => asked.onsuccess());
  return asked;
};
const database = {
  objectStoreNames: { contains: (name) => name in stores },
  transaction: (name) => ({ objectStore: () => ({
    getAllKeys: () => request([...stores[name].keys()]),
    get: (key) => request(stores[name].get(key)),
  }) }),
};
const script = readFileSync(process.argv[1], "utf8").replace(/rescue\(\);\s*$/, "");
const { makeNotebook } = new Function(`${script}; return { makeNotebook };`)();
makeNotebook(database, { lines: new Map(second), photo: async () => null })
  .then(({ blob }) => blob.arrayBuffer())
  .then((page) => process.stdout.write(Buffer.from(page)));
"#;

#[test]
fn what_the_rescue_script_writes_is_read() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("public/rescue.js");
    let node = Command::new("node")
        .args(["-e", HARNESS])
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut node) = node else {
        eprintln!("SKIPPED what_the_rescue_script_writes_is_read: node is not installed");
        return;
    };
    let (mut lines, photos) = rescue_sample();
    lines.push(unknown_line("\\u003c/script> and \\\\u005cu003c <"));
    let media: Vec<serde_json::Value> = photos
        .iter()
        .map(|(id, bytes)| serde_json::json!({ "sha256": id.to_string(), "bytes": bytes }))
        .collect();
    // The second copy has one that the database lacks, and what is no record and never leaves.
    let more = unknown_line("only in the second copy");
    let second = [["k", more.as_str()], ["own/w/1/00", "\"secret\""], ["key/w", "secret"]];
    lines.push(more.clone());
    let stored = &lines[..lines.len() - 1];
    let input =
        serde_json::json!({ "lines": stored, "photos": media, "second": second }).to_string();
    node.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(!String::from_utf8_lossy(&output.stdout).contains("secret"));
    let got = read(&output.stdout).unwrap();
    assert_eq!((got.lines, got.photos), (lines, photos));
    let newer = BundleProblem::NewerRecord { kind: "song".into(), version: 1 };
    assert_eq!(got.problems, [newer.clone(), newer]);
}
