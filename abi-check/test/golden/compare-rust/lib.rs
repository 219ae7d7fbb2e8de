pub const PACKET_LIMIT: u32 = 64;

#[repr(u32)]
pub enum PacketKind {
    Null,
    Exec = 2,
}

pub mod wire {
    #[repr(C)]
    pub struct Range {
        pub low: u16,
        pub high: u16,
    }

    #[repr(C)]
    pub struct Packet {
        pub kind: u32,
        pub count: u64,
        pub arg: u64,
        pub range: Range,
    }
}

#[repr(C)]
pub struct Extra {
    pub x: u8,
}
