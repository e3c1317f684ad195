//! The workshop: the mediator's page after the walk.

#[cfg(target_arch = "wasm32")]
fn main() {
    eclaireuse::ui::start_workshop();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This part of Éclaireuse runs in a browser.");
}
