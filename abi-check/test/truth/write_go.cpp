#include "test/truth/write.h"

namespace abi::truth {
namespace {

std::string struct_of(const Unit& unit, const Shape& shape, bool has_names);

/// Without the extents.
std::string element_of(const Unit& unit, const Member& member) {
    switch (member.of) {
    case Member::Of::scalar: return scalars_of(Language::go).at(member.index).before;
    case Member::Of::enumeration: return unit.enums.at(member.index).tag;
    case Member::Of::record: break;
    case Member::Of::inner: return struct_of(unit, member.inner.front(), false);
    }
    return (member.is_pointer ? "*" : "") + unit.shapes.at(member.index).tag;
}

std::string type_of(const Unit& unit, const Member& member) {
    std::string text;
    for (const auto extent : member.extents) text += "[" + std::to_string(extent) + "]";
    return text + element_of(unit, member);
}

/// `has_names`: every field has a name of its own, F0, F1 …, also one that is blank or embedded.
std::string struct_of(const Unit& unit, const Shape& shape, bool has_names) {
    std::string text = "struct {";
    for (std::size_t i = 0; i < shape.members.size(); ++i) {
        const auto& member = shape.members[i];
        const auto own = member.is_embedded ? "" : member.name + " ";
        text += (i == 0 ? " " : "; ") + (has_names ? "F" + std::to_string(i) + " " : own) + type_of(unit, member);
    }
    return text + " }";
}

std::string value_of(const std::string& type) {
    return "*(*" + type + ")(nil)";
}

/// 1 if the integer is signed: -1 % 2 is -1, and the greatest number of the others is odd.
std::string sign_of(const Unit& unit, const Member& member) {
    std::string type;
    if (member.of == Member::Of::scalar) type = scalars_of(Language::go).at(member.index).asked_sign;
    if (member.of == Member::Of::enumeration) type = unit.enums.at(member.index).tag;
    return type.empty() ? "0" : "uint64((1 - ^" + type + "(0)%2) / 2)";
}

std::string imports_for(const std::string& text) {
    std::string imports;
    if (text.find("atomic.") != std::string::npos) imports += "import \"sync/atomic\"\n";
    if (text.find("unsafe.") != std::string::npos) imports += "import \"unsafe\"\n";
    return imports;
}

}  // namespace

std::string write_go_declarations(const Unit& unit) {
    std::string text;
    for (const auto& one : unit.enums) {
        text += "type " + one.tag + " " + one.underlying + "\n\nconst (\n\t" + one.tag + "a " + one.tag + " = 0\n\t" +
                one.tag + "b " + one.tag + " = 1\n)\n\n";
    }
    for (const auto& shape : unit.shapes) {
        text += "type " + shape.tag + " struct {\n";
        for (const auto& member : shape.members) {
            text += "\t" + (member.is_embedded ? "" : member.name + " ") + type_of(unit, member) + "\n";
        }
        text += "}\n\n";
    }
    return "package unit\n\n" + imports_for(text) + "\n" + text;
}

/// Constants that the compiler computes. No expression can name a blank field, so a copy of the record has names for
/// all of them. The functions keep the types in the program's debug information.
std::string write_go_table(const Unit& unit, const std::vector<Subject>& subjects) {
    std::string copies;
    std::string words;
    std::string uses;
    std::string calls;
    const auto whole = [](const std::string& what) { return "uint64(unsafe." + what + "), "; };
    for (std::size_t s = 0; s < subjects.size(); ++s) {
        const auto& subject = subjects[s];
        const auto number = std::to_string(s);
        const auto value = value_of(subject.type);
        copies += "type copy" + number + " " + struct_of(unit, *subject.top, true) + "\n";
        uses += "//go:noinline\nfunc use" + number + "(*" + subject.type + ") {}\n";
        calls += "\tuse" + number + "(nil)\n";
        words += "\t" + whole("Sizeof(" + value + ")") + whole("Alignof(" + value + ")") + "\n";
        for (std::size_t f = 0; f < subject.asked.size(); ++f) {
            const auto& asked = subject.asked[f];
            const auto field = asked.path == "_" ? "(" + value_of("copy" + number) + ").F" + std::to_string(f)
                                                 : "(" + value + ")." + asked.path;
            words += "\t8 * " + whole("Offsetof(" + field + ")") + "8 * " + whole("Sizeof(" + field + ")") + "8 * " +
                     whole("Sizeof(" + value_of(element_of(unit, *asked.member)) + ")") +
                     std::to_string(table_kind(subject.record.fields[f].type.kind)) + ", " +
                     sign_of(unit, *asked.member) + ",\n";
        }
    }
    const auto text = copies + "\nvar Truth = [...]uint64{\n" + words + "\t0,\n}\n\n" + uses +
                      "\nfunc Use() uint64 {\n" + calls + "\treturn Truth[len(Truth)-1]\n}\n";
    return "//go:build truth\n\npackage unit\n\n" + imports_for(text) + "\n" + text;
}

}  // namespace abi::truth
