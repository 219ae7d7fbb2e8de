#include "test/truth/write.h"

namespace abi::truth {
namespace {

std::string element_of(const Unit& unit, const Member& member) {
    if (member.of == Member::Of::scalar) return scalars_of(Language::nim).at(member.index).before;
    return member.of == Member::Of::record ? unit.shapes.at(member.index).tag : unit.enums.at(member.index).tag;
}

std::string type_of(const Unit& unit, const Member& member) {
    std::string text = element_of(unit, member);
    for (auto extent = member.extents.rbegin(); extent != member.extents.rend(); ++extent) {
        text = "array[" + std::to_string(*extent) + ", " + text + "]";
    }
    return text;
}

std::string pragma_of(const Member& member) {
    if (member.bits) return " {.bitsize: " + std::to_string(*member.bits) + ".}";
    return member.aligned == 0 ? "" : " {.align: " + std::to_string(member.aligned) + ".}";
}

std::string pragma_of(const Shape& shape) {
    if (shape.is_union) return " {.union.}";
    return shape.packed ? " {.packed.}" : "";
}

/// The table, in the C that Nim generates: the C compiler lays the records out. Backquotes hold Nim's names.
class TableWriter {
  public:
    explicit TableWriter(const Unit& unit) : unit_(unit) {}

    std::string write(const std::vector<Subject>& subjects, const std::string& declarations) {
        std::string used;
        for (std::size_t s = 0; s < subjects.size(); ++s) {
            const auto& subject = subjects[s];
            used += "var used" + std::to_string(s) + " {.exportc.}: " + subject.type + "\n";
            words_ += "sizeof(`" + subject.type + "`), _Alignof(`" + subject.type + "`),\n";
            for (std::size_t f = 0; f < subject.asked.size(); ++f) field(subject, s, f);
        }
        return "include " + declarations + "\n" + used + "{.emit: \"\"\"\n" + objects_ +
               "__attribute__((section(\".truth\"), used)) static const unsigned long long truth[] = {\n" + words_ +
               "0};\n\"\"\".}\n";
    }

  private:
    void field(const Subject& subject, std::size_t s, std::size_t f) {
        const auto& member = *subject.asked[f].member;
        const auto access = "((`" + subject.type + "` *)0)->" + member.name;
        std::string element = access;
        for (std::size_t i = 0; i < member.extents.size(); ++i) element += "[0]";
        const auto size_of = [&](const std::string& what) {
            return member.bits ? "8ULL * sizeof(" + c_type(member) + ")" : "8ULL * sizeof(" + what + ")";
        };
        words_ += member.bits ? "~0ULL" : "8ULL * __builtin_offsetof(`" + subject.type + "`, " + member.name + ")";
        words_ += ", " + size_of(access) + ", " + size_of(element) + ", " +
                  std::to_string(table_kind(subject.record.fields[f].type.kind)) + ", " + sign_of(member) + ",\n";
        if (!member.bits) return;
        objects_ += "`" + subject.type + "` truth_bits_" + std::to_string(s) + "_" + std::to_string(f) +
                    " __attribute__((section(\".truth_bits\"), used)) = {." + member.name + " = -1};\n";
    }

    /// Integers with bit-fields have names of C in the generated file.
    static std::string c_type(const Member& member) {
        return "`" + scalars_of(Language::nim).at(member.index).before + "`";
    }

    std::string sign_of(const Member& member) const {
        std::string type;
        if (member.of == Member::Of::scalar) type = scalars_of(Language::nim).at(member.index).asked_sign;
        if (member.of == Member::Of::enumeration) type = unit_.enums.at(member.index).tag;
        return type.empty() ? "0" : "((`" + type + "`)-1 < (`" + type + "`)0)";
    }

    const Unit& unit_;
    std::string words_;
    std::string objects_;
};

}  // namespace

std::string write_nim_declarations(const Unit& unit) {
    std::string text = "type\n";
    for (const auto& one : unit.enums) {
        text += "  " + one.tag + "* {.size: " + one.underlying + ".} = enum\n    a" + one.tag + ", b" + one.tag + "\n";
    }
    for (const auto& shape : unit.shapes) {
        text += "  " + shape.tag + "*" + pragma_of(shape) + " = object\n";
        for (const auto& member : shape.members) {
            text += "    " + member.name + "*" + pragma_of(member) + ": " + type_of(unit, member) + "\n";
        }
    }
    return text;
}

std::string write_nim_table(const Unit& unit, const std::vector<Subject>& subjects, const std::string& file) {
    return TableWriter(unit).write(subjects, file.substr(0, file.rfind('.')));
}

}  // namespace abi::truth
