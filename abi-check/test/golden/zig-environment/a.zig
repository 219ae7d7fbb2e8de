const builtin = @import("builtin");
pub const P = extern struct {
    data: [
        switch (builtin.os.tag) {
            .uefi => 1,
            .macos => 2,
            .freestanding => if (builtin.abi == .eabihf) 3 else 4,
            else => switch (builtin.abi) {
                .gnu => 5,
                .gnux32 => 6,
                .android => 7,
                else => 8,
            },
        }
    ]u8,
};
