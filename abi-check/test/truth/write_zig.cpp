#include "test/truth/write.h"

namespace abi::truth {
namespace {

std::string element_of(const Unit& unit, const Member& member, const std::string& scope) {
    if (member.of == Member::Of::scalar) return scalars_of(Language::zig).at(member.index).before;
    return scope +
           (member.of == Member::Of::record ? unit.shapes.at(member.index).tag : unit.enums.at(member.index).tag);
}

std::string type_of(const Unit& unit, const Member& member, const std::string& scope) {
    std::string text;
    for (const auto extent : member.extents) text += "[" + std::to_string(extent) + "]";
    return text + element_of(unit, member, scope);
}

/// Whether an integer is signed, as Zig says it.
std::string sign_of(const Unit& unit, const Member& member) {
    if (member.of == Member::Of::enumeration) return "is_signed(" + unit.enums.at(member.index).underlying + ")";
    const bool is_integer =
        member.of == Member::Of::scalar && !scalars_of(Language::zig).at(member.index).asked_sign.empty();
    return is_integer ? "is_signed(" + scalars_of(Language::zig).at(member.index).before + ")" : "0";
}

}  // namespace

std::string write_zig_declarations(const Unit& unit) {
    std::string text;
    for (const auto& one : unit.enums) {
        text += "pub const " + one.tag + " = enum(" + one.underlying + ") { a = 0, b = 1, _ };\n";
    }
    for (const auto& shape : unit.shapes) {
        text += "pub const " + shape.tag + " = " + (shape.packed ? "packed " : "extern ") +
                (shape.is_union ? "union" : "struct") + " {\n";
        for (const auto& member : shape.members) {
            text += "    " + member.name + ": " + type_of(unit, member, "");
            if (member.aligned != 0) text += " align(" + std::to_string(member.aligned) + ")";
            text += ",\n";
        }
        text += "};\n";
    }
    return text;
}

std::string write_zig_table(const Unit& unit, const std::vector<Subject>& subjects, const std::string& file) {
    std::string words;
    std::string uses;
    for (std::size_t s = 0; s < subjects.size(); ++s) {
        const auto& subject = subjects[s];
        const std::string used = "used_" + std::to_string(s);
        words += "    @sizeOf(" + subject.type + "), @alignOf(" + subject.type + "),\n";
        uses += "var " + used + ": " + subject.type + " = undefined;\nexport fn look_at_" + used +
                "() *anyopaque {\n    return &" + used + ";\n}\n";
        for (std::size_t f = 0; f < subject.asked.size(); ++f) {
            const auto& member = *subject.asked[f].member;
            const std::string whole = type_of(unit, member, "unit.");
            const bool is_union = subject.record.kind == RecordKind::union_;
            words += is_union ? "    0" : "    @bitOffsetOf(" + subject.type + ", \"" + member.name + "\")";
            words += ", 8 * @sizeOf(" + whole + "), ";
            words += (subject.asked[f].in_packed ? "@bitSizeOf(" : "8 * @sizeOf(") + element_of(unit, member, "unit.");
            words += "), " + std::to_string(table_kind(subject.record.fields[f].type.kind)) + ", " +
                     sign_of(unit, member) + ",\n";
        }
    }
    // The variables come first: Zig 0.13 crashes over @sizeOf of a type that nothing has used yet.
    return "const unit = @import(\"" + file + "\");\n" +
           "fn is_signed(comptime T: type) u64 {\n    return @intFromBool(@typeInfo(T).Int.signedness == "
           ".signed);\n}\n" +
           uses + "export const truth linksection(\".truth\") = [_]u64{\n" + words + "    0,\n};\n";
}

}  // namespace abi::truth
