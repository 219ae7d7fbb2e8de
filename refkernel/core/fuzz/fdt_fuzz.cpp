// Any bytes are either refused with an error text, or read as a device tree without accesses outside it. An initrd is
// accepted only in permitted places.
#include <cstdlib>

#include "core/boot.h"
#include "core/fdt.h"

using namespace core;

namespace {

void demand(bool holds) {
    if (!holds) std::abort();
}

bool lies_in(std::string_view text, std::span<const std::uint8_t> bytes) {
    const auto* begin = reinterpret_cast<const std::uint8_t*>(text.data());
    return begin >= bytes.data() && begin + text.size() <= bytes.data() + bytes.size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span<const std::uint8_t> bytes(data, size);
    const FdtError error = check_fdt(bytes);
    const std::optional<Fdt> fdt = open_fdt(bytes);
    const std::optional<Boot> boot = read_boot(bytes);
    demand(!describe(error).empty() && describe(error) != "unknown");
    demand(fdt.has_value() == (error == FdtError::none) && (fdt || !boot));
    if (!fdt) return 0;
    std::size_t reserved = 0;
    while (fdt_reservation(*fdt, reserved)) ++reserved;
    demand(reserved * 16 < size);
    if (!boot) return 0;
    demand(boot->ram.begin < boot->ram.end);
    demand(boot->initrd.has_value() == (boot->initrd_error == InitrdError::none));
    demand(boot->arguments.unknown.empty() || lies_in(boot->arguments.unknown, bytes));
    demand(boot->arguments.replay.empty() || lies_in(boot->arguments.replay, bytes));
    (void)parse_address(boot->arguments.replay);
    const Range kernel{0x8020'0000, 0x8030'0000};
    const Range tree{0x8f00'0000, 0x8f00'1800};
    const InitrdError initrd = check_initrd(*boot, kernel, tree);
    demand(describe(initrd) != "unknown");
    if (initrd == InitrdError::none) {
        demand(contains(boot->ram, *boot->initrd) && boot->initrd->begin < boot->initrd->end);
        demand(!overlap(*boot->initrd, kernel) && !overlap(*boot->initrd, tree) && boot->initrd->begin >= kernel.end);
    }
    return 0;
}
