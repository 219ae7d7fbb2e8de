#include <algorithm>

#include "test/truth/write.h"

namespace abi::truth {
namespace {

constexpr std::string_view prelude = R"(typedef __UINT8_TYPE__ uint8_t; typedef __INT8_TYPE__ int8_t;
typedef __UINT16_TYPE__ uint16_t; typedef __INT16_TYPE__ int16_t;
typedef __UINT32_TYPE__ uint32_t; typedef __INT32_TYPE__ int32_t;
typedef __UINT64_TYPE__ uint64_t; typedef __INT64_TYPE__ int64_t;
typedef __SIZE_TYPE__ size_t; typedef __UINTPTR_TYPE__ uintptr_t;
typedef int four_ints __attribute__((vector_size(16)));
typedef int int_at_1 __attribute__((aligned(1)));
typedef int int_at_2 __attribute__((aligned(2)));
typedef int int_at_16 __attribute__((aligned(16)));
typedef long long long_long_at_2 __attribute__((aligned(2)));
typedef char char_at_4 __attribute__((aligned(4)));
)";

std::string in_attribute(bool packed, unsigned aligned) {
    if (!packed && aligned == 0) return "";
    std::string text = packed ? "packed" : "";
    if (aligned != 0) text += (packed ? ", aligned(" : "aligned(") + std::to_string(aligned) + ")";
    return "__attribute__((" + text + "))";
}

class Writer {
  public:
    Writer(const Unit& unit, const Dialect& dialect) : unit_(unit), dialect_(dialect) {}

    std::string write() {
        text_ = prelude;
        if (is_cpp()) text_ += "struct Pointed;\n";
        for (const auto& one : unit_.enums) write(one);
        for (const auto& shape : unit_.shapes) {
            if (shape.pack != 0) text_ += "#pragma pack(push, " + std::to_string(shape.pack) + ")\n";
            write(shape, 0);
            text_ += ";\n";
            if (shape.pack != 0) text_ += "#pragma pack(pop)\n";
        }
        return std::move(text_);
    }

    /// A scalar's declarator around a name; without a name the type.
    std::string declare(const Scalar& scalar, const std::string& name) const {
        if (!scalar.only_64 || dialect_.has_int128) {
            const bool blank = !name.empty() && scalar.before.back() != '*';
            return scalar.before + (blank ? " " : "") + name + scalar.after;
        }
        return std::string(scalar.before.starts_with("unsigned") ? "unsigned " : "") + "long long " + name;
    }

    std::string spell(const Shape& shape) const {
        return is_cpp() ? shape.tag : (shape.is_union ? "union " : "struct ") + shape.tag;
    }
    std::string spell(const Enumeration& one) const { return is_cpp() ? one.tag : "enum " + one.tag; }

    std::uint64_t bits_of(const Member& member) const {
        const std::uint64_t bits = member.bits.value_or(0);
        if (member.of != Member::Of::scalar) return bits;
        const auto& scalar = scalars_of(unit_.language).at(member.index);
        if (scalar.before == "wchar_t") return std::min<std::uint64_t>(bits, dialect_.wchar_bits);
        const bool is_wide = scalar.only_64;
        return is_wide && !dialect_.has_int128 ? std::min<std::uint64_t>(bits, 64) : bits;
    }

  private:
    bool is_cpp() const { return unit_.language == Language::cpp; }

    void write(const Enumeration& one) {
        text_ += "enum ";
        if (one.scoped) text_ += "class ";
        if (one.packed) text_ += "__attribute__((packed)) ";
        text_ += one.tag;
        if (!one.underlying.empty()) text_ += " : " + one.underlying;
        text_ += " {";
        for (std::size_t i = 0; i < one.values.size(); ++i) {
            text_ += (i == 0 ? " " : ", ") + one.tag + "_" + std::to_string(i) + " = " + one.values[i];
        }
        text_ += " };\n";
    }

