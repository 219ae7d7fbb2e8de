//! arg: of a packet
pub const Kind = enum(u32) {
    exec = 4,
    exit = 6,
};
pub const Packet = extern struct {
    kind: u32,
    _pad: u32,
    arg: i64,
};
