#[repr(C)]
pub struct regs {
    pub ip: u64,
    pub flags: u32,
    pub _pad: u32,
}
