//! Joining a walk: what a QR code opens.

#[cfg(target_arch = "wasm32")]
fn main() {
    eclaireuse::ui::start_join();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This part of Éclaireuse runs in a browser.");
}