    void write(const Shape& shape, unsigned depth) {
        text_ += shape.is_union ? "union" : "struct";
        if (shape.at_least != 0) {
            // GCC has no mixture of alignas and its own attributes.
            text_ += " alignas(" + std::to_string(shape.at_least) + ")" + (shape.packed ? " [[gnu::packed]]" : "");
        } else if (const auto attribute = in_attribute(shape.packed, shape.aligned); !attribute.empty()) {
            text_ += " " + attribute;
        }
        if (!shape.tag.empty()) text_ += " " + shape.tag;
        for (std::size_t i = 0; i < shape.bases.size(); ++i) {
            const auto& base = shape.bases[i];
            text_ += (i == 0 ? " : " : ", ") + std::string(base.is_virtual ? "virtual " : "") +
                     unit_.shapes.at(base.record).tag;
        }
        text_ += " {\n";
        const std::string indent((depth + 1) * std::size_t{4}, ' ');
        if (shape.has_virtual_function) text_ += indent + "virtual void speak() {}\n";
        bool is_private = false;
        for (const auto& member : shape.members) {
            if (member.is_private != is_private) text_ += member.is_private ? "  private:\n" : "  public:\n";
            is_private = member.is_private;
            text_ += indent;
            write(member, depth);
        }
        text_ += std::string(depth * std::size_t{4}, ' ') + "}";
    }

    void write(const Member& member, unsigned depth) {
        if (member.shares_room) text_ += "[[no_unique_address]] ";
        if (member.at_least != 0) {
            text_ += (is_cpp() ? "alignas(" : "_Alignas(") + std::to_string(member.at_least) + ") ";
        }
        text_ += member.qualifier;
        std::string name = member.name;
        if (member.flexible) name += "[]";
        for (const auto extent : member.extents) name += "[" + std::to_string(extent) + "]";
        switch (member.of) {
        case Member::Of::scalar: text_ += declare(scalars_of(unit_.language).at(member.index), name); break;
        case Member::Of::enumeration: text_ += spell(unit_.enums.at(member.index)) + " " + name; break;
        case Member::Of::record: text_ += spell(unit_.shapes.at(member.index)) + " " + name; break;
        case Member::Of::inner:
            write(member.inner.front(), depth + 1);
            if (!name.empty()) text_ += " " + name;
            break;
        }
        if (member.bits) text_ += " : " + std::to_string(bits_of(member));
        if (const auto attribute = in_attribute(member.packed, member.aligned); !attribute.empty()) {
            text_ += " " + attribute;
        }
        text_ += ";\n";
    }

    const Unit& unit_;
    const Dialect& dialect_;
    std::string text_;
};

class TableWriter {
  public:
    TableWriter(const Unit& unit, const Dialect& dialect) : unit_(unit), writer_(unit, dialect) {}

    std::string write(const std::vector<Subject>& subjects, const std::string& file) {
        std::string words;
        std::string objects;
        std::string types;
        for (std::size_t s = 0; s < subjects.size(); ++s) {
            const auto& subject = subjects[s];
            const std::string type = "S" + std::to_string(s);
            // No typedef: it would be the name of a record that has none, in C and in its debug information.
            types += "#define " + type + " " + subject.type + "\n" + type + " *truth_used_" + std::to_string(s) + ";\n";
            words += "sizeof(" + type + "), " + (is_cpp() ? "alignof(" : "_Alignof(") + type + "),\n";
            for (std::size_t f = 0; f < subject.asked.size(); ++f) {
                const auto& asked = subject.asked[f];
                words +=
                    row(type, "truth_used_" + std::to_string(s) + "->" + asked.path, subject.record.fields[f], asked);
                if (!asked.member->bits || asked.has_no_expression) continue;
                const std::string of = std::to_string(s) + "_" + std::to_string(f);
                objects += is_cpp() ? cpp_object(type, of, asked) : c_object(type, of, asked);
            }
        }
        // Names and types may be local, because this is not linked.
        return "#include \"" + file + "\"\n" + types + "__attribute__((section(\".truth\"), used)) static const " +
               "unsigned long long truth[] = {\n" + words + "0};\n" + objects;
    }

  private:
    bool is_cpp() const { return unit_.language == Language::cpp; }

