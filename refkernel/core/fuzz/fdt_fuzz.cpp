// Any bytes are either refused with an error text, or read as a device tree without accesses outside it. An initrd is
// accepted only in permitted places. Reserved ranges do not overflow, and neither the page bitmap nor a mapping is in
// one.
#include <cstdlib>

#include "core/boot.h"
#include "core/fdt.h"
#include "hal/memlayout.h"
#include "hal/plic.h"

using namespace core;

namespace {

void demand(bool holds) {
    if (!holds) std::abort();
}

bool lies_in(std::string_view text, std::span<const std::uint8_t> bytes) {
    const auto* begin = reinterpret_cast<const std::uint8_t*>(text.data());
    return begin >= bytes.data() && begin + text.size() <= bytes.data() + bytes.size();
}

/// Every range of the reservations, and what is computed from them.
void check_reservations(const Boot& boot) {
    const Reservations& reserved = boot.reserved;
    if (!reserved.fault.what.empty()) return;
    for (const Reservation& one : reserved.list()) demand(one.range.begin < one.range.end && !one.node.empty());
    const std::uint64_t bytes = 0x2000;
    Reservations with_kept = reserved;
    keep(with_kept, "tree", {0x8030'0000, 0x8031'0000});
    keep(with_kept, "initrd", {0x8820'0000, 0x8824'0000});
    const Range place{find_place(0x8030'0000, bytes, with_kept), 0};
    if (contains({0x8020'0000, 0x9000'0000}, {place.begin, place.begin + bytes})) {
        const Range found{place.begin, place.begin + bytes};
        demand(found.begin >= 0x8031'0000 && found.begin % 4096 == 0);
        demand(find_overlap(with_kept, found) == nullptr);
    }
    std::uint64_t parts = 0;
    for (Range rest{0x8030'0000, 0x9000'0000}; rest.begin < rest.end; ++parts) {
        const Range part = first_mappable(rest, reserved);
        demand(part.begin <= part.end && part.begin >= rest.begin && part.end <= rest.end && parts <= reserved.count);
        demand((part.begin | part.end) % 4096 == 0);
        demand(part.begin == part.end || !must_not_map(reserved, part));
        for (const std::uint64_t page : {rest.begin, part.begin - 4096}) {  // what is left out begins and ends so
            demand(part.begin == rest.begin || must_not_map(reserved, {page, page + 4096}));
        }
        rest.begin = part.end;
    }
}

void check_devices(const Boot& boot) {
    const InterruptLine& line = boot.devices.interrupt;
    const Range registers{line.plic, line.plic + PLIC_THRESHOLD(line.context) + 4096};
    demand(line.plic == 0 ? !line.missing.empty() : registers.end <= USER_BEGIN && !overlap(registers, boot.ram));
    for (const std::uint64_t address : {boot.devices.uart, boot.devices.finisher}) {
        demand(address < USER_BEGIN && (address == 0 || !overlap({address, address + 1}, boot.ram)));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span<const std::uint8_t> bytes(data, size);
    const OpenedFdt opened = open_fdt(bytes);
    demand(!describe(opened.error).empty());
    if (opened.error != FdtError::none) return 0;
    demand(opened.fdt.reservations.size() % 16 == 0);
    const std::optional<Boot> boot = read_boot(opened.fdt);
    if (!boot) return 0;
    demand(boot->ram.begin < boot->ram.end);
    demand(boot->initrd.has_value() == (boot->initrd_error == InitrdError::none));
    demand(boot->arguments.unknown.empty() || lies_in(boot->arguments.unknown, bytes));
    demand(boot->arguments.replay.empty() || lies_in(boot->arguments.replay, bytes));
    (void)parse_address(boot->arguments.replay);
    check_reservations(*boot);
    check_devices(*boot);
    const Range kernel{0x8020'0000, 0x8030'0000};
    const Range tree{0x8f00'0000, 0x8f00'1800};
    const InitrdError initrd = check_initrd(*boot, kernel, tree);
    if (initrd == InitrdError::none) {
        demand(contains(boot->ram, *boot->initrd) && boot->initrd->begin < boot->initrd->end);
        demand(!overlap(*boot->initrd, kernel) && !overlap(*boot->initrd, tree) && boot->initrd->begin >= kernel.end);
    }
    return 0;
}
