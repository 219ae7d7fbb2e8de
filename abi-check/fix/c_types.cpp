#include "fix/c_types.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "model/find.h"

namespace abi::fix {
namespace {

/// The usual families of names. The first that a source uses is taken.
constexpr std::array families{
    TypeWords{"std::uint", "std::int", "_t"},
    TypeWords{"uint", "int", "_t"},
    TypeWords{"__u", "__s", ""},
    TypeWords{"u", "s", ""},
    TypeWords{"u", "i", ""},
    TypeWords{"U", "S", ""},
};

constexpr std::array<std::string_view, 4> widths{"8", "16", "32", "64"};

bool is_of(const TypeWords& family, std::string_view spelling) {
    return std::ranges::any_of(widths, [&](std::string_view width) {
        const auto name = [&](std::string_view begin) {
            return std::string(begin) + std::string(width) + std::string(family.end);
        };
        return spelling == name(family.unsigned_begin) || spelling == name(family.signed_begin);
    });
}

/// Two families share the unsigned names, so the signed ones decide where there are any.
bool has_signed(const TypeWords& family, const Tokens& text) {
    return std::ranges::any_of(text.tokens, [&](const Token& token) {
        return token.text.starts_with(family.signed_begin) && is_of(family, token.text);
    });
}

const TypeWords* family_of(std::string_view spelling, const Tokens& text) {
    const TypeWords* first = nullptr;
    for (const auto& family : families) {
        if (!is_of(family, spelling)) continue;
        if (has_signed(family, text)) return &family;
        if (first == nullptr) first = &family;
    }
    return first;
}

/// "std::uint32_t" in a text are three tokens.
const TypeWords* family_in(const Tokens& text) {
    for (std::size_t at = 0; at < text.tokens.size(); ++at) {
        const auto& token = text.tokens[at];
        if (token.what != Token::What::name) continue;
        const bool is_std = at >= 2 && text.tokens[at - 1].is("::") && text.tokens[at - 2].is("std");
        if (const auto* family = family_of((is_std ? "std::" : "") + std::string(token.text), text)) return family;
    }
    return nullptr;
}

std::string_view plain_integer(std::uint64_t width_bits, bool is_signed) {
    switch (width_bits) {
    case 8: return is_signed ? "signed char" : "unsigned char";
    case 16: return is_signed ? "short" : "unsigned short";
    case 32: return is_signed ? "int" : "unsigned int";
    case 64: return is_signed ? "long long" : "unsigned long long";
    case 128: return is_signed ? "__int128" : "unsigned __int128";
    default: return "";
    }
}

std::string spell_integer(std::uint64_t width_bits, bool is_signed, const TypeWords& words) {
    if (words.unsigned_begin.empty() || width_bits > 64 || plain_integer(width_bits, false).empty()) {
        return std::string(plain_integer(width_bits, is_signed));
    }
    return std::string(is_signed ? words.signed_begin : words.unsigned_begin) + std::to_string(width_bits) +
           std::string(words.end);
}

bool is_c_name(std::string_view name) {
    constexpr std::array<std::string_view, 26> keywords{
        "auto", "bool",   "break", "case",   "char",   "class",  "const", "default", "delete",
        "do",   "double", "else",  "enum",   "extern", "float",  "for",   "goto",    "if",
        "int",  "long",   "new",   "return", "short",  "struct", "this",  "union"};
    const auto is_part = [](unsigned char c) { return c == '_' || std::isalnum(c) != 0; };
    return !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) == 0 &&
           std::ranges::all_of(name, is_part) && !contains(keywords, name);
}

}  // namespace

TypeWords type_words(const Record& record, const Tokens& text, bool is_cpp) {
    const TypeWords* family = nullptr;
    for (const auto& field : record.fields) {
        if (family == nullptr) family = family_of(field.type.spelling, text);
    }
    if (family == nullptr) family = family_in(text);
    TypeWords words = family == nullptr ? TypeWords{} : *family;
    words.is_cpp = is_cpp;
    return words;
}

std::optional<std::string> spell_element(const Type& type, const TypeWords& words) {
    std::string text;
    switch (type.kind) {
    case Kind::unsigned_integer: text = spell_integer(type.width_bits, false, words); break;
    case Kind::signed_integer: text = spell_integer(type.width_bits, true, words); break;
    case Kind::byte: text = spell_integer(8, false, words); break;
    case Kind::floating: text = type.width_bits == 32 ? "float" : type.width_bits == 64 ? "double" : ""; break;
    case Kind::boolean: text = type.width_bits != 8 ? "" : words.is_cpp ? "bool" : "_Bool"; break;
    default: break;
    }
    if (text.empty()) return std::nullopt;
    return text;
}

std::optional<std::string> spell_member(const Field& field, const TypeWords& words) {
    const auto element = spell_element(field.type, words);
    if (!element || !is_c_name(field.name) || field.byte_order) return std::nullopt;
    std::string text = *element + " " + field.name;
    if (field.type.flexible_tail) text += "[]";
    for (const auto extent : field.type.extents) text += "[" + std::to_string(extent) + "]";
    if (field.bit_width) text += " : " + std::to_string(*field.bit_width);
    return text;
}

bool is_cpp_text(std::string_view file, std::string_view unit, const Tokens& text) {
    const auto ending = [](std::string_view path) { return path.substr(std::min(path.rfind('.'), path.size())); };
    constexpr std::array<std::string_view, 10> cpp{".cpp", ".cc", ".cxx", ".C",   ".c++",
                                                   ".hpp", ".hh", ".hxx", ".ipp", ".inl"};
    for (const auto path : {file, unit}) {
        if (contains(cpp, ending(path))) return true;
        if (ending(path) == ".c") return false;
    }
    constexpr std::array<std::string_view, 7> words{"namespace", "template", "constexpr", "alignas",
                                                    "using",     "class",    "::"};
    return std::ranges::any_of(text.tokens, [&](const Token& token) { return contains(words, token.text); });
}

}  // namespace abi::fix
