// Reads what the kernel gets at boot: the device tree from the firmware, and the user's boot arguments in it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/devices.h"
#include "core/error_list.h"
#include "core/range.h"
#include "core/reserved.h"

namespace core {

/// Which lines the kernel prints: those of a level and of all levels before it.
enum class Log : std::uint8_t { error, warn, info, debug };

/// The words of /chosen/bootargs, separated by spaces.
struct BootArguments {
    std::string_view init = "bin/nipbox";  // init=PATH
    bool debug_packets = false;            // debug=packets
    bool quiet = false;                    // quiet: do not print a line for each loaded program
    bool poll = false;                     // poll: idle harts serve the rings of programs that run on other harts
    Log log = Log::info;                   // log=error|warn|info|debug
    std::string_view replay;               // replay=0xADDRESS, as written; empty: no replay
    std::string_view unknown;              // the first unknown word
};
BootArguments parse_boot_arguments(std::string_view text);

/// Parses "0x8c000000". Returns nothing unless it is a hexadecimal number of at most 64 bits.
std::optional<std::uint64_t> parse_address(std::string_view text);

#define REFKERNEL_INITRD_ERRORS(X)                                                              \
    X(none, "good")                                                                             \
    X(missing, "missing: the device tree has no initrd")                                        \
    X(only_one_end, "the device tree has only one of linux,initrd-start and linux,initrd-end")  \
    X(bad_number, "linux,initrd-start or linux,initrd-end is not a number of one or two cells") \
    X(ends_before_it_begins, "it ends before it begins")                                        \
    X(no_bytes, "it has no bytes")                                                              \
    X(misaligned, "it does not begin on a page")                                                \
    X(outside_ram, "it is outside the memory in the device tree")                               \
    X(below_kernel, "it is below the kernel, where the firmware is")                            \
    X(over_kernel, "it overlaps the kernel")                                                    \
    X(over_device_tree, "it overlaps the device tree")                                          \
    X(must_not_be_mapped, "it overlaps reserved memory that must not be mapped (no-map)")
REFKERNEL_ERROR_LIST(InitrdError, REFKERNEL_INITRD_ERRORS)

struct Boot {
    Range ram;
    std::optional<Range> initrd{};                    // from the tree, not yet checked
    InitrdError initrd_error = InitrdError::missing;  // why there is no initrd; `none` if there is one
    BootArguments arguments{};
    Reservations reserved{};
    Devices devices{};
};

/// Returns nothing if the tree has no memory node. `reserved` and `devices` may have a fault.
std::optional<Boot> read_boot(const Fdt& fdt, std::uint64_t boot_hart = 0);

/// Checks the initrd's place. It must be page-aligned, in `boot.ram`, above the kernel (the firmware is below it), and
/// must not overlap the kernel, the tree or memory that must not be mapped.
InitrdError check_initrd(const Boot& boot, Range kernel, Range device_tree);

}  // namespace core
