const other = @import("other.zig");
const Range = @import("other.zig").Range;
const Stamp = extern struct { seconds: u32, ticks: u32 };
const Alone = extern struct { b: u32 };
pub const Event = extern struct { stamp: Stamp, range: Range, alone: other.Alone, _pad: u32 = 0, count: c_ulong };
