pub mod wire;
pub const limit: u32 = 33;
