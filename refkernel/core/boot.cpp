#include "core/boot.h"

#include <algorithm>

#include "core/fdt.h"

namespace core {
namespace {

/// Takes the first word off `text`. Empty when there is none.
std::string_view next_word(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    const std::size_t length = std::min(text.find(' '), text.size());
    const std::string_view word(text.data(), length);
    text.remove_prefix(length);
    return word;
}

/// What follows `key` in `word`. Nothing when it does not begin so.
std::optional<std::string_view> value_of(std::string_view word, std::string_view key) {
    if (!word.starts_with(key)) {
        return std::nullopt;
    }
    word.remove_prefix(key.size());
    return word;
}

std::optional<std::uint64_t> number_property(const Fdt& fdt, std::string_view node, std::string_view property) {
    const auto value = fdt_property(fdt, node, property);
    return value ? fdt_number(*value) : std::nullopt;
}

/// The first pair of address and size in the memory node's reg.
std::optional<Range> find_ram(const Fdt& fdt) {
    const std::uint64_t address_bytes = number_property(fdt, "", "#address-cells").value_or(2) * 4;
    const std::uint64_t size_bytes = number_property(fdt, "", "#size-cells").value_or(1) * 4;
    const auto reg = fdt_property(fdt, "memory", "reg");
    if (!reg || address_bytes > 8 || size_bytes > 8 || reg->size() < address_bytes + size_bytes) {
        return std::nullopt;
    }
    const auto address = fdt_number(reg->first(address_bytes));
    const auto size = fdt_number(reg->subspan(address_bytes, size_bytes));
    if (!address || !size || *address + *size < *address) {
        return std::nullopt;
    }
    return Range{*address, *address + *size};
}

}  // namespace

BootArguments parse_boot_arguments(std::string_view text) {
    BootArguments arguments;
    for (std::string_view word = next_word(text); !word.empty(); word = next_word(text)) {
        if (const auto init = value_of(word, "init="); init && !init->empty()) {
            arguments.init = *init;
        } else if (const auto address = value_of(word, "replay="); address && !address->empty()) {
            arguments.replay = *address;
        } else if (word == "debug=packets") {
            arguments.debug_packets = true;
        } else if (word == "quiet") {
            arguments.quiet = true;
        } else if (word == "poll") {
            arguments.poll = true;
        } else if (arguments.unknown.empty()) {
            arguments.unknown = word;
        }
    }
    return arguments;
}

std::optional<std::uint64_t> parse_address(std::string_view text) {
    const std::optional<std::string_view> digits = value_of(text, "0x");
    if (!digits || digits->empty() || digits->size() > 16) {
        return std::nullopt;
    }
    std::uint64_t value = 0;
    for (const char letter : *digits) {
        constexpr std::string_view all_digits = "0123456789abcdef";
        const char lower = letter >= 'A' && letter <= 'F' ? static_cast<char>(letter - 'A' + 'a') : letter;
        const std::size_t digit = all_digits.find(lower);
        if (digit == std::string_view::npos) {
            return std::nullopt;
        }
        value = value << 4 | digit;
    }
    return value;
}

std::optional<Boot> read_boot(std::span<const std::uint8_t> device_tree) {
    const std::optional<Fdt> fdt = open_fdt(device_tree);
    const std::optional<Range> ram = fdt ? find_ram(*fdt) : std::nullopt;
    if (!ram) {
        return std::nullopt;
    }
    Boot boot{.ram = *ram, .initrd = std::nullopt, .arguments = {}};
    const auto begin = number_property(*fdt, "chosen", "linux,initrd-start");
    const auto end = number_property(*fdt, "chosen", "linux,initrd-end");
    if (begin && end) {
        boot.initrd = Range{*begin, *end};
    }
    if (const auto arguments = fdt_property(*fdt, "chosen", "bootargs")) {
        boot.arguments = parse_boot_arguments(fdt_string(*arguments));
    }
    return boot;
}

}  // namespace core
