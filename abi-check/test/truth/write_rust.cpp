#include "test/truth/write_rust.h"

#include "test/truth/crate.h"
#include "test/truth/write.h"

namespace abi::truth {

std::string rust_element(const Unit& unit, const Member& member, const std::string& from) {
    if (member.of == Member::Of::scalar) return scalars_of(Language::rust).at(member.index).before;
    if (member.of == Member::Of::enumeration) return path_in_crate("", unit.enums.at(member.index).tag, from);
    const auto& shape = unit.shapes.at(member.index);
    return path_in_crate(shape.module, shape.tag, from);
}

std::string rust_type(const Unit& unit, const Member& member, const std::string& from) {
    std::string text = rust_element(unit, member, from);
    for (auto extent = member.extents.rbegin(); extent != member.extents.rend(); ++extent) {
        text = "[" + text + "; " + std::to_string(*extent) + "]";
    }
    return text;
}

std::string rust_sign(const Unit& unit, const Member& member) {
    std::string integer;
    if (member.of == Member::Of::scalar) integer = scalars_of(Language::rust).at(member.index).asked_sign;
    if (member.of == Member::Of::enumeration) integer = unit.enums.at(member.index).underlying;
    return integer.empty() ? "0" : "(" + integer + "::MIN != 0) as u64";
}

std::string rust_attributes(const Shape& shape) {
    std::string text = "#[repr(C";
    if (shape.pack != 0) text += ", packed(" + std::to_string(shape.pack) + ")";
    if (shape.aligned != 0) text += ", align(" + std::to_string(shape.aligned) + ")";
    return text + ")]\n#[derive(Clone, Copy)]\n";
}

std::string rust_enum(const Enumeration& one) {
    return "#[repr(" + one.underlying + ")]\n#[derive(Clone, Copy)]\npub enum " + one.tag +
           " {\n    A = 0,\n    B = 1,\n}\n";
}

std::string write_rust_declarations(const Unit& unit) {
    std::string text;
    for (const auto& one : unit.enums) text += rust_enum(one);
    for (const auto& shape : unit.shapes) {
        text += rust_attributes(shape) + "pub " + (shape.is_union ? "union " : "struct ") + shape.tag + " {\n";
        for (const auto& member : shape.members) {
            text += "    pub " + member.name + ": " + rust_type(unit, member, "") + ",\n";
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
                     size_of(rust_type(unit, member, "")) + ", " + size_of(rust_element(unit, member, "")) + ", " +
                     std::to_string(table_kind(subject.record.fields[f].type.kind)) + ", " + rust_sign(unit, member) +
                     ",\n";
        }
    }
    return "#![no_std]\ninclude!(\"" + file + "\");\n#[link_section = \".truth\"]\n#[used]\nstatic TRUTH: [u64; " +
           std::to_string(count) + "] = [\n" + words + "    0,\n];\n" + uses;
}

}  // namespace abi::truth
