#include "read/probe/rust_text.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace abi::probe {

bool is_of_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

std::string without_comments(std::string_view text) {
    std::string kept;
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at).starts_with("//")) {
            at = std::min(text.find('\n', at), text.size());
        } else if (text.substr(at).starts_with("/*")) {
            const auto end = text.find("*/", at + 2);
            at = end == std::string_view::npos ? text.size() : end + 2;
        } else {
            kept += text[at++];
        }
    }
    return kept;
}

std::size_t after_brackets(std::string_view text, std::size_t at) {
    int depth = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '(' || c == '[' || c == '{' || c == '<') ++depth;
        const bool is_arrow = c == '>' && at != 0 && text[at - 1] == '-';
        if (!is_arrow && (c == ')' || c == ']' || c == '}' || c == '>') && --depth == 0) return at + 1;
    }
    return text.size();
}

std::string_view without_head(std::string_view text) {
    text = trimmed(text);
    while (text.starts_with("#[")) text = trimmed(text.substr(after_brackets(text, 1)));
    if (text.starts_with("pub") && text.size() > 3 && !is_of_name(text[3])) {
        text = trimmed(text.substr(3));
        if (text.starts_with('(')) text = trimmed(text.substr(after_brackets(text, 0)));
    }
    if (text.starts_with("r#")) text.remove_prefix(2);
    return text;
}

namespace {

std::optional<Member> member_of(std::string_view text) {
    text = without_head(text);
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto name = trimmed(text.substr(0, colon));
    if (name.empty() || !std::ranges::all_of(name, is_of_name)) return std::nullopt;
    return Member{std::string(name), std::string(trimmed(text.substr(colon + 1)))};
}

}  // namespace

std::vector<std::string_view> parts_of(std::string_view body) {
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0, at = 0; at <= body.size();) {
        const bool is_end = at == body.size();
        if (!is_end && std::string_view("([{<").find(body[at]) != std::string_view::npos) {
            at = after_brackets(body, at);
            continue;
        }
        if (is_end || body[at] == ',') {
            const auto part = trimmed(body.substr(begin, at - begin));
            if (!part.empty()) parts.push_back(part);
            begin = at + 1;
        }
        ++at;
    }
    return parts;
}

std::vector<Member> members_of(std::string_view body) {
    std::vector<Member> members;
    for (const auto part : parts_of(body)) {
        if (auto member = member_of(part)) members.push_back(std::move(*member));
    }
    return members;
}

std::string element_of(std::string_view type, std::vector<std::uint64_t>& extents) {
    type = trimmed(type);
    while (type.starts_with('[') && type.ends_with(']')) {
        const auto semicolon = type.rfind(';');
        if (semicolon == std::string_view::npos) return "";
        std::string digits(trimmed(type.substr(semicolon + 1, type.size() - semicolon - 2)));
        std::erase(digits, '_');
        if (digits.ends_with("usize")) digits.erase(digits.size() - 5);
        std::uint64_t extent = 0;
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), extent);
        if (error != std::errc() || stop != digits.data() + digits.size()) return "";
        extents.push_back(extent);
        type = trimmed(type.substr(1, semicolon - 1));
    }
    return std::string(type);
}

}  // namespace abi::probe