    std::string type_of(const Member& member) const {
        if (member.of == Member::Of::enumeration) return writer_.spell(unit_.enums.at(member.index));
        return writer_.declare(scalars_of(unit_.language).at(member.index), "");
    }

    /// A type that is an integer, of which the compiler can say whether it is signed; empty: it is none.
    std::string integer_of(const Member& member) const {
        if (member.of == Member::Of::enumeration) {
            return is_cpp() ? "__underlying_type(" + type_of(member) + ")" : type_of(member);
        }
        const bool is_scalar = member.of == Member::Of::scalar;
        if (!is_scalar || scalars_of(unit_.language).at(member.index).asked_sign.empty()) return "";
        return type_of(member);
    }

    /// `access`: the field of an object, which sizeof does not touch.
    std::string row(const std::string& type, const std::string& access, const Field& field,
                    const Subject::Asked& asked) const {
        const auto& member = *asked.member;
        std::string element = access;
        if (member.flexible) element += "[0]";
        for (std::size_t i = 0; i < member.extents.size(); ++i) element += "[0]";
        const bool no_offset = member.bits || asked.has_no_expression;
        std::string text = no_offset ? "~0ULL" : "8ULL * __builtin_offsetof(" + type + ", " + asked.path + ")";
        text += ", " + (member.flexible ? "0" : "8ULL * sizeof(" + (member.bits ? type_of(member) : access) + ")");
        text += ", 8ULL * sizeof(" + (member.bits ? type_of(member) : element) + "), ";
        const bool is_long_double = member.of == Member::Of::scalar && type_of(member) == "long double";
        // x87's 80 bits are no format of IEEE 754 with a width of its own.
        text += is_long_double ? "__LDBL_MANT_DIG__ == 53 || __LDBL_MANT_DIG__ == 113 ? 2 : 0"
                               : std::to_string(table_kind(field.type.kind));
        const auto integer = integer_of(member);
        text += integer.empty() ? ", 0,\n" : ", ((" + integer + ")-1 < (" + integer + ")0),\n";
        return text;
    }

    std::string all_ones(const Member& member) const {
        if (member.of == Member::Of::enumeration) {
            if (!is_cpp()) return "(" + type_of(member) + ")-1";
            return "__builtin_bit_cast(" + type_of(member) + ", static_cast<" + integer_of(member) + ">(-1))";
        }
        const bool is_boolean = scalars_of(unit_.language).at(member.index).kind == Kind::boolean;
        return is_boolean ? "1" : "-1";
    }

    static std::string place(const std::string& name) {
        return " " + name + " __attribute__((section(\".truth_bits\"), used))";
    }

    std::string c_object(const std::string& type, const std::string& of, const Subject::Asked& asked) const {
        return type + place("truth_bits_" + of) + " = {." + asked.path + " = " + all_ones(*asked.member) + "};\n";
    }

    /// A constant expression reaches bases and private members, too. A virtual table and a null pointer to a member
    /// are not zero, hence the object to compare with: the same one with the field's bits clear.
    std::string cpp_object(const std::string& type, const std::string& of, const Subject::Asked& asked) const {
        const std::string value = "value_" + of;
        const auto object = [&](const std::string& name, const std::string& set) {
            return type + place("truth_" + name + "_" + of) + " = make_" + of + "(" + set + "); ";
        };
        return "typedef decltype(truth_used_" + of.substr(0, of.find('_')) + "->" + asked.path + ") " + value +
               ";\nconstexpr " + type + " make_" + of + "(" + value + " value) { " + type + " r{}; r." + asked.path +
               " = value; return r; }\n" + "extern \"C\" { " + object("bits", all_ones(*asked.member)) +
               object("zero", value + "()") + "}\n";
    }

    const Unit& unit_;
    Writer writer_;
};

}  // namespace

std::string write_c_declarations(const Unit& unit, const Dialect& dialect) {
    return Writer(unit, dialect).write();
}

std::string write_c_table(const Unit& unit, const std::vector<Subject>& subjects, const Dialect& dialect,
                          const std::string& file) {
    return TableWriter(unit, dialect).write(subjects, file);
}

}  // namespace abi::truth
