// The build script of the probe of a Zig package (0.13 and later). The user's package is a dependency of it, so Zig runs
// the user's build.zig as it runs that of any dependency: nothing in the user's folder is written. The question then is
// a module with the imports, the C folders and the target of the user's module.
//
// The probe appends what it asks for: abi_module, abi_inputs (relative to the package), abi_target, abi_options and
// abiPackage(), which runs the user's build.zig.
const std = @import("std");
const Module = std.Build.Module;
const takes_module = @hasField(std.Build.ObjectOptions, "root_module"); // since Zig 0.14
const Found = struct { name: []const u8, module: *Module, is_public: bool };
const List = struct {
    items: [1024]Found = undefined,
    count: usize = 0,
    fn add(list: *List, found: Found) void {
        for (list.items[0..list.count]) |known| {
            if (known.module == found.module) return;
        }
        if (list.count == list.items.len) fail("expected at most 1024 modules in the package, found more", .{});
        list.items[list.count] = found;
        list.count += 1;
    }
};
fn fail(comptime format: []const u8, args: anytype) noreturn {
    std.debug.print("error: " ++ format ++ "\n", args);
    std.process.exit(1);
}
fn rootModule(compile: *std.Build.Step.Compile) *Module {
    return if (takes_module) compile.root_module else &compile.root_module;
}
fn addOfStep(b: *std.Build, list: *List, seen: *std.AutoHashMap(*std.Build.Step, void), step: *std.Build.Step) void {
    if ((seen.getOrPut(step) catch @panic("OOM")).found_existing) return;
    if (step.cast(std.Build.Step.Compile)) |compile| {
        const module = rootModule(compile);
        if (module.owner == b) list.add(.{ .name = compile.name, .module = module, .is_public = false });
    }
    for (step.dependencies.items) |other| addOfStep(b, list, seen, other);
}
// The public modules, those of programs and libraries, and what these import.
fn allModules(b: *std.Build, list: *List) void {
    for (b.modules.keys(), b.modules.values()) |name, module| {
        list.add(.{ .name = name, .module = module, .is_public = true });
    }
    var seen = std.AutoHashMap(*std.Build.Step, void).init(b.allocator);
    for (b.top_level_steps.values()) |top| addOfStep(b, list, &seen, &top.step);
    var i: usize = 0;
    while (i < list.count) : (i += 1) {
        const module = list.items[i].module;
        for (module.import_table.keys(), module.import_table.values()) |name, other| {
            if (other.owner == b) list.add(.{ .name = name, .module = other, .is_public = false });
        }
    }
}
fn rootFile(module: *Module) ?[]const u8 {
    const root = module.root_source_file orelse return null;
    return switch (root) {
        .src_path => |path| path.sub_path,
        else => null,
    };
}
// 0: the module cannot have the file. The larger, the more likely it has.
fn rankOf(found: Found, input: []const u8) u8 {
    const root = rootFile(found.module) orelse return 0;
    if (std.mem.eql(u8, root, input)) return if (found.is_public) 4 else 3;
    const folder = std.fs.path.dirname(root) orelse "";
    const is_below = std.mem.startsWith(u8, input, folder) and (folder.len == 0 or input[folder.len] == '/');
    if (!is_below) return 0;
    return if (found.is_public) 2 else 1;
}
fn rank(found: Found) u8 {
    var least: u8 = 255;
    for (abi_inputs) |input| least = @min(least, rankOf(found, input));
    return least;
}
fn sameImports(a: *Module, b: *Module) bool {
    if (a.import_table.count() != b.import_table.count()) return false;
    for (a.import_table.keys(), a.import_table.values()) |name, module| {
        if (b.import_table.get(name) != module) return false;
    }
    return true;
}
fn namesOf(b: *std.Build, list: *List) []const u8 {
    var names: []const u8 = if (list.count == 0) "no module" else "";
    for (list.items[0..list.count], 0..) |found, i| {
        names = b.fmt("{s}{s}{s}", .{ names, if (i == 0) "" else ", ", found.name });
    }
    return names;
}
fn namedModule(b: *std.Build, list: *List) *Module {
    for (list.items[0..list.count]) |found| {
        if (std.mem.eql(u8, found.name, abi_module)) return found.module;
    }
    fail("expected a module of the package: {s}; found \"{s}\"", .{ namesOf(b, list), abi_module });
}
fn chosenModule(b: *std.Build) *Module {
    var list = List{};
    allModules(b, &list);
    if (abi_module.len != 0) return namedModule(b, &list);
    var best: u8 = 0;
    var chosen: ?*Module = null;
    var others = List{};
    for (list.items[0..list.count]) |found| {
        const own = rank(found);
        if (own == 0 or own < best) continue;
        if (own > best) others.count = 0;
        others.add(found);
        if (own > best) chosen = found.module;
        best = own;
    }
    for (others.items[0..others.count]) |found| {
        if (!sameImports(found.module, chosen.?)) {
            const names = namesOf(b, &others);
            fail("expected \"module\" in \"zig_package\", because several can have {s}: {s}", .{ abi_inputs[0], names });
        }
    }
    if (chosen == null) fail("expected a module whose folder has {s}, found {s}", .{ abi_inputs[0], namesOf(b, &list) });
    return chosen.?;
}
fn addInclude(root: *Module, dir: Module.IncludeDir) void {
    switch (dir) {
        .path => |path| root.addIncludePath(path),
        .path_system => |path| root.addSystemIncludePath(path),
        else => root.include_dirs.append(root.owner.allocator, dir) catch @panic("OOM"),
    }
}
fn makeObject(b: *std.Build, target: std.Build.ResolvedTarget, module: *Module) *std.Build.Step.Compile {
    const source = b.path("probe.zig");
    const Optimize = @TypeOf(module.optimize.?);
    const debug: Optimize = if (@hasField(Optimize, "Debug")) .Debug else .debug;
    const optimize = module.optimize orelse debug;
    if (!takes_module) {
        return b.addObject(.{
            .name = "probe",
            .root_source_file = source,
            .target = target,
            .optimize = optimize,
            .use_llvm = true,
        });
    }
    const root = b.createModule(.{ .root_source_file = source, .target = target, .optimize = optimize });
    return b.addObject(.{ .name = "probe", .root_module = root, .use_llvm = true });
}
fn takeSettings(b: *std.Build, root: *Module, module: *Module) void {
    for (module.import_table.keys(), module.import_table.values()) |name, other| root.addImport(name, other);
    for (module.include_dirs.items) |dir| addInclude(root, dir);
    root.c_macros.appendSlice(b.allocator, module.c_macros.items) catch @panic("OOM");
    for (module.link_objects.items) |object| {
        if (object == .system_lib) root.link_objects.append(b.allocator, object) catch @panic("OOM");
    }
    root.link_libc = module.link_libc;
    root.single_threaded = module.single_threaded;
}
pub fn build(b: *std.Build) void {
    const package = abiPackage(b).builder;
    for (abi_options) |name| {
        const is_known = package.available_options_map.contains(name);
        if (!is_known) fail("expected an option of the package, found -D{s}", .{name});
    }
    const module = chosenModule(package);
    const query = std.Target.Query.parse(.{ .arch_os_abi = abi_target }) catch |problem|
        fail("expected a target of Zig, found {s}: {s}", .{ abi_target, @errorName(problem) });
    const object = makeObject(b, module.resolved_target orelse b.resolveTargetQuery(query), module);
    takeSettings(b, rootModule(object), module);
    const install = b.addInstallFileWithDir(object.getEmittedBin(), .prefix, "probe.o");
    b.getInstallStep().dependOn(&install.step);
}
