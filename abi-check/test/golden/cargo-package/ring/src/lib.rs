//! A driver that keeps its records to itself.
#![forbid(unsafe_code)]
mod ring;
mod made {
    include!(concat!(env!("OUT_DIR"), "/made.rs"));
}
