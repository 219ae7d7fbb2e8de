pub const Kind = enum(i8) { Exec = 4, Odd = -9 };
pub const P = extern struct { k: Kind, b: u8 };
