const proto = @import("proto");
const options = @import("build_options");
pub const Packet = extern struct { kind: u32, pad: u32, arg: if (options.wide) u64 else u32, id: proto.Id };
