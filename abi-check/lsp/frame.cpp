#include "lsp/frame.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace abi::lsp {
namespace {

constexpr std::string_view length_name = "content-length";

char lower(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

std::string lower(std::string_view text) {
    std::string small(text);
    std::ranges::transform(small, small.begin(), [](char c) { return lower(c); });
    return small;
}

std::string_view trim(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// RFC 9110, 5.6.2.
bool is_token(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
        return std::isalnum(c) != 0 ||
               std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos;
    });
}

std::optional<std::uint64_t> parse_length(std::string_view text) {
    std::uint64_t length = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return length;
}

/// The protocol knows one encoding, which old clients also call utf8.
bool is_utf8(std::string_view content_type) {
    const auto small = lower(content_type);
    const auto at = small.find("charset=");
    if (at == std::string::npos) return true;
    const auto name = std::string_view(small).substr(at + 8);
    return name.starts_with("utf-8") || name.starts_with("utf8") || name.starts_with("\"utf-8\"");
}

/// Where in a line a header begins behind other bytes, such as behind a body that was longer than stated.
std::size_t find_header(std::string_view line) {
    const auto at = lower(line).find(std::string(length_name) + ":");
    return at == std::string::npos ? line.size() : at;
}

}  // namespace

void FrameReader::forget_read() {
    if (at_ == waiting_.size()) {
        waiting_.clear();
    } else if (at_ > 65536) {
        waiting_.erase(0, at_);
    } else {
        return;
    }
    at_ = 0;
}

std::optional<std::string_view> FrameReader::take_line() {
    const auto end = waiting_.find('\n', at_);
    if (end == std::string::npos) return std::nullopt;
    std::string_view line = std::string_view(waiting_).substr(at_, end - at_);
    at_ = end + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

Frame FrameReader::fail(std::string error) {
    is_broken_ = true;
    header_bytes_ = 0;
    stated_length_.reset();
    return {"", std::move(error)};
}

std::optional<Frame> FrameReader::end_header() {
    header_bytes_ = 0;
    if (!stated_length_) return fail("expected a header with Content-Length, found none");
    const auto length = *stated_length_;
    stated_length_.reset();
    if (length > limits_.body_bytes) {
        skip_ = length;
        return Frame{"", "expected at most " + std::to_string(limits_.body_bytes) + " bytes in a message, found " +
                             std::to_string(length)};
    }
    length_ = length;
    return std::nullopt;
}

std::optional<Frame> FrameReader::read_header_line(std::string_view line) {
    const auto bytes = line.size() + 1;
    if (is_broken_) {
        line.remove_prefix(find_header(line));
        if (line.empty()) return std::nullopt;
        is_broken_ = false;
    }
    if (line.empty()) return end_header();
    header_bytes_ += bytes;
    if (header_bytes_ > limits_.header_bytes) return fail("expected a shorter header");
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
        auto error = fail("expected a header such as \"Content-Length: 2\", found other bytes");
        line.remove_prefix(find_header(line));
        if (!line.empty()) read_header_line(line);  // it begins with a name, so this is not called again
        return error;
    }
    const auto name = lower(line.substr(0, colon));
    const auto value = trim(line.substr(colon + 1));
    if (name == "content-type" && !is_utf8(value)) return fail("expected messages in utf-8, found another charset");
    if (name != length_name) return std::nullopt;
    const auto length = parse_length(value);
    if (!length || stated_length_) return fail("expected one number as Content-Length");
    stated_length_ = length;
    return std::nullopt;
}

std::optional<Frame> FrameReader::next() {
    while (true) {
        const auto left = waiting_.size() - at_;
        if (skip_ != 0) {
            const auto skipped = std::min<std::uint64_t>(skip_, left);
            at_ += skipped;
            skip_ -= skipped;
            forget_read();
            if (skip_ != 0) return std::nullopt;
        } else if (length_) {
            if (left < *length_) return std::nullopt;
            Frame frame{waiting_.substr(at_, *length_), ""};
            at_ += *length_;
            length_.reset();
            forget_read();
            return frame;
        } else if (const auto line = take_line()) {
            auto frame = read_header_line(*line);
            forget_read();
            if (frame) return frame;
        } else {
            if (left <= limits_.header_bytes) return std::nullopt;
            // No line of a header is that long. The end may be the beginning of one.
            at_ = waiting_.size() - length_name.size();
            forget_read();
            if (!is_broken_) return fail("expected a shorter header");
            return std::nullopt;
        }
    }
}

std::string framed(std::string_view body) {
    return "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

}  // namespace abi::lsp
