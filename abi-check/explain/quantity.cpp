#include "explain/quantity.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace abi {
namespace {

constexpr std::array<std::string_view, 75> small_words{
    "fd",      "pid",     "tid",   "tgid",    "ppid",     "uid",     "gid",    "prio",  "priority", "ioprio",
    "nice",    "cpu",     "core",  "channel", "channels", "version", "major",  "minor", "revision", "rev",
    "errno",   "error",   "err",   "status",  "result",   "res",     "ret",    "level", "index",    "idx",
    "ifindex", "vector",  "irq",   "queue",   "node",     "nodeid",  "port",   "class", "subclass", "protocol",
    "proto",   "family",  "mode",  "method",  "ttl",      "tos",     "hops",   "slot",  "bank",     "group",
    "signal",  "signo",   "code",  "reason",  "unit",     "lun",     "bus",    "align", "shift",    "weight",
    "policy",  "action",  "tag",   "link",    "info",     "op",      "opcode", "cmd",   "command",  "kind",
    "type",    "subtype", "state", "enable",  "enabled"};
constexpr std::array<std::string_view, 47> size_words{
    "len",     "length",    "size",    "bytes",    "count",    "cnt",    "num",     "number",  "nr",      "total",
    "width",   "height",    "depth",   "capacity", "limit",    "blocks", "sectors", "entries", "pages",   "segments",
    "packets", "frames",    "samples", "files",    "words",    "max",    "min",     "maximum", "minimum", "window",
    "mtu",     "rate",      "freq",    "speed",    "interval", "period", "timeout", "delay",   "used",    "free",
    "left",    "threshold", "nlink",   "usage",    "dropped",  "errors", "argsz"};
constexpr std::array<std::string_view, 26> place_words{
    "off",  "offset", "pos",   "position", "sector", "lba",   "block",     "page", "start",
    "end",  "begin",  "first", "last",     "ino",    "inode", "time",      "sec",  "seconds",
    "usec", "nsec",   "ctime", "mtime",    "atime",  "btime", "timestamp", "ts"};
constexpr std::array<std::string_view, 17> address_words{"addr",   "address", "ptr",   "pointer", "uaddr", "buf",
                                                         "buffer", "base",    "iova",  "paddr",   "vaddr", "saddr",
                                                         "daddr",  "dma",     "stack", "pc",      "sp"};
constexpr std::array<std::string_view, 17> check_words{"check", "checksum", "chksum", "csum", "sum",   "crc",
                                                       "hash",  "digest",   "mac",    "iv",   "nonce", "random",
                                                       "seed",  "salt",     "token",  "uuid", "guid"};
constexpr std::array<std::string_view, 10> unused_words{"reserved", "resv",  "rsvd",  "rsv",    "pad",
                                                        "padding",  "spare", "dummy", "unused", "zero"};
/// Names also end in these without a break: "phoff", "entsize".
constexpr std::array<std::string_view, 5> size_ends{"len", "length", "size", "count", "cnt"};
constexpr std::array<std::string_view, 2> place_ends{"off", "offset"};
constexpr std::array<std::string_view, 2> address_ends{"addr", "ptr"};
constexpr std::array<std::string_view, 5> size_starts{"num", "number", "nr", "max", "min"};

bool holds(std::span<const std::string_view> words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

bool has_end(std::span<const std::string_view> ends, std::string_view word) {
    return std::ranges::any_of(ends, [&](std::string_view end) { return word.ends_with(end); });
}

/// "payload", "length" for "payloadLength", "payload_length" and "PAYLOAD_LENGTH2".
std::vector<std::string> words_of(std::string_view name) {
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
    std::vector<std::string> words;
    char before = '_';
    for (const char c : name) {
        const bool is_letter = is_upper(c) || is_lower(c);
        const bool begins = is_letter && (!(is_upper(before) || is_lower(before)) || (is_upper(c) && is_lower(before)));
        if (begins) words.emplace_back();
        if (is_letter) words.back() += static_cast<char>(is_upper(c) ? c - 'A' + 'a' : c);
        before = c;
    }
    return words;
}

}  // namespace

Quantity quantity_of(std::string_view path) {
    path = path.substr(0, path.find_last_not_of("[]0123456789") + 1);
    const auto words = words_of(path.substr(path.find_last_of('.') + 1));
    if (words.empty()) return Quantity::any;
    const auto& last = words.back();
    if (holds(small_words, last)) return Quantity::small;
    if (holds(size_words, last)) return Quantity::size;
    if (holds(place_words, last)) return Quantity::place;
    if (holds(address_words, last)) return Quantity::address;
    if (holds(check_words, last)) return Quantity::check;
    if (holds(unused_words, last)) return Quantity::unused;
    if (has_end(address_ends, last)) return Quantity::address;
    if (has_end(place_ends, last)) return Quantity::place;
    if (has_end(size_ends, last)) return Quantity::size;
    const bool is_number_of = std::ranges::any_of(words, [](const auto& word) { return holds(size_starts, word); });
    return is_number_of ? Quantity::size : Quantity::any;
}

}  // namespace abi
