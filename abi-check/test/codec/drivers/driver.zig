// Zig's own declarations, enumerated by @typeInfo: what there is, is found.
const std = @import("std");
const vectors = @import("vectors.zig");

const Number = i129; // holds every 128-bit number, with and without a sign

fn hasBits(comptime T: type) bool {
    return @typeInfo(T) == .Struct and @typeInfo(T).Struct.layout == .@"packed";
}

fn join(comptime path: []const u8, comptime name: []const u8) []const u8 {
    return if (path.len == 0) name else path ++ "." ++ name;
}

fn numberOf(value: anytype) Number {
    return switch (@typeInfo(@TypeOf(value))) {
        .Float => |float| @as(std.meta.Int(.unsigned, float.bits), @bitCast(value)),
        .Enum => @intFromEnum(value),
        .Bool => @intFromBool(value),
        else => value,
    };
}

/// Takes the low bits of a number that does not fit: a declaration that is wrong is to be shown wrong, and not to panic.
fn valueOf(comptime T: type, number: Number) T {
    return switch (@typeInfo(T)) {
        .Enum => |info| @enumFromInt(valueOf(info.tag_type, number)),
        .Bool => number != 0,
        else => @bitCast(@as(std.meta.Int(.unsigned, @bitSizeOf(T)), @truncate(@as(u129, @bitCast(number))))),
    };
}

/// Shows every scalar of `record`, where `wanted` is nothing; else gives the one that it names this number.
fn visit(comptime T: type, comptime path: []const u8, record: *align(1) T, out: anytype, wanted: ?[]const u8, number: Number) !bool {
    @setEvalBranchQuota(100000);
    var found = false;
    switch (@typeInfo(T)) {
        .Array => |array| inline for (0..array.len) |i| {
            const name = comptime std.fmt.comptimePrint("{s}[{d}]", .{ path, i });
            found = try visit(array.child, name, &record[i], out, wanted, number) or found;
        },
        .Struct => |info| inline for (info.fields) |field| {
            if (comptime hasBits(T)) {
                // Bits have no address: out, and in again.
                var one = @field(record.*, field.name);
                found = try visit(field.type, comptime join(path, field.name), &one, out, wanted, number) or found;
                @field(record.*, field.name) = one;
            } else {
                // The integer around bit-fields has no name in the spec.
                const name = comptime if (hasBits(field.type)) path else join(path, field.name);
                found = try visit(field.type, name, &@field(record.*, field.name), out, wanted, number) or found;
            }
        },
        .Union => |info| inline for (info.fields) |field| {
            found = try visit(field.type, comptime join(path, field.name), &@field(record.*, field.name), out, wanted, number) or found;
        },
        else => if (wanted) |name| {
            if (std.mem.eql(u8, name, path)) {
                record.* = valueOf(T, number);
                found = true;
            }
        } else {
            try out.print("{s}={x} ", .{ path, numberOf(record.*) });
        },
    }
    return found;
}

fn answer(comptime T: type, verb: []const u8, words: anytype, out: anytype) !void {
    var bytes: [@sizeOf(T)]u8 align(@alignOf(T)) = [_]u8{0} ** @sizeOf(T);
    const record: *T = @ptrCast(&bytes);
    if (std.mem.eql(u8, verb, "decode")) {
        _ = try std.fmt.hexToBytes(&bytes, words.next().?);
        _ = try visit(T, "", record, out, null, 0);
    } else {
        while (words.next()) |word| {
            const equals = std.mem.indexOfScalar(u8, word, '=').?;
            const number = try std.fmt.parseInt(Number, word[equals + 1 ..], 16);
            if (!try visit(T, "", record, out, word[0..equals], number)) return error.NoField;
        }
        try out.print("{s}", .{std.fmt.fmtSliceHexLower(&bytes)});
    }
}

pub fn main() !void {
    var input = std.io.bufferedReader(std.io.getStdIn().reader());
    var output = std.io.bufferedWriter(std.io.getStdOut().writer());
    const out = output.writer();
    var buffer: [1 << 16]u8 = undefined;
    while (try input.reader().readUntilDelimiterOrEof(&buffer, '\n')) |line| {
        var words = std.mem.tokenizeScalar(u8, line, ' ');
        const verb = words.next().?;
        const name = words.next().?;
        inline for (@typeInfo(vectors).Struct.decls) |decl| {
            const T = @field(vectors, decl.name);
            if (@TypeOf(T) == type and (@typeInfo(T) == .Struct or @typeInfo(T) == .Union)) {
                if (std.mem.eql(u8, decl.name, name)) try answer(T, verb, &words, out);
            }
        }
        try out.writeByte('\n');
    }
    try output.flush();
}
