pub const in_out = extern struct { a: u32, b: u32 };
