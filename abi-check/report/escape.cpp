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

/// The character at `at`, or one byte that belongs to none; moves `at` behind it.
std::string_view take_character(std::string_view text, std::size_t& at) {
    const std::size_t length = character_bytes(text, at);
    const std::string_view character = text.substr(at, length == 0 ? 1 : length);
    at += character.size();
    return character;
}

/// C0, DEL, and C1 in UTF-8: a terminal obeys them, and HTML forbids them.
bool is_control(std::string_view character) {
    const unsigned lead = byte_at(character, 0);
    return lead < 0x20 || lead == 0x7F || (lead == 0xC2 && byte_at(character, 1) < 0xA0);
}

/// Whether these bytes are no character, or a control character that is no line break and no tab.
bool is_refused(std::string_view character) {
    if (character_bytes(character, 0) == 0) return true;
    return is_control(character) && character != "\n" && character != "\t" && character != "\r";
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

std::string percent_code(char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const unsigned value = static_cast<unsigned char>(c);
    return {'%', digits[value >> 4], digits[value & 15]};
}

std::string percent_encode(std::string_view text, std::string_view also_plain) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '.' || c == '_' || c == '~' || also_plain.find(c) != std::string_view::npos;
        if (plain) {
            out += c;
        } else {
            out += percent_code(c);
        }
    }
    return out;
}

/// Only the bytes in `special` are percent-encoded.
std::string percent_encode_these(std::string_view text, std::string_view special) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) out += special.find(c) == std::string_view::npos ? std::string(1, c) : percent_code(c);
    return out;
}

/// A character, or the reference that stands for it in HTML and in XML.
void append_in_html(std::string& out, std::string_view character) {
    switch (character[0]) {
    case '&': out += "&amp;"; break;
    case '<': out += "&lt;"; break;
    case '>': out += "&gt;"; break;
    case '"': out += "&quot;"; break;
    case '\'': out += "&#39;"; break;
    default: out += character;
    }
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
        const std::string_view character = take_character(text, at);
        if (is_refused(character) || character == "\r") {
            out += replacement;
        } else {
            append_in_html(out, character);
        }
    }
    return out;
}

std::string plain_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view character = take_character(text, at);
        out += is_refused(character) ? replacement : character;
    }
    return out;
}

std::string escape_xml(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view character = take_character(text, at);
        if (is_refused(character) || character == "\uFFFE" || character == "\uFFFF") {
            out += replacement;
        } else if (is_control(character)) {
            out += "&#" + std::to_string(byte_at(character, 0)) + ";";
        } else {
            append_in_html(out, character);
        }
    }
    return out;
}

std::string escape_command(std::string_view text) {
    return percent_encode_these(plain_text(text), "%\r\n");
}

std::string escape_property(std::string_view text) {
    return percent_encode_these(plain_text(text), "%\r\n:,");
}

std::string escape_markdown(std::string_view text) {
    std::string out;
    bool in_code = false;
    const std::string clean = plain_text(text);
    for (std::size_t at = 0; at < clean.size(); ++at) {
        const char c = clean[at];
        if (c == '`') {
            // A pair encloses at least one character: two backticks in a row would open another kind of code.
            const auto close = clean.find('`', at + 1);
            const bool opens = close != std::string::npos && close != at + 1;
            if (in_code || opens) {
                in_code = !in_code;
                out += in_code ? "<code>" : "</code>";
            } else {
                out += "&#96;";
            }
        } else if (c == '\n' || c == '\r' || c == '\t') {
            out += ' ';
        } else if (c == '@' || c == '#') {
            // Services look for mentions after Markdown is rendered, in each text between tags.
            out += std::string("<span>") + c + "</span>";
        } else if (std::string_view("\\*_[]<>&|~$!").find(c) != std::string_view::npos) {
            out += "&#" + std::to_string(static_cast<int>(c)) + ";";
        } else {
            out += c;
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
        const std::string_view character = take_character(text, at);
        if (character_bytes(character, 0) != 0 && !is_control(character)) {
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
