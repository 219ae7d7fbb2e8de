pub const wire = @import("net/wire.zig");
pub const limit: u32 = 33;
