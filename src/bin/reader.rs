//! The worker that reads the files of other programs.

#[cfg(target_arch = "wasm32")]
fn main() {
    eclaireuse::platform::reader_worker::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This part of Éclaireuse runs in a browser's worker.");
}
