pub const P = struct { arg: u64, kind: u32, len: u32 };
