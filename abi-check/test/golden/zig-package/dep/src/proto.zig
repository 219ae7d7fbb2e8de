pub const Id = extern struct { lo: u64, hi: u64 };
