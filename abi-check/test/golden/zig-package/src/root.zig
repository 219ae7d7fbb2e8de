const packet = @import("packet.zig"); comptime { _ = packet; }
