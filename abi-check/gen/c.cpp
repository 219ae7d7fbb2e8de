// C11, with what GCC and clang have beyond it where C has no word: packed, aligned, 128-bit integers.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gen/c_family.h"
#include "gen/gen.h"
#include "gen/note.h"

namespace abi {
namespace {

using namespace gen;

constexpr auto keywords = std::to_array<std::string_view>({"alignas",
                                                           "alignof",
                                                           "auto",
                                                           "bool",
                                                           "break",
                                                           "case",
                                                           "char",
                                                           "const",
                                                           "constexpr",
                                                           "continue",
                                                           "default",
                                                           "do",
                                                           "double",
                                                           "else",
                                                           "enum",
                                                           "extern",
                                                           "false",
                                                           "float",
                                                           "for",
                                                           "goto",
                                                           "if",
                                                           "inline",
                                                           "int",
                                                           "long",
                                                           "nullptr",
                                                           "register",
                                                           "restrict",
                                                           "return",
                                                           "short",
                                                           "signed",
                                                           "sizeof",
                                                           "static",
                                                           "static_assert",
                                                           "struct",
                                                           "switch",
                                                           "thread_local",
                                                           "true",
                                                           "typedef",
                                                           "typeof",
                                                           "typeof_unqual",
                                                           "union",
                                                           "unsigned",
                                                           "void",
                                                           "volatile",
                                                           "while",
                                                           "_Alignas",
                                                           "_Alignof",
                                                           "_Atomic",
                                                           "_BitInt",
                                                           "_Bool",
                                                           "_Complex",
                                                           "_Decimal128",
                                                           "_Decimal32",
                                                           "_Decimal64",
                                                           "_Generic",
                                                           "_Imaginary",
                                                           "_Noreturn",
                                                           "_Static_assert",
                                                           "_Thread_local",
                                                           "asm",
                                                           "unix",
                                                           "linux",
                                                           "offsetof",
                                                           "size_t",
                                                           "NULL"});

std::string accept(const std::string& name) {
    const bool is_taken = std::ranges::find(keywords, name) != keywords.end() || is_word_of_stdint(name);
    return is_taken ? name + "_" : name;
}

std::string capitals(std::string name) {
    for (char& c : name) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return name;
}

/// A macro under the condition that its type exists.
std::string define(const std::string& name, const std::string& value, const Type& type, const std::string& doc,
                   const std::string& spec_name) {
    std::string text = comment("///", doc) + comment("//", renamed(spec_name, name));
    const bool is_wide = type.width_bits == 128;
    if (is_wide) text += "#ifdef __SIZEOF_INT128__\n";
    text += fmt::format("#define {} {}\n", name, value);
    return text + (is_wide ? "#endif\n" : "");
}

std::string write_enum(const Enum& one, CRecords& records, Names& types) {
    const std::string name = types.of(one.name);
    const bool is_wide = one.type.width_bits == 128;
    std::string text = comment("///", one.doc) + comment("//", renamed(one.name, name));
    if (is_wide) text += "#ifdef __SIZEOF_INT128__\n";
    text += fmt::format("{}typedef {} {};\n", is_wide ? "__extension__ " : "", records.type_word(one.type), name);
    return text + (is_wide ? "#endif\n\n" : "\n");
}

std::string define_values(const Enum& one, const CRecords& records, Names& types, Names& numbers) {
    if (one.enumerators.empty()) return "";
    std::string text = comment("//", "Values of " + types.of(one.name) + ":");
    for (const auto& value : one.enumerators) {
        const std::string word = records.value_word(value.value, one.type);
        text += define(numbers.of(value.name), word, one.type, value.doc, value.name);
    }
    return text + "\n";
}

std::string define_constants(const Layout& spec, const CRecords& records, Names& numbers) {
    std::string text;
    for (const auto& constant : spec.constants) {
        Type carrier = constant.type;
        if (const Enum* one = find_enum(spec, constant.type.name)) carrier = one->type;
        const std::string word = records.value_word(constant.value, carrier);
        text += define(numbers.of(constant.name), word, carrier, constant.doc, constant.name);
    }
    return text.empty() ? "" : text + "\n";
}

}  // namespace

std::string gen_c(const GenRequest& request) {
    const Layout& spec = request.spec;
    const CWords words{.static_assertion = "_Static_assert", .align_of = "_Alignof", .accept = accept};
    Names types(accept);
    // Macros replace every word that is spelled like them, so they are given names that nothing else has.
    Names numbers(accept);
    for (const auto& one : spec.enums) numbers.reserve(types.of(one.name));
    for (const auto& record : spec.records) numbers.reserve(types.of(record.name));
    CRecords records(spec, words, types);
    std::string declarations;
    for (const auto* record : in_order(spec)) {
        const std::string condition = records.condition(*record);
        const std::string written = records.write(*record);
        declarations += condition.empty() ? written + "\n" : fmt::format("#if {}\n{}#endif\n\n", condition, written);
    }
    for (const auto& name : records.field_names()) numbers.reserve(name);
    const std::string guard = numbers.free(capitals(as_identifier(request.name)) + "_ABI_H");

    std::string text;
    for (const auto& line : heading(request, "c")) text += comment("//", line);
    text += fmt::format(
        "#ifndef {0}\n#define {0}\n\n#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n\n", guard);
    text += float_lines(spec);
    for (const auto& one : spec.enums) text += write_enum(one, records, types);
    text += declarations;
    const std::string note = c_note(request);
    if (!note.empty()) text += note + "\n";
    // Macros come last: whatever they are called, they replace no word of the declarations.
    for (const auto& one : spec.enums) text += define_values(one, records, types, numbers);
    return text + define_constants(spec, records, numbers) + "#endif\n";
}

}  // namespace abi
