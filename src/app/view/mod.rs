//! What the screens read.
