//! The walls of the house: who may see whom, and what may not be in a file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) fn files(under: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(under)];
    while let Some(folder) = folders.pop() {
        for entry in
            fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path())
        {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|found| found == extension) {
                found.push(entry);
            }
        }
    }
    found.sort();
    found
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("utf-8");
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_room_sees_only_what_it_stands_on() {
    let forbidden: [(&str, &[&str]); 5] = [
        ("domain", &["crate::format", "crate::text", "crate::app", "crate::platform", "crate::ui"]),
        ("text", &["crate::format", "crate::app", "crate::platform", "crate::ui"]),
        ("format", &["crate::app", "crate::platform", "crate::ui"]),
        ("app", &["crate::platform", "crate::ui"]),
        ("platform", &["crate::ui", "leptos"]),
    ];
    for (room, others) in forbidden {
        for file in files(&format!("src/{room}"), "rs") {
            for other in others {
                assert!(!code(&file).contains(other), "{} sees {other}", file.display());
            }
        }
    }
}

#[test]
fn nothing_of_the_browser_is_in_the_core() {
    for room in ["domain", "text", "format", "app"] {
        for file in files(&format!("src/{room}"), "rs") {
            for word in [
                "web_sys",
                "js_sys",
                "wasm_bindgen",
                "leptos",
                "gloo",
                "Instant::now",
                "SystemTime",
                "HashMap",
            ] {
                assert!(!code(&file).contains(word), "{} uses {word}", file.display());
            }
        }
    }
}

