#include "lsp/uri.h"

#include <cctype>

namespace abi::lsp {
namespace {

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::optional<std::string> path_of_uri(std::string_view uri) {
    constexpr std::string_view scheme = "file:";
    if (!uri.starts_with(scheme)) return std::nullopt;
    uri.remove_prefix(scheme.size());
    if (uri.starts_with("//")) {
        uri.remove_prefix(2);
        if (uri.starts_with("localhost/")) uri.remove_prefix(9);
    }
    if (!uri.starts_with('/')) return std::nullopt;  // of another host
    uri = uri.substr(0, uri.find_first_of("?#"));
    std::string path;
    for (std::size_t at = 0; at < uri.size(); ++at) {
        if (uri[at] != '%') {
            path += uri[at];
            continue;
        }
        if (at + 2 >= uri.size()) return std::nullopt;
        const int high = digit_of(uri[at + 1]);
        const int low = digit_of(uri[at + 2]);
        if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
        path += static_cast<char>(high * 16 + low);
        at += 2;
    }
    return path;
}

std::string uri_of_path(std::string_view path) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string uri = "file://";
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_plain =
            (byte < 0x80 && std::isalnum(byte) != 0) || std::string_view("/-._~").find(c) != std::string_view::npos;
        if (is_plain) {
            uri += c;
        } else {
            uri += {'%', digits[byte >> 4U], digits[byte & 15U]};
        }
    }
    return uri;
}

}  // namespace abi::lsp
