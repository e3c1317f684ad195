//! The preparation: the mediator's page.

#[cfg(target_arch = "wasm32")]
fn main() {
    eclaireuse::ui::start_preparation();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This part of Éclaireuse runs in a browser.");
}
