// What the firmware and the user tell the kernel at boot: the device tree, and the boot arguments in it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace core {

/// Physical addresses, [begin, end).
struct Range {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

constexpr bool overlap(Range a, Range b) {
    return a.begin < b.end && b.begin < a.end;
}
constexpr bool contains(Range outer, Range inner) {
    return inner.begin <= inner.end && outer.begin <= inner.begin && inner.end <= outer.end;
}

/// The words of /chosen/bootargs, separated by spaces.
struct BootArguments {
    std::string_view init = "bin/nipbox";  // init=PATH
    bool debug_packets = false;            // debug=packets
    bool quiet = false;                    // quiet: nothing is said of programs that are loaded
    bool poll = false;                     // poll: harts that rest look into the rings of programs that run
    std::string_view replay;               // replay=0xADDRESS, as written; empty: no replay
    std::string_view unknown;              // the first word that is none of these
};
BootArguments parse_boot_arguments(std::string_view text);

/// "0x8c000000". Nothing when it is not a hexadecimal number of 64 bits.
std::optional<std::uint64_t> parse_address(std::string_view text);

enum class InitrdError : std::uint8_t {
    none,
    missing,
    only_one_end,
    bad_number,
    ends_before_it_begins,
    no_bytes,
    misaligned,
    outside_ram,
    below_kernel,
    over_kernel,
    over_device_tree,
};

/// In words, for the one line the user sees.
std::string_view describe(InitrdError error);

struct Boot {
    Range ram;
    std::optional<Range> initrd{};                    // as the tree has it
    InitrdError initrd_error = InitrdError::missing;  // why there is none; none when there is
    BootArguments arguments{};
};

/// Nothing when the tree is damaged (check_fdt says how) or names no memory.
std::optional<Boot> read_boot(std::span<const std::uint8_t> device_tree);

/// May the initrd be used where it lies? It begins on a page, in memory that `boot.ram` names, behind the kernel (below
/// it the firmware lives), and apart from the kernel and the tree.
InitrdError check_initrd(const Boot& boot, Range kernel, Range device_tree);

}  // namespace core
