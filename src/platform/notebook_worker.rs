//! The worker's side of files: notebooks and layers are written and read here.
