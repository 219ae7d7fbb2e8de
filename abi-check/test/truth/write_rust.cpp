#include "test/truth/write.h"

namespace abi::truth {
namespace {

std::string element_of(const Unit& unit, const Member& member) {
    if (member.of == Member::Of::scalar) return scalars_of(Language::rust).at(member.index).before;
    return member.of == Member::Of::record ? unit.shapes.at(member.index).tag : unit.enums.at(member.index).tag;
}

std::string type_of(const Unit& unit, const Member& member) {
    std::string text = element_of(unit, member);
    for (auto extent = member.extents.rbegin(); extent != member.extents.rend(); ++extent) {
        text = "[" + text + "; " + std::to_string(*extent) + "]";
    }
    return text;
}

std::string sign_of(const Unit& unit, const Member& member) {
    std::string integer;
    if (member.of == Member::Of::scalar) integer = scalars_of(Language::rust).at(member.index).asked_sign;
    if (member.of == Member::Of::enumeration) integer = unit.enums.at(member.index).underlying;
    return integer.empty() ? "0" : "(" + integer + "::MIN != 0) as u64";
}

}  // namespace

std::string write_rust_declarations(const Unit& unit) {
    std::string text;
    for (const auto& one : unit.enums) {
        text += "#[repr(" + one.underlying + ")]\n#[derive(Clone, Copy)]\npub enum " + one.tag +
                " {\n    A = 0,\n    B = 1,\n}\n";
    }
    for (const auto& shape : unit.shapes) {
        text += "#[repr(C";
        if (shape.pack != 0) text += ", packed(" + std::to_string(shape.pack) + ")";
        if (shape.aligned != 0) text += ", align(" + std::to_string(shape.aligned) + ")";
        text += ")]\n#[derive(Clone, Copy)]\npub " + std::string(shape.is_union ? "union " : "struct ") + shape.tag +
                " {\n";
        for (const auto& member : shape.members) {
            text += "    pub " + member.name + ": " + type_of(unit, member) + ",\n";
        }
        text += "}\n";
    }
    return text;
}

std::string write_rust_table(const Unit& unit, const std::vector<Subject>& subjects, const std::string& file) {
    std::string words;
    std::string uses;
    std::size_t count = 1;
    const auto size_of = [](const std::string& type) { return "8 * core::mem::size_of::<" + type + ">() as u64"; };
    for (std::size_t s = 0; s < subjects.size(); ++s) {
        const auto& subject = subjects[s];
        words += "    core::mem::size_of::<" + subject.type + ">() as u64, core::mem::align_of::<" + subject.type +
                 ">() as u64,\n";
        uses += "#[no_mangle]\npub fn look_at_" + std::to_string(s) + "(_: &" + subject.type + ") {}\n";
        count += words_of_record + words_of_field * subject.asked.size();
        for (std::size_t f = 0; f < subject.asked.size(); ++f) {
            const auto& member = *subject.asked[f].member;
            words += "    8 * core::mem::offset_of!(" + subject.type + ", " + member.name + ") as u64, " +
                     size_of(type_of(unit, member)) + ", " + size_of(element_of(unit, member)) + ", " +
                     std::to_string(table_kind(subject.record.fields[f].type.kind)) + ", " + sign_of(unit, member) +
                     ",\n";
        }
    }
    return "#![no_std]\ninclude!(\"" + file + "\");\n#[link_section = \".truth\"]\n#[used]\nstatic TRUTH: [u64; " +
           std::to_string(count) + "] = [\n" + words + "    0,\n];\n" + uses;
}

}  // namespace abi::truth
