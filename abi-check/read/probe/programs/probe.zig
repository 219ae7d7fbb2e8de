// What the probe asks in Zig (0.13 and later): reflection at compile time finds all fields and writes the words of
// section.h. No tag of a type is written here, because Zig 0.14 renamed `.Int` to `.int`. Zig 0.17 has a list of names
// and a list of types where older versions have one list of fields. The words are counted first and then written, because an array that grows is copied for each word. In a packed struct, a field that does not fill whole
// bytes is a bit-field. On a big-endian machine the lowest bit of the backing integer is in the last of the bytes that the
// integer needs; padding for the alignment follows.
//
// The probe appends the imports of the user's files and two functions: abiAsked(T) is whether the request has the type,
// and abiAnswers(w) writes all answers.
const builtin = @import("builtin");
const none: u64 = 0xffff_ffff_ffff_ffff;
const big = builtin.cpu.arch.endian() == .big;
const Writer = struct {
    words: ?[]u64,
    count: usize = 0,
    nested: u64 = 0, // how many records were written that the request does not name
    fn put(w: *Writer, word: u64) void {
        if (w.words) |words| words[w.count] = word;
        w.count += 1;
    }
    fn head(w: *Writer, tag: u64, count: u64) void {
        w.put(0xAB1C4EC49206BE01);
        w.put(tag << 32 | count);
    }
    fn text(w: *Writer, s: []const u8) void {
        w.put(s.len);
        var i: usize = 0;
        while (i < s.len) : (i += 8) {
            var word: u64 = 0;
            var k: usize = 0;
            while (k < 8 and i + k < s.len) : (k += 1) word |= @as(u64, s[i + k]) << (8 * k);
            w.put(word);
        }
    }
};
fn textWords(s: []const u8) u64 {
    return 1 + (s.len + 7) / 8;
}
fn alike(a: []const u8, b: []const u8) bool {
    if (a.len != b.len) return false;
    for (a, b) |x, y| {
        if ((x | 0x20) != (y | 0x20)) return false;
    }
    return true;
}
fn is(comptime T: type, comptime tag: []const u8) bool {
    return alike(@tagName(@typeInfo(T)), tag);
}
fn info(comptime T: type) @TypeOf(@field(@typeInfo(T), @tagName(@typeInfo(T)))) {
    return @field(@typeInfo(T), @tagName(@typeInfo(T)));
}
fn hasLists(comptime Info: type) bool {
    return @hasField(Info, "field_names");
}
fn isPacked(comptime T: type) bool {
    return isRecord(T) and alike(@tagName(info(T).layout), "packed");
}
// Zig 0.17 has bit sizes only of types that can be in a packed struct.
fn bitsOf(comptime T: type) u64 {
    const has_bits = is(T, "int") or is(T, "float") or is(T, "bool") or is(T, "enum") or is(T, "vector") or isPacked(T);
    return if (has_bits) @bitSizeOf(T) else 8 * @as(u64, @sizeOf(T));
}
// std.atomic.Value(T) is a structure around T, which C does not have.
fn isAtomic(comptime T: type) bool {
    const prefix = "atomic.Value(";
    if (!is(T, "struct") or @typeName(T).len < prefix.len) return false;
    return alike(@typeName(T)[0..prefix.len], prefix) and @hasField(T, "raw");
}
fn withoutAtomic(comptime T: type) type {
    return if (isAtomic(T)) @TypeOf(@as(T, undefined).raw) else T;
}
fn isThinPointer(comptime T: type) bool {
    return is(T, "pointer") and !alike(@tagName(info(T).size), "slice");
}
fn kindOf(comptime T: type) u64 {
    if (is(T, "int")) return if (alike(@tagName(info(T).signedness), "signed")) 2 else 1;
    if (is(T, "float")) return if (info(T).bits == 80) 0 else 3;
    if (is(T, "bool")) return 4;
    if (isThinPointer(T)) return 6;
    if (is(T, "optional")) return if (isThinPointer(info(T).child) and @sizeOf(T) == @sizeOf(usize)) 6 else 0;
    if (is(T, "enum")) return 7;
    return if (isRecord(T)) 8 else 0;
}
fn isHostSized(comptime T: type) bool {
    return kindOf(T) == 6 or T == usize or T == isize or T == c_long or T == c_ulong;
}
fn isSigned(comptime T: type) bool {
    return is(T, "enum") and alike(@tagName(info(info(T).tag_type).signedness), "signed");
}
fn field(
    w: *Writer,
    item: u64,
    comptime name: []const u8,
    comptime F: type,
    comptime offset: u64,
    comptime in_packed: bool,
) void {
    var T = F;
    var depth: u64 = 0;
    while (is(T, "array")) : (depth += 1) T = info(T).child;
    T = withoutAtomic(T);
    const bits = bitsOf(T);
    const whole = !in_packed or (offset % 8 == 0 and bits % 8 == 0 and bits != 0 and @sizeOf(T) * 8 == bits);
    const kind = kindOf(T);
    const spare = !in_packed and kind < 3 and bits != 8 * @as(u64, @sizeOf(T));
    const is_host_sized = isHostSized(T);
    const is_named = kind == 8 or kind == 7 or (kind != 6 and is_host_sized);
    const type_name: []const u8 = if (is_named) @typeName(T) else "";
    w.head(2, 10 + depth + textWords(name) + textWords(type_name));
    w.put(item);
    w.put(none - 1);
    w.put(offset + 1);
    w.put(if (whole) none else bits);
    w.put(if (spare) 0 else kind);
    w.put(if (whole) 8 * @as(u64, @sizeOf(T)) else bits);
    w.put((if (isSigned(T)) 1 else 0) | (if (is_host_sized) @as(u64, 2) else 0));
    w.put(none);
    w.put(if (in_packed) 0 else @alignOf(T));
    w.put(depth);
    T = F;
    while (is(T, "array")) : (T = info(T).child) {
        const element = info(T).child;
        // A sentinel is an element, too.
        w.put(if (@sizeOf(element) == 0) info(T).len else @sizeOf(T) / @sizeOf(element));
    }
    w.text(name);
    w.text(type_name);
}
// A packed struct in a record that the request does not name: this is how `abi-check gen` writes bit-fields, so its
// fields are fields of the record.
fn isBitFields(comptime T: type) bool {
    return is(T, "struct") and isPacked(T) and !abiAsked(T);
}
// The offset in bits of a field of a packed struct, in the order in which section.h counts bits.
fn offsetInPacked(comptime T: type, comptime name: []const u8, comptime F: type) u64 {
    const from_low: u64 = if (is(T, "union")) 0 else @bitOffsetOf(T, name);
    const stored = (bitsOf(T) + 7) / 8 * 8;
    return if (big) stored - from_low - bitsOf(F) else from_low;
}
fn bitFields(w: *Writer, item: u64, comptime T: type, comptime begin: u64) void {
    const of = info(T);
    if (hasLists(@TypeOf(of))) {
        for (of.field_names, of.field_types) |name, F| {
            field(w, item, name, F, begin + offsetInPacked(T, name, F), true);
        }
    } else for (of.fields) |f| {
        field(w, item, f.name, f.type, begin + offsetInPacked(T, f.name, f.type), true);
    }
}
fn record(w: *Writer, item: u64, comptime T: type) void {
    if (T == void) return;
    recordIn(w, item, T, 0);
}
// Of the items of records that the request does not name, the low 32 bits are the item of the record that holds them.
fn nestedRecord(w: *Writer, item: u64, comptime F: type, comptime depth: u64) void {
    var T = F;
    while (is(T, "array")) T = info(T).child;
    T = withoutAtomic(T);
    if (!isRecord(T) or depth == 8 or @sizeOf(T) == 0) return;
    if (abiAsked(T)) return;
    w.nested += 1;
    recordIn(w, w.nested << 32 | (item & 0xffff_ffff), T, depth + 1);
}
fn recordField(w: *Writer, item: u64, comptime T: type, comptime name: []const u8, comptime F: type) void {
    if (isPacked(T)) return field(w, item, name, F, offsetInPacked(T, name, F), true);
    const offset: u64 = if (is(T, "union")) 0 else 8 * @as(u64, @offsetOf(T, name));
    if (isBitFields(F)) return bitFields(w, item, F, offset);
    field(w, item, name, F, offset, false);
}
// A field with a value that is a part of the type has no bytes. Only a structure can have one.
fn recordFields(w: *Writer, item: u64, comptime T: type) void {
    const of = info(T);
    if (hasLists(@TypeOf(of))) {
        for (of.field_names, of.field_types, of.field_attrs) |name, F, attrs| {
            if (@hasField(@TypeOf(attrs), "comptime") and attrs.@"comptime") continue;
            recordField(w, item, T, name, F);
        }
    } else for (of.fields) |f| {
        if (@hasField(@TypeOf(f), "is_comptime") and f.is_comptime) continue;
        recordField(w, item, T, f.name, f.type);
    }
}
fn nestedField(w: *Writer, item: u64, comptime T: type, comptime F: type, comptime depth: u64) void {
    if (isPacked(T) or !isBitFields(F)) nestedRecord(w, item, F, depth);
}
fn nestedFields(w: *Writer, item: u64, comptime T: type, comptime depth: u64) void {
    const of = info(T);
    if (hasLists(@TypeOf(of))) {
        for (of.field_types) |F| nestedField(w, item, T, F, depth);
    } else for (of.fields) |f| nestedField(w, item, T, f.type, depth);
}
fn recordIn(w: *Writer, item: u64, comptime T: type, comptime depth: u64) void {
    const is_union = is(T, "union");
    const is_auto = alike(@tagName(info(T).layout), "auto");
    const lacks_fields = is_union and is_auto;
    w.head(1, 5 + textWords(@typeName(T)));
    w.put(item);
    w.put(if (is_union) 2 else 1);
    w.put(@sizeOf(T));
    w.put(@alignOf(T));
    w.put((if (lacks_fields) @as(u64, 1) else 0) | (if (is_auto) @as(u64, 2) else 0));
    w.text(@typeName(T));
    if (lacks_fields) return;
    recordFields(w, item, T);
    nestedFields(w, item, T, depth);
}
fn parametersOf(comptime F: type) usize {
    return if (@hasField(@TypeOf(info(F)), "params")) info(F).params.len else info(F).param_types.len;
}
// For C's array without a length, `zig translate-c` writes a function with its name, which returns the address of the
// first element. The function is called at compile time with an address at which any record may lie.
fn tail(w: *Writer, item: u64, comptime T: type, comptime name: []const u8) void {
    if (!isRecord(T)) return;
    if (@hasField(T, name) or !@hasDecl(T, name)) return;
    const F = @TypeOf(@field(T, name));
    if (!is(F, "fn")) return;
    if (!info(F).is_generic or parametersOf(F) != 1) return;
    const P = @TypeOf(@field(T, name)(@as(*T, undefined)));
    if (!isThinPointer(P)) return;
    const address = 1 << 28;
    const first = @field(T, name)(@as(*T, @ptrFromInt(address)));
    field(w, item, name, [0]info(P).child, 8 * (@intFromPtr(first) - address), false);
}
fn enumerator(w: *Writer, item: u64, is_signed: bool, comptime name: []const u8, comptime value: comptime_int) void {
    const raw: u128 = if (value < 0) @bitCast(@as(i128, value)) else value;
    w.head(6, 6 + textWords(name));
    w.put(item);
    w.put(0);
    w.put(if (is_signed) 1 else 0);
    w.put(@truncate(raw));
    w.put(@truncate(raw >> 64));
    w.put(1);
    w.text(name);
}
// The width is that of the enumeration in memory. Zig itself chooses a tag of less than a byte, such as u1.
fn enumeration(w: *Writer, comptime item: u64, comptime T: type) void {
    if (T == void) return;
    const Tag = info(T).tag_type;
    const is_signed = isSigned(T);
    w.head(5, 4);
    w.put(item);
    w.put(if (is_signed) 2 else 1);
    w.put(8 * @as(u64, @sizeOf(T)));
    w.put(if (info(Tag).bits % 8 == 0) 1 else 0);
    const of = info(T);
    if (hasLists(@TypeOf(of))) {
        for (of.field_names, of.field_values) |name, value| enumerator(w, item, is_signed, name, value);
    } else for (of.fields) |f| enumerator(w, item, is_signed, f.name, f.value);
}
fn isConst(comptime pointer: anytype) bool {
    return if (@hasField(@TypeOf(pointer), "attrs")) pointer.attrs.@"const" else pointer.is_const;
}
fn constant(w: *Writer, comptime item: u64, comptime value: anytype) void {
    const T = @TypeOf(value);
    if (is(T, "enum")) return constant(w, item, @intFromEnum(value));
    if (is(T, "bool")) return constant(w, item, @as(u8, @intFromBool(value)));
    if (T != comptime_int and !is(T, "int")) return;
    if (value > ~@as(u128, 0) or value < -(1 << 127)) return;
    const is_signed = value < 0 or (T != comptime_int and kindOf(T) == 2);
    const raw: u128 = if (value < 0) @bitCast(@as(i128, value)) else value;
    w.head(3, 6);
    w.put(item);
    w.put(if (is_signed) 2 else 1);
    w.put(if (T == comptime_int) 0 else info(T).bits);
    w.put(@truncate(raw));
    w.put(@truncate(raw >> 64));
    w.put(1);
}
// A union without members has no value, and since Zig 0.17 no size.
fn isRecord(comptime T: type) bool {
    return is(T, "struct") or (is(T, "union") and memberCount(T) != 0);
}
fn memberCount(comptime T: type) usize {
    const of = info(T);
    return if (hasLists(@TypeOf(of))) of.field_names.len else of.fields.len;
}
fn isContainer(comptime T: type) bool {
    return is(T, "struct") or is(T, "union") or is(T, "enum") or is(T, "opaque");
}
fn found(comptime root: type, comptime path: []const []const u8) type {
    var T = root;
    for (path) |part| {
        if (!isContainer(T) or !@hasDecl(T, part)) return void;
        if (@TypeOf(@field(T, part)) != type) return void;
        T = @field(T, part);
    }
    return T;
}
fn foundRecord(comptime root: type, comptime path: []const []const u8) type {
    const T = found(root, path);
    return if (isRecord(T)) T else void;
}
fn foundEnum(comptime root: type, comptime path: []const []const u8) type {
    const T = found(root, path);
    return if (is(T, "enum")) T else void;
}
fn foundConstant(w: *Writer, comptime item: u64, comptime root: type, comptime path: []const []const u8) bool {
    const T = found(root, path[0 .. path.len - 1]);
    const name = path[path.len - 1];
    if (!isContainer(T)) return false;
    if (is(T, "enum") and @hasField(T, name)) {
        constant(w, item, @field(T, name));
        return true;
    }
    if (!@hasDecl(T, name)) return false;
    // The value of a `var` is only known when the program runs.
    if (isConst(info(@TypeOf(&@field(T, name))))) constant(w, item, @field(T, name));
    return true;
}
const abi_count = blk: {
    @setEvalBranchQuota(4_000_000_000);
    var w = Writer{ .words = null };
    abiAnswers(&w);
    break :blk w.count;
};
// The first word is zero, so that there is always one: Zig cannot export a value without bytes.
const abi_words = blk: {
    @setEvalBranchQuota(4_000_000_000);
    var words: [1 + abi_count]u64 = undefined;
    words[0] = 0;
    var w = Writer{ .words = words[1..] };
    abiAnswers(&w);
    const made = words;
    break :blk made;
};
export const abi_probe: [1 + abi_count]u64 linksection(".abi_probe") = abi_words;
// What the compiler answers for: the section .abi_facts.
fn factNumber(comptime key: []const u8, comptime n: usize) []const u8 {
    const digits = [4]u8{ '0' + n / 100 % 10, '0' + n / 10 % 10, '0' + n % 10, 0 };
    return key ++ "\x00" ++ digits;
}
fn factOfMember(comptime key: []const u8, comptime T: type) []const u8 {
    return factNumber(key, @offsetOf(extern struct { first: u8, number: T }, "number"));
}
fn systemWord() []const u8 {
    const tag = @tagName(builtin.os.tag);
    if (alike(tag, "freestanding")) return "none";
    return if (alike(tag, "macos")) "macosx" else tag;
}
const abi_facts_text = factNumber("pointer_bits", @bitSizeOf(usize)) ++
    factNumber("long_bits", @bitSizeOf(c_long)) ++
    factOfMember("u64_align", u64) ++
    factOfMember("u128_align", u128) ++
    factOfMember("double_align", f64) ++
    "system\x00" ++ systemWord() ++ "\x00" ++
    "byte_order\x00" ++ (if (big) "big" else "little") ++ "\x00" ++
    "compiler\x00zig " ++ builtin.zig_version_string ++ "\x00";
export const abi_facts: [abi_facts_text.len]u8 linksection(".abi_facts") = abi_facts_text[0..abi_facts_text.len].*;
