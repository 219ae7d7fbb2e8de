#include "core/boot.h"

#include <algorithm>

#include "core/fdt.h"
#include "core/text.h"
#include "hal/memlayout.h"

namespace core {
namespace {

/// Removes the first word from `text` and returns it; empty if there is none.
std::string_view next_word(std::string_view& text) {
    std::string_view word;
    while (word.empty() && !text.empty()) {
        word = take_part(text, ' ');
    }
    return word;
}

/// What follows `key` in `word`; nothing if the word does not begin with `key`.
std::optional<std::string_view> value_of(std::string_view word, std::string_view key) {
    if (!word.starts_with(key)) {
        return std::nullopt;
    }
    word.remove_prefix(key.size());
    return word;
}

/// The first pair of address and size in the memory node's reg.
std::optional<Range> find_ram(const Fdt& fdt) {
    const auto reg = fdt_property(fdt, "memory", "reg");
    const auto range = reg ? reg_entry(cells_in(fdt, fdt_root(fdt)), *reg, 0) : std::nullopt;
    if (!range || range->size_bytes == 0 || range->address + range->size_bytes < range->address) {
        return std::nullopt;
    }
    return Range{range->address, range->address + range->size_bytes};
}

/// The level with this name; nothing if there is none.
std::optional<Log> log_level(std::string_view name) {
    constexpr std::string_view names[] = {"error", "warn", "info", "debug"};
    const auto found = std::ranges::find(names, name);
    return found == std::end(names) ? std::nullopt : std::optional(static_cast<Log>(found - std::begin(names)));
}

/// Sets boot.initrd, or boot.initrd_error.
void find_initrd(const Fdt& fdt, Boot& boot) {
    const auto begin = fdt_property(fdt, "chosen", "linux,initrd-start");
    const auto end = fdt_property(fdt, "chosen", "linux,initrd-end");
    if (!begin || !end) {
        boot.initrd_error = begin || end ? InitrdError::only_one_end : InitrdError::missing;
        return;
    }
    const auto first = fdt_number(*begin);
    const auto last = fdt_number(*end);
    if (!first || !last) {
        boot.initrd_error = InitrdError::bad_number;
        return;
    }
    boot.initrd = Range{*first, *last};
    boot.initrd_error = InitrdError::none;
}

}  // namespace

BootArguments parse_boot_arguments(std::string_view text) {
    BootArguments arguments;
    for (std::string_view word = next_word(text); !word.empty(); word = next_word(text)) {
        if (const auto init = value_of(word, "init="); init && !init->empty()) {
            arguments.init = *init;
        } else if (const auto address = value_of(word, "replay="); address && !address->empty()) {
            arguments.replay = *address;
        } else if (const auto name = value_of(word, "log="); name && log_level(*name)) {
            arguments.log = *log_level(*name);
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
        const std::optional<std::uint32_t> digit = hex_digit(letter);
        if (!digit) {
            return std::nullopt;
        }
        value = value << 4 | *digit;
    }
    return value;
}

std::optional<Boot> read_boot(const Fdt& fdt, std::uint64_t boot_hart) {
    const std::optional<Range> ram = find_ram(fdt);
    if (!ram) {
        return std::nullopt;
    }
    Boot boot{.ram = *ram};
    find_initrd(fdt, boot);
    if (const auto arguments = fdt_property(fdt, "chosen", "bootargs")) {
        boot.arguments = parse_boot_arguments(fdt_string(*arguments));
    }
    boot.reserved = read_reservations(fdt);
    boot.devices = read_devices(fdt, *ram, boot_hart);
    return boot;
}

InitrdError check_initrd(const Boot& boot, Range kernel, Range device_tree) {
    if (!boot.initrd) {
        return boot.initrd_error;
    }
    const Range initrd = *boot.initrd;
    if (initrd.end <= initrd.begin) {
        return initrd.end < initrd.begin ? InitrdError::ends_before_it_begins : InitrdError::no_bytes;
    }
    if (initrd.begin % PAGE_BYTES != 0) {
        return InitrdError::misaligned;
    }
    if (!contains(boot.ram, initrd)) {
        return InitrdError::outside_ram;
    }
    if (initrd.end <= kernel.begin) {
        return InitrdError::below_kernel;
    }
    if (initrd.begin < kernel.end) {
        return InitrdError::over_kernel;
    }
    if (overlap(initrd, device_tree)) {
        return InitrdError::over_device_tree;
    }
    return must_not_map(boot.reserved, initrd) ? InitrdError::must_not_be_mapped : InitrdError::none;
}

}  // namespace core
