#include <filesystem>

#include "llvm/TargetParser/Triple.h"
#include "os/file.h"
#include "read/probe_ask.h"
#include "read/probe_languages.h"
#include "read/probe_layout.h"
#include "read/probe_run.h"

namespace abi {
namespace {

/// Reflection at compile time (Zig 0.14 and later): all fields, found by themselves. The words are those of
/// probe_section.h. A field of a packed struct is a bit-field where it does not fill whole bytes; on a big-endian
/// machine the lowest bit of the backing integer lies in the last of the bytes that it needs, and what alignment adds
/// comes behind.
constexpr std::string_view prelude = R"zig(const builtin = @import("builtin");
const none: u64 = 0xffff_ffff_ffff_ffff;
const big = builtin.cpu.arch.endian() == .big;
fn text(comptime s: []const u8) []const u64 {
    comptime {
        var words: []const u64 = &.{s.len};
        var i: usize = 0;
        while (i < s.len) : (i += 8) {
            var word: u64 = 0;
            var k: usize = 0;
            while (k < 8 and i + k < s.len) : (k += 1) word |= @as(u64, s[i + k]) << (8 * k);
            words = words ++ &[_]u64{word};
        }
        return words;
    }
}
fn head(comptime tag: u64, comptime payload: []const u64) []const u64 {
    return &[_]u64{ 0xAB1C4EC49206BE01, tag << 32 | payload.len } ++ payload;
}
fn kindOf(comptime T: type) u64 {
    return switch (@typeInfo(T)) {
        .int => |i| if (i.signedness == .signed) 2 else 1,
        .float => |f| if (f.bits == 80) 0 else 3,
        .bool => 4,
        .pointer => |p| if (p.size == .slice) 0 else 6,
        .optional => |o| if (@typeInfo(o.child) == .pointer and @typeInfo(o.child).pointer.size != .slice) 6 else 0,
        .@"enum" => 7,
        .@"struct", .@"union" => 8,
        else => 0,
    };
}
fn isHostSized(comptime T: type) bool {
    return kindOf(T) == 6 or T == usize or T == isize or T == c_long or T == c_ulong;
}
fn isSigned(comptime T: type) bool {
    return switch (@typeInfo(T)) {
        .@"enum" => |e| @typeInfo(e.tag_type).int.signedness == .signed,
        else => false,
    };
}
fn field(
    comptime item: u64,
    comptime name: []const u8,
    comptime F: type,
    comptime offset: u64,
    comptime in_packed: bool,
    comptime names: anytype,
) []const u64 {
    comptime {
        var T = F;
        var extents: []const u64 = &.{};
        while (@typeInfo(T) == .array) {
            const element = @typeInfo(T).array.child;
            // A sentinel takes room, too.
            const room = if (@sizeOf(element) == 0) @typeInfo(T).array.len else @sizeOf(T) / @sizeOf(element);
            extents = extents ++ &[_]u64{room};
            T = element;
        }
        const bits: u64 = @bitSizeOf(T);
        const whole = !in_packed or (offset % 8 == 0 and bits % 8 == 0 and bits != 0 and @sizeOf(T) * 8 == bits);
        const width: u64 = if (whole) 8 * @as(u64, @sizeOf(T)) else bits;
        const spare = !in_packed and kindOf(T) < 3 and bits != 8 * @as(u64, @sizeOf(T));
        const kind = if (spare) 0 else kindOf(T);
        var type_name: []const u8 = if (kind == 8 or kind == 7) @typeName(T) else "";
        for (names) |n| {
            if (n[0] == T) type_name = n[1];
        }
        const flags: u64 = (if (isSigned(T)) 1 else 0) | (if (isHostSized(T)) @as(u64, 2) else 0);
        const width_of_bits = if (whole) none else bits;
        const alignment: u64 = if (in_packed) 0 else @alignOf(T);
        const payload = [_]u64{ item, none - 1, offset + 1, width_of_bits, kind, width, flags, none, alignment, extents.len } ++
            extents ++ text(name) ++ text(type_name);
        return head(2, payload);
    }
}
fn record(comptime item: u64, comptime T: type, comptime names: anytype) []const u64 {
    comptime {
        const size: u64 = @sizeOf(T);
        const stored = (@as(u64, @bitSizeOf(T)) + 7) / 8 * 8;
        switch (@typeInfo(T)) {
            .@"struct" => |s| {
                const is_packed = s.layout == .@"packed";
                var words = head(1, &[_]u64{ item, 1, size, @alignOf(T), 0 });
                for (s.fields) |f| {
                    if (f.is_comptime) continue;
                    var offset: u64 = @bitOffsetOf(T, f.name);
                    if (is_packed and big) offset = stored - offset - @bitSizeOf(f.type);
                    words = words ++ field(item, f.name, f.type, offset, is_packed, names);
                }
                return words;
            },
            .@"union" => |u| {
                const known = u.layout != .auto;
                var words = head(1, &[_]u64{ item, 2, size, @alignOf(T), if (known) 0 else 1 });
                if (!known) return words;
                for (u.fields) |f| {
                    const in_packed = u.layout == .@"packed";
                    const offset: u64 = if (in_packed and big) stored - @bitSizeOf(f.type) else 0;
                    words = words ++ field(item, f.name, f.type, offset, in_packed, names);
                }
                return words;
            },
            else => return &.{},
        }
    }
}
fn constant(comptime item: u64, comptime value: anytype) []const u64 {
    comptime {
        const T = @TypeOf(value);
        switch (@typeInfo(T)) {
            .comptime_int, .int => {},
            .@"enum" => return constant(item, @intFromEnum(value)),
            .bool => return constant(item, @as(u8, @intFromBool(value))),
            else => return &.{},
        }
        if (value > ~@as(u128, 0) or value < -(1 << 127)) return &.{};
        const is_signed = value < 0 or (T != comptime_int and @typeInfo(T).int.signedness == .signed);
        const raw: u128 = if (value < 0) @bitCast(@as(i128, value)) else value;
        const width: u64 = if (T == comptime_int) 0 else @typeInfo(T).int.bits;
        return head(3, &[_]u64{ item, if (is_signed) 2 else 1, width, @truncate(raw), @truncate(raw >> 64), 1 });
    }
}
fn isRecord(comptime T: type) bool {
    return @typeInfo(T) == .@"struct" or @typeInfo(T) == .@"union";
}
fn isContainer(comptime T: type) bool {
    return isRecord(T) or @typeInfo(T) == .@"enum" or @typeInfo(T) == .@"opaque";
}
fn Found(comptime root: type, comptime path: []const []const u8) type {
    comptime {
        var T = root;
        for (path) |part| {
            if (!isContainer(T) or !@hasDecl(T, part)) return void;
            if (@TypeOf(@field(T, part)) != type) return void;
            T = @field(T, part);
        }
        return if (isRecord(T)) T else void;
    }
}
fn First(comptime found: anytype) type {
    for (found) |T| {
        if (T != void) return T;
    }
    return void;
}
)zig";

std::vector<std::string> path_of(const std::string& name) {
    std::vector<std::string> parts{""};
    for (const char c : name) {
        if (c == '.' || c == ':') {
            if (!parts.back().empty()) parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

std::string quoted_path(const std::vector<std::string>& parts, std::size_t from) {
    std::string text = "&.{";
    for (std::size_t i = from; i < parts.size(); ++i) text += (i == from ? "\"" : ", \"") + parts[i] + "\"";
    return text + "}";
}

/// Names that the generated source can hold: Zig's identifiers, and dots between them.
bool is_zig_name(const std::string& name) {
    return is_plain_name(name) && name.find_first_of("<>,*& $-+") == std::string::npos && name.back() != '.';
}

std::string write_source(const ProbeRequest& request, const std::string& module) {
    std::string source(prelude);
    source += "const abi_file = @import(\"" + module + "\");\n";
    std::string names;
    std::string words;
    for (std::size_t i = 0; i < request.records.size(); ++i) {
        const auto& name = request.records[i].name;
        if (!is_zig_name(name)) continue;
        const auto parts = path_of(name);
        const auto n = std::to_string(i);
        source += "const AbiT" + n + " = First(.{Found(abi_file, " + quoted_path(parts, 0) + ")";
        if (parts.size() > 1 && parts.front() == module) source += ", Found(abi_file, " + quoted_path(parts, 1) + ")";
        source += "});\n";
        names += ".{ AbiT" + n + ", \"" + name + "\" }, ";
        words += "    all = all ++ record(" + n + ", AbiT" + n + ", abi_names);\n";
    }
    for (std::size_t i = 0; i < request.constants.size(); ++i) {
        const auto& name = request.constants[i].name;
        if (!is_zig_name(name)) continue;
        auto parts = path_of(name);
        if (parts.size() > 1 && parts.front() == module) parts.erase(parts.begin());
        std::string owner = "abi_file";
        for (std::size_t part = 0; part + 1 < parts.size(); ++part) owner += ".@\"" + parts[part] + "\"";
        if (parts.size() > 2) continue;
        std::string known = "@hasDecl(" + owner + ", \"" + parts.back() + "\")";
        if (parts.size() == 2) known = "@hasDecl(abi_file, \"" + parts[0] + "\") and " + known;
        words += "    if (" + known + ") all = all ++ constant(" + std::to_string(i) + ", @field(" + owner + ", \"" +
                 parts.back() + "\"));\n";
    }
    source += "const abi_names = .{ " + names + "};\n";
    source += "const abi_words = blk: {\n    @setEvalBranchQuota(1_000_000_000);\n    var all: []const u64 = &.{};\n" +
              words + "    break :blk all;\n};\n";
    source +=
        "export const abi_probe: [abi_words.len]u64 linksection(\".abi_probe\") = "
        "abi_words[0..abi_words.len].*;\n";
    return source;
}

/// LLVM's triple in Zig's words: "riscv64-linux", "arm-linux-gnueabihf", "x86-linux", "riscv64-freestanding".
std::string zig_target(const std::string& written) {
    if (written.empty()) return "native";
    const llvm::Triple triple(llvm::Triple::normalize(written));
    std::string arch = triple.getArchName().str();
    if (triple.isARM()) arch = "arm";
    if (triple.isThumb()) arch = "thumb";
    if (triple.getArch() == llvm::Triple::x86) arch = "x86";
    if (triple.getArch() == llvm::Triple::ppc64le) arch = "powerpc64le";
    if (triple.getArch() == llvm::Triple::ppc64) arch = "powerpc64";
    std::string os = "freestanding";
    if (triple.isOSLinux()) os = "linux";
    if (triple.isOSWindows()) os = "windows";
    if (triple.isOSDarwin()) os = "macos";
    if (triple.isOSFreeBSD()) os = "freebsd";
    std::string abi = triple.getEnvironmentName().str();
    const bool matters = triple.isARM() || triple.isThumb() || triple.isX32() || triple.isOSWindows();
    if (!matters || abi.empty() || os == "freestanding") return arch + "-" + os;
    return arch + "-" + os + "-" + abi;
}

std::vector<std::string> compiler_of(const ProbeRequest& request) {
    if (!request.compiler.empty()) return request.compiler;
    if (program_exists("zig", request.root) || !program_exists("python3", request.root)) return {"zig"};
    const auto tried = run_compiler(request, "Zig", {"python3", "-m", "ziglang", "version"});
    return tried.succeeded ? std::vector<std::string>{"python3", "-m", "ziglang"} : std::vector<std::string>{"zig"};
}

/// A record that was not found, although the file declares it for itself alone.
std::optional<Problem> hidden_record(const ProbeRequest& request, const std::string& file, const std::string& text,
                                     const std::string& name) {
    const std::string last = path_of(name).back();
    const std::string declaration = "const " + last + " ";
    unsigned line = 1;
    for (std::size_t at = 0; at < text.size(); ++line) {
        const auto end = std::min(text.find('\n', at), text.size());
        auto words = std::string_view(text).substr(at, end - at);
        at = end + 1;
        while (words.starts_with(' ') || words.starts_with('\t')) words.remove_prefix(1);
        if (!words.starts_with(declaration)) continue;
        return Problem{{.file = below_root(request.root, file), .line = line},
                       "",
                       "`pub const " + last + "`, so that the probe can see it",
                       "`const " + last + "`"};
    }
    return std::nullopt;
}

/// The name under which the file is imported, and which its types' names begin with.
std::string module_of(const std::string& file) {
    const auto stem = std::filesystem::path(file).stem().string();
    const bool is_taken = stem == "root" || stem == "std" || stem == "builtin" || stem == "probe";
    return is_taken || !is_zig_name(stem) ? "abi_" + std::string(is_zig_name(stem) ? stem : "module") : stem;
}

/// What one file declares: as a module of its own, because a file may import the others.
std::optional<Problem> ask_file(const ProbeRequest& request, const std::vector<std::string>& compiler,
                                const std::string& file, ProbeAnswers& answers) {
    const ProbeFolder folder;
    if (folder.path.empty()) {
        return Problem{{.file = "(temporary folder)"}, "", "a private temporary folder", folder.error};
    }
    const std::string module = module_of(file);
    const std::string source = folder.path + "/probe.zig";
    const std::string object = folder.path + "/probe.o";
    if (auto problem = write_file(source, write_source(request, module))) return problem;
    auto words = compiler;
    words.insert(words.end(), {"build-obj", "-target", zig_target(request.target.triple)});
    words.insert(words.end(), request.target.flags.begin(), request.target.flags.end());
    words.insert(words.end(), request.flags.begin(), request.flags.end());
    words.insert(words.end(),
                 {"--dep", module, "-Mroot=" + source, "-M" + module + "=" + file, "-femit-bin=" + object});
    ProbeRequest one = request;
    one.files = {file};
    const auto run = run_compiler(one, "Zig", words, {"ZIG_LOCAL_CACHE_DIR=" + folder.path + "/cache"});
    if (!run.succeeded) return first_error(one, run, folder.path);
    const auto bytes = read_file(object);
    auto made = bytes ? read_probe_object(object, *bytes) : Result<ProbeAnswers>(bytes.problems);
    if (made) {
        answers = std::move(*made);
        return std::nullopt;
    }
    auto problem = made.problems.front();
    problem.place.file = below_root(request.root, file);
    return problem;
}

}  // namespace

Reading probe_zig(const ProbeRequest& request) {
    Reading reading;
    const auto compiler = compiler_of(request);
    for (const auto& file : request.files) {
        ProbeAnswers answers;
        if (auto problem = ask_file(request, compiler, file, answers)) {
            reading.problems.push_back(std::move(*problem));
            continue;
        }
        lay_out_reflected(request, file, answers, reading);
        reading.units.push_back(below_root(request.root, file));
    }
    for (const auto& record : request.records) {
        if (find_record(reading.layout, record.name) != nullptr) continue;
        for (const auto& file : request.files) {
            const auto text = read_file(file);
            auto problem = text ? hidden_record(request, file, *text, record.name) : std::nullopt;
            if (problem) reading.problems.push_back(std::move(*problem));
        }
    }
    return reading;
}

}  // namespace abi
