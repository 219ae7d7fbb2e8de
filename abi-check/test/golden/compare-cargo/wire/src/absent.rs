#[repr(C)]
pub struct only_there {
    pub x: u32,
}
