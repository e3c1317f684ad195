//! The worker that keeps the second copy.

#[cfg(target_arch = "wasm32")]
fn main() {
    eclaireuse::platform::keeper_worker::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This part of Éclaireuse runs in a browser's worker.");
}
