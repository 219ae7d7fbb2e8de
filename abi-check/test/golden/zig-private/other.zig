pub const Range = extern struct { begin: u32, end: u32 };
pub const Alone = extern struct { a: u32 };
