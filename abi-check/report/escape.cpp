#include "report/escape.h"

#include <array>
#include <cstddef>

namespace abi {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

unsigned byte_at(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

/// The length in bytes of the UTF-8 character that begins at `at` (RFC 3629 §4); 0: there is no valid character.
std::size_t character_bytes(std::string_view text, std::size_t at) {
    const unsigned lead = byte_at(text, at);
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > text.size()) return 0;
    const unsigned second = byte_at(text, at + 1);
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool surrogate = lead == 0xED && second > 0x9F;
    const bool beyond_unicode = lead == 0xF4 && second > 0x8F;
    if (overlong || surrogate || beyond_unicode) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte_at(text, at + i) & 0xC0) != 0x80) return 0;
    }
    return length;
}

/// C0, DEL, and C1 in UTF-8: a terminal obeys them, and HTML forbids them.
bool is_control(std::string_view character) {
    const unsigned lead = byte_at(character, 0);
    return lead < 0x20 || lead == 0x7F || (lead == 0xC2 && byte_at(character, 1) < 0xA0);
}

/// By byte: printable ASCII that means nothing in HTML.
constexpr auto plain_in_html = [] {
    std::array<bool, 256> plain{};
    for (unsigned char c = 0x20; c < 0x7F; ++c) plain[c] = c != '&' && c != '<' && c != '>' && c != '"' && c != '\'';
    return plain;
}();

/// How many bytes at the start of the text stay as they are in HTML.
std::size_t plain_length(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size() && plain_in_html[static_cast<unsigned char>(text[length])]) ++length;
    return length;
}

std::string percent_encode(std::string_view text, std::string_view also_plain) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_' || c == '~' || also_plain.find(c) != std::string_view::npos;
        if (plain) {
            out += c;
        } else {
            const unsigned value = static_cast<unsigned char>(c);
            out += {'%', digits[value >> 4], digits[value & 15]};
        }
    }
    return out;
}

}  // namespace

std::string escape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view plain = text.substr(at, plain_length(text.substr(at)));
        out += plain;
        at += plain.size();
        if (at == text.size()) break;
        const std::size_t length = character_bytes(text, at);
        const std::string_view character = text.substr(at, length == 0 ? 1 : length);
        at += character.size();
        const char c = character[0];
        if (length == 0 || (is_control(character) && c != '\n' && c != '\t')) {
            out += replacement;
        } else if (c == '&') {
            out += "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else if (c == '"') {
            out += "&quot;";
        } else if (c == '\'') {
            out += "&#39;";
        } else {
            out += character;
        }
    }
    return out;
}

bool needs_escape(std::string_view text) {
    return plain_length(text) != text.size();
}

std::string escape_id(std::string_view text) {
    return percent_encode(text, "");
}
std::string escape_uri(std::string_view path) {
    return percent_encode(path, "/");
}

std::string escape_terminal(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = character_bytes(text, at);
        const std::string_view character = text.substr(at, length == 0 ? 1 : length);
        at += character.size();
        if (length != 0 && !is_control(character)) {
            out += character;
            continue;
        }
        for (const char c : character) {
            const unsigned value = static_cast<unsigned char>(c);
            out += {'\\', 'x', digits[value >> 4], digits[value & 15]};
        }
    }
    return out;
}

}  // namespace abi
