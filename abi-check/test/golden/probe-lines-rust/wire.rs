//! arg: of a packet
#[repr(u32)]
pub enum Kind {
    exec = 4,
    exit = 6,
}
#[repr(C)]
pub struct Packet {
    pub kind: u32,
    pub _pad: u32,
    pub arg: i64,
}
