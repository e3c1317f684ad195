//! The ground: the map, the forms of the stops, photos.

#[cfg(target_arch = "wasm32")]
fn main() {
    eclaireuse::ui::start_ground();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This part of Éclaireuse runs in a browser.");
}
