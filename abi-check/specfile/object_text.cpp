#include "specfile/object_text.h"

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

namespace abi {
namespace {

/// Whether JSON holds the text as it is. Without an early exit, so that compilers use vectors.
bool is_plain(std::string_view value) {
    bool is_odd = false;
    for (const char c : value) is_odd |= c < ' ' || c > '~' || c == '"' || c == '\\';
    return !is_odd;
}

}  // namespace

void ObjectText::begin(std::string_view key) {
    if (!is_empty_) text_ += ',';
    is_empty_ = false;
    if (rows_) new_line(indent_ + 1);
    text_ += '"';
    text_ += key;
    text_ += rows_ ? "\": " : "\":";
}

void ObjectText::close() {
    if (rows_) new_line(indent_);
    text_ += '}';
}

void ObjectText::new_line(std::size_t indent) {
    text_ += '\n';
    text_.append(indent, ' ');
}

void ObjectText::put(std::string_view key, std::string_view value) {
    begin(key);
    add_text(value);
}

void ObjectText::put(std::string_view key, const std::vector<std::string>& values) {
    begin(key);
    for (std::size_t at = 0; at < values.size(); ++at) {
        text_ += at == 0 ? '[' : ',';
        add_text(values[at]);
    }
    text_ += values.empty() ? "[]" : "]";
}

void ObjectText::put(std::string_view key, const std::vector<std::uint64_t>& values) {
    begin(key);
    for (std::size_t at = 0; at < values.size(); ++at) {
        text_ += at == 0 ? '[' : ',';
        add_number(values[at]);
    }
    text_ += values.empty() ? "[]" : "]";
}

void ObjectText::put_number(std::string_view key, std::uint64_t value) {
    begin(key);
    add_number(value);
}

void ObjectText::put_word(std::string_view key, std::string_view word) {
    begin(key);
    text_ += word;
}

void ObjectText::add_number(std::uint64_t value) {
    std::array<char, 20> digits{};  // of the greatest number
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    text_.append(digits.data(), end);
}

void ObjectText::add_text(std::string_view value) {
    if (!is_plain(value)) {
        text_ += nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        return;
    }
    text_ += '"';
    text_ += value;
    text_ += '"';
}

}  // namespace abi
