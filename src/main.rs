//! The app in the page.

#[cfg(target_arch = "wasm32")]
fn main() {
    eclaireuse::ui::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Éclaireuse runs in a browser: see the README for how to build and serve it.");
}
