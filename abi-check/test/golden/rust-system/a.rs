#![no_std]
#[cfg(target_os = "uefi")]
const LENGTH: usize = 1;
#[cfg(target_env = "musl")]
const LENGTH: usize = 2;
#[cfg(target_vendor = "apple")]
const LENGTH: usize = 3;
#[cfg(target_os = "none")]
const LENGTH: usize = 8;
#[repr(C)]
pub struct P {
    pub data: [u8; LENGTH],
}
