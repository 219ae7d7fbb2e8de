const std = @import("std");
pub fn build(b: *std.Build) void {
    const target = b.standardTargetOptions(.{});
    const optimize = b.standardOptimizeOption(.{});
    const wide = b.option(bool, "wide", "wide arg") orelse false;
    const options = b.addOptions();
    options.addOption(bool, "wide", wide);
    const dep = b.dependency("proto", .{ .target = target, .optimize = optimize });
    const mod = b.addModule("hal", .{ .root_source_file = b.path("src/root.zig"), .target = target, .optimize = optimize });
    mod.addImport("proto", dep.module("proto"));
    mod.addOptions("build_options", options);
}
