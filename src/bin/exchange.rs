//! The worker that makes files and takes them in.

#[cfg(target_arch = "wasm32")]
fn main() {
    eclaireuse::platform::notebook_worker::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This part of Éclaireuse runs in a browser's worker.");
}