/// The compiler says it too: the browser's crates are not there natively.
#[test]
fn a_browser_call_in_the_core_does_not_compile() {
    let folder = root().join("target/wall");
    drop(fs::remove_dir_all(&folder));
    copy(&root().join("src"), &folder.join("src"));
    // The documents that stand alone hold their stylesheet and icons.
    for name in ["styles", "public"] {
        copy(&root().join(name), &folder.join(name));
    }
    for name in ["Cargo.toml", "Cargo.lock"] {
        fs::copy(root().join(name), folder.join(name)).expect(name);
    }
    let check = || {
        Command::new(env!("CARGO"))
            .args(["check", "--lib", "--quiet", "--offline", "--target-dir"])
            .arg(root().join("target/wall-build"))
            .current_dir(&folder)
            .output()
            .expect("cargo")
    };
    let good = check();
    assert!(good.status.success(), "the copy compiles: {}", String::from_utf8_lossy(&good.stderr));
    let place = folder.join("src/domain/observation/place.rs");
    let text = fs::read_to_string(&place).expect("place.rs");
    fs::write(&place, format!("{text}\npub fn wall() {{ let _ = web_sys::window(); }}\n"))
        .expect("written");
    let bad = check();
    let said = String::from_utf8_lossy(&bad.stderr);
    assert!(!bad.status.success() && said.contains("web_sys"), "{said}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Whoever clones the project has nothing beside it: no test, example or script may look above the root.
#[test]
fn nothing_looks_outside_the_project() {
    let mut looked_at = 0;
    for (folder, endings) in [
        ("tests", &["rs", "mjs", "js", "html"][..]),
        ("examples", &["rs"]),
        ("script", &["mjs", "py", "sh", ""]),
        (".ci", &[""]),
    ] {
        for ending in endings {
            let found =
                if ending.is_empty() { without_ending(folder) } else { files(folder, ending) };
            for file in found
                .into_iter()
                .filter(|file| !file.components().any(|part| part.as_os_str() == "node_modules"))
            {
                looked_at += 1;
                let text = fs::read_to_string(&file).expect("utf-8");
                let depth = file.strip_prefix(root()).expect("here").components().count() - 1;
                assert!(
                    !climbs_above(&text, depth),
                    "{} looks outside the project",
                    file.display()
                );
            }
        }
    }
    assert!(looked_at > 60, "{looked_at} files");
    let up = concat!("..", "/");
    assert!(climbs_above(&format!("open('{up}{up}{up}beside/a.jpg')"), 2));
    assert!(climbs_above(&format!("$ROOT/{up}beside"), 1));
    assert!(!climbs_above(&format!("import '{up}{up}script/x.mjs'"), 2));
}

fn without_ending(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).expect("a folder");
    let files = entries.map(|entry| entry.expect("an entry").path());
    files.filter(|path| path.is_file() && path.extension().is_none()).collect()
}

/// Whether a text of a file so many folders deep names a path above the root.
fn climbs_above(text: &str, depth: usize) -> bool {
    let step = concat!("..", "/");
    let by_steps = text.match_indices(step).any(|(at, _)| {
        let starts = !text[..at].ends_with(step);
        starts
            && (text[at..].len() - text[at..].trim_start_matches(step).len()) / step.len() > depth
    });
    let from_root = [concat!("ROOT", "/.."), concat!("ROOT\"/", ".."), concat!("join(\"", "..\")")];
    by_steps || from_root.iter().any(|path| text.contains(path))
}

/// Contrast of the tokens (WCAG 2.1, relative luminance): 4.5 for text, 3 for pictures and edges of
/// what is chosen.
#[test]
fn colours_can_be_read_in_every_theme() {
    let css = fs::read_to_string(root().join("styles/tokens.css")).expect("tokens");
    for block in css.split('}') {
        let colour = |name: &str| -> Option<[f64; 3]> {
            let (_, rest) = block.split_once(&format!("--{name}: #"))?;
            let channel =
                |at: usize| f64::from(u8::from_str_radix(&rest[at..at + 2], 16).expect("hex"));
            Some([channel(0), channel(2), channel(4)])
        };
        let Some(paper) = colour("paper") else { continue };
        let card = colour("card").expect("card");
        for (name, on, least) in [
            ("ink", paper, 7.0),
            ("ink", card, 7.0),
            ("soft", paper, 4.5),
            ("soft", card, 4.5),
            ("good", paper, 4.5),
            ("good", card, 4.5),
            ("warning", paper, 4.5),
            ("warning", card, 4.5),
            ("lamp", paper, 3.0),
            ("lamp", card, 3.0),
            ("hue-1", card, 3.0),
            ("hue-2", card, 3.0),
            ("hue-3", card, 3.0),
            ("hue-4", card, 3.0),
            ("hue-5", card, 3.0),
            ("hue-6", card, 3.0),
        ] {
            let ratio = contrast(colour(name).expect(name), on);
            assert!(ratio >= least, "{name} has {ratio:.2}, less than {least}: {}", block.trim());
        }
        let ratio = contrast(colour("on-lamp").expect("on-lamp"), colour("lamp").expect("lamp"));
        assert!(ratio >= 4.5, "words on the lamp have {ratio:.2}");
    }
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let linear = colour.map(|channel| {
            let c = channel / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// A picture that the sprites do not have would be an empty square.
#[test]
fn every_picture_is_in_a_sprite() {
    let sprites: String = ["public/icons.svg", "public/icons-first.svg"]
        .map(|name| fs::read_to_string(root().join(name)).expect(name))
        .concat();
    use eclaireuse::domain::observation::{gender, moment, scale, taxonomy};
    use eclaireuse::domain::walk;
    fn icons<C: eclaireuse::domain::code::Code>() -> Vec<&'static str> {
        C::ALL.iter().map(|code| code.icon()).collect()
    }
    let mut names: Vec<&str> = taxonomy::Category::all().map(taxonomy::Category::icon).collect();
    names.extend(icons::<taxonomy::Principle>());
    names.extend(icons::<gender::Present>());
    names.extend(icons::<gender::Dominant>());
    names.extend(icons::<gender::AvoidedBy>());
    names.extend(icons::<gender::AvoidedWhen>());
    names.extend(icons::<gender::Reason>());
    names.extend(icons::<gender::Strategy>());
    names.extend(icons::<scale::Polarity>());
    names.extend(icons::<scale::Frequency>());
    names.extend(icons::<scale::LampState>());
    names.extend(icons::<scale::PlaceKind>());
    names.extend(icons::<scale::Source>());
    names.extend(icons::<scale::Sharing>());
    names.extend(icons::<scale::Rating>());
    names.extend(icons::<moment::Moment>());
    names.extend(icons::<walk::WalkKind>());
    names.extend(icons::<walk::Weather>());
    names.extend(icons::<walk::DayKind>());
    names.extend(icons::<walk::Theme>());
    names.extend(icons::<walk::AgeBand>());
    names.extend(icons::<walk::Mobility>());
    names.extend(icons::<walk::Guarantor>());
    let missing: Vec<&&str> =
        names.iter().filter(|name| !sprites.contains(&format!("\"i-{name}\""))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The names of the classes that a stylesheet dresses.
fn classes(path: &Path) -> std::collections::BTreeSet<String> {
    let text = fs::read_to_string(path).expect("utf-8");
    let without_comments: String = text
        .split("/*")
        .enumerate()
        .map(|(index, part)| match index {
            0 => part,
            _ => part.split_once("*/").map_or("", |(_, after)| after),
        })
        .collect();
    let name = |part: &str| {
        let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
        part[..end.unwrap_or(part.len())].to_owned()
    };
    let names = without_comments.split('.').skip(1).map(name);
    names.filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic())).collect()
}

#[test]
fn a_document_is_dressed_by_its_own_stylesheet_only() {
    // A document is shown inside the app: a class of both would be dressed twice.
    let of_the_app = ["top", "desk-steps", "messages", "training", "job", "no-print", "workshop"];
    let document = classes(&root().join("styles/booklet.css"));
    assert!(document.contains("booklet") && document.contains("stages"));
    for other in files("styles", "css") {
        if other.ends_with("booklet.css") {
            continue;
        }
        let twice: Vec<String> = classes(&other).intersection(&document).cloned().collect();
        let twice: Vec<&String> = twice
            .iter()
            .filter(|name| *name != "unseen" && !of_the_app.contains(&name.as_str()))
            .collect();
        assert!(twice.is_empty(), "{} also dresses {twice:?}", other.display());
    }
}

/// What a Debian may lack is what the README says it needs: two lists of one thing drift apart.
#[test]
fn what_setup_asks_for_is_in_the_readme() {
    let table = fs::read_to_string("README.md").unwrap();
    let table = table.split("### Other systems").nth(1).unwrap().split("\n## ").next().unwrap();
    let debian = table.lines().filter_map(|line| line.split('|').nth(2));
    let told: Vec<&str> = debian.flat_map(str::split_whitespace).collect();
    let setup = fs::read_to_string("script/setup").unwrap();
    // What stands there in quotes is a sentence.
    let asked = setup.split("missing+=(").skip(1).filter(|rest| !rest.starts_with('"'));
    let asked = asked.filter_map(|rest| rest.split(')').next());
    let asked: Vec<&str> = asked.flat_map(str::split_whitespace).collect();
    assert!(asked.contains(&"chromium"), "{asked:?}");
    for package in asked {
        assert!(told.contains(&package), "{package} is not in the README's table");
    }
}
