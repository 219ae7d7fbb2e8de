pub struct P { pub arg: u64, pub kind: u32, pub len: u32 }
