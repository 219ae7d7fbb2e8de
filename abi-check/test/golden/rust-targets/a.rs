#![no_std]
#[repr(C)]
pub struct P {
    pub data: [u8; 8],
}
