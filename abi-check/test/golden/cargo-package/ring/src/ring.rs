#[repr(C)]
struct Packet {
    kind: u32,
    length: u32,
    #[cfg(feature = "wide")]
    arg: u64,
}
