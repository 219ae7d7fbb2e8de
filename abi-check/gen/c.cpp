// C11, with what GCC and clang have beyond it where C has no word: packed, aligned, 128-bit integers.
#include <fmt/format.h>

#include "gen/c_family.h"
#include "gen/note.h"

namespace abi {
namespace {

using namespace gen;

constexpr std::string_view keywords =
    "alignas alignof auto bool break case char const constexpr continue default do double else enum extern false "
    "float for goto if inline int long nullptr register restrict return short signed sizeof static static_assert "
    "struct switch thread_local true typedef typeof typeof_unqual union unsigned void volatile while _Alignas "
    "_Alignof _Atomic _BitInt _Bool _Complex _Decimal128 _Decimal32 _Decimal64 _Generic _Imaginary _Noreturn "
    "_Static_assert _Thread_local asm unix linux offsetof size_t ptrdiff_t NULL";

std::string capitals(std::string name) {
    for (char& c : name) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return name;
}

std::string define(const Source& source, const Type& type, const std::string& name, const std::string& number) {
    return if_wide(source, type, fmt::format("#define {} {}\n", name, number), "");
}

std::string write_enum(Source& source, const Enum& one) {
    const std::string name = source.types.of(one.name);
    const auto line = [&](const std::string& value, const std::string& number) {
        return define(source, one.type, value, number);
    };
    const std::string values = value_lines(source, one, source.values, "", line);
    if (!values.empty()) source.last += "// Values of " + name + ":\n" + values + "\n";
    return comments(source, one.doc, one.name, name) +
           if_wide(source, one.type, fmt::format("typedef {} {};\n", type_word(source, one.type), name)) + "\n";
}

/// Macros come last, so that they replace no word of the declarations. Their names are unlike all others.
std::string define_constant(Source& source, const Constant& constant, const std::string& name,
                            const std::string& number) {
    source.last += comments(source, constant.doc, constant.name, name) + define(source, constant.type, name, number);
    if (&constant == &source.spec.constants.back()) source.last += "\n";
    return "";
}

std::string opening(Source& source) {
    for (const auto& record : source.spec.records) {
        Names names(source.dialect.accept);
        for (const auto& field : record.fields) source.values.reserve(names.of(field.name));
    }
    const std::string guard = source.values.free(capitals(as_identifier(source.request.name)) + "_ABI_H");
    return fmt::format("#ifndef {0}\n#define {0}\n\n#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n\n",
                       guard) +
           float_lines(source.spec) + order_lines(source);
}

void finish(Source& source, std::string& text) {
    const std::string note = c_note(source.request);
    text += note + (note.empty() ? "" : "\n") + source.last + "#endif\n";
}

constexpr GenDialect c{.name = "c",
                       .end_remark = "  //",
                       .growth = "//",
                       .own_words = order_types,
                       .questions = c_questions,
                       .accept = [](const std::string& name) { return accept_c(keywords, name); },
                       .element = c_element,
                       .number = c_number,
                       .enumeration = write_enum,
                       .constant = define_constant,
                       .member = write_c_member,
                       .bits = write_c_bits,
                       .shared = write_c_shared,
                       .members_of_union = write_c_union,
                       .record = [](Body& body) { return write_c_record(body, ""); },
                       .opening = opening,
                       .finish = finish};

}  // namespace

std::string gen_c(const GenRequest& request) {
    return write_declarations(request, c);
}

}  // namespace abi
