#include "core/startup.h"

#include <algorithm>
#include <array>

#include "core/fdt.h"
#include "core/leave.h"
#include "core/panic.h"
#include "core/transcript.h"
#include "hal/finisher.h"
#include "hal/hart.h"
#include "hal/memlayout.h"
#include "hal/paging.h"
#include "hal/plic.h"
#include "hal/timer.h"
#include "hal/uart.h"
#ifdef REFKERNEL_HAS_SPEC_TABLES
#include <abi/membrane_table.h>
#endif

// Defined by kernel.ld and entry.S, all on page boundaries.
extern "C" {
extern const std::uint8_t kernel_text_begin[];
extern const std::uint8_t kernel_rodata_begin[];
extern const std::uint8_t kernel_data_begin[];
extern const std::uint8_t hal_kernel_stacks[];
extern const std::uint8_t hal_kernel_stacks_end[];
extern const std::uint8_t kernel_end[];
}

namespace core {
namespace {

std::uint64_t address_of(const void* place) {
    return reinterpret_cast<std::uint64_t>(place);
}

std::span<std::uint8_t> memory_at(Range range) {
    return {reinterpret_cast<std::uint8_t*>(range.begin), static_cast<std::size_t>(range.end - range.begin)};
}

/// Ends the machine with a line about `part`, such as "initrd".
template <typename... Reason>
[[noreturn]] void refuse(KernelExit status, std::string_view part, const Reason&... reason) {
    print_line("[Boot] ", part, ": ", reason...);
    leave(status, part);
}

template <typename... Reason>
[[noreturn]] void refuse_device_tree(const Reason&... reason) {
    refuse(EXIT_DEVICETREE, "device tree", reason...);
}

template <typename... Reason>
[[noreturn]] void refuse_replay(const Reason&... reason) {
    refuse(EXIT_REPLAY, "replay", reason...);
}

/// The digest of the spec that programs must have been built against; nothing if the build had no spec table.
std::optional<SpecDigest> spec_digest() {
#ifdef REFKERNEL_HAS_SPEC_TABLES
    return abi::table::membrane::digest;
#else
    return std::nullopt;
#endif
}

/// The RAM above the kernel. The firmware is below it.
Range behind_kernel(const BootMemory& memory) {
    return {memory.kernel.end, memory.boot.ram.end};
}

/// Maps a range at addresses equal to its physical ones.
void map_itself(Kernel& kernel, Range range, Access access) {
    if (!map_kernel(kernel.pages, kernel.space, range.begin, range.end, range.begin, access)) {
        panic("the kernel's own memory cannot be mapped");
    }
}

/// The pages with registers that the kernel uses; 0 for none. Devices can share a page.
std::array<std::uint64_t, 5> device_pages(const Devices& devices) {
    const InterruptLine& line = devices.interrupt;
    const auto plic = [&line](std::uint64_t offset) { return line.plic == 0 ? 0 : page_floor(line.plic + offset); };
    return {page_floor(devices.uart), page_floor(devices.finisher), plic(PLIC_PRIORITY(line.source)),
            plic(PLIC_ENABLE(line.context, line.source)), plic(PLIC_THRESHOLD(line.context))};
}

/// No page is both writable and executable. The page below each stack is not mapped.
void map_kernel_and_devices(Kernel& kernel, const BootMemory& memory, std::uint64_t ram_end) {
    constexpr Access read_write = access_read | access_write;
    map_itself(kernel, {address_of(kernel_text_begin), address_of(kernel_rodata_begin)}, access_read | access_execute);
    map_itself(kernel, {address_of(kernel_rodata_begin), address_of(kernel_data_begin)}, access_read);
    map_itself(kernel, {address_of(kernel_data_begin), address_of(hal_kernel_stacks)}, read_write);
    for (std::uint32_t index = 0; index < MAX_HARTS; ++index) {
        const std::uint64_t end = hal_stack_end(index);
        map_itself(kernel, {end - KERNEL_STACK_BYTES, end}, read_write);
    }
    for (Range rest{address_of(hal_kernel_stacks_end), ram_end}; rest.begin < rest.end;) {
        const Range part = first_mappable(rest, memory.boot.reserved);
        map_itself(kernel, part, read_write);
        rest.begin = part.end;
    }
    std::array<std::uint64_t, 5> pages = device_pages(memory.boot.devices);
    std::ranges::sort(pages);
    for (std::uint64_t before = 0; const std::uint64_t page : pages) {
        if (page != before) {
            map_itself(kernel, {page, page + page_bytes}, read_write);
        }
        before = page;
    }
}

/// Uses the devices of the tree, and prints the first line to its UART.
void start_devices(const Devices& devices) {
    hal_uart_init(devices.uart);
    hal_finisher_init(devices.finisher);
    print_line("[Boot] refkernel");
}

void log_range(std::string_view what, Range range, std::string_view more = "") {
    log_line(Log::debug, "[Boot] ", Escaped{what}, ": ", hexadecimal(range.begin), " to ", hexadecimal(range.end),
             more);
}

/// What the tree says, for log=debug.
void log_memory(const BootMemory& memory) {
    log_range("RAM", memory.boot.ram);
    log_range("kernel", memory.kernel);
    log_range("device tree", memory.device_tree);
    log_range("initrd", memory.boot.initrd.value_or(Range{}));
    for (const Reservation& one : memory.boot.reserved.list()) {
        log_range(one.node, one.range, one.no_map ? ", reserved, not mapped" : ", reserved");
    }
    const Devices& devices = memory.boot.devices;
    const InterruptLine& line = devices.interrupt;
    log_line(Log::debug, "[Boot] uart: ", hexadecimal(devices.uart), ", finisher: ", hexadecimal(devices.finisher));
    if (line.plic == 0) {
        log_line(Log::debug, "[Boot] uart: no interrupt, so ticks send the output: ", line.missing);
    } else {
        log_line(Log::debug, "[Boot] uart: interrupts by the PLIC ", hexadecimal(line.plic), ", context ",
                 decimal(line.context), ", source ", decimal(line.source));
    }
}

}  // namespace

BootMemory read_device_tree(const std::uint8_t* device_tree, std::uint64_t boot_hart) {
    using Header = std::span<const std::uint8_t, fdt_header_bytes>;
    const auto total = device_tree == nullptr ? std::nullopt : fdt_total_bytes(Header(device_tree, fdt_header_bytes));
    const OpenedFdt opened = total ? open_fdt({device_tree, *total}) : OpenedFdt{.error = FdtError::no_header};
    const auto boot = opened.error == FdtError::none ? read_boot(opened.fdt, boot_hart) : std::nullopt;
    start_devices(boot ? boot->devices : Devices{.uart = UART_ADDRESS, .finisher = FINISHER_ADDRESS});
    if (opened.error != FdtError::none) {
        refuse_device_tree(device_tree == nullptr ? "the firmware passed none" : describe(opened.error));
    }
    if (!boot) {
        refuse_device_tree("it has no memory node");
    }
    for (const TreeFault& fault : {boot->reserved.fault, boot->devices.fault}) {
        if (!fault.what.empty()) {
            refuse_device_tree(Escaped{fault.node}, ": ", fault.what, ": ", hexadecimal(fault.found.address), " + ",
                               hexadecimal(fault.found.size_bytes));
        }
    }
    BootMemory memory{.boot = *boot,
                      .device_tree = {address_of(device_tree), address_of(device_tree) + *total},
                      .kernel = {address_of(kernel_text_begin), address_of(kernel_end)}};
    // RAM above USER_BEGIN is not used, because these virtual addresses belong to programs.
    memory.boot.ram.end = std::min<std::uint64_t>(memory.boot.ram.end, USER_BEGIN);
    if (!contains(memory.boot.ram, memory.kernel)) {
        refuse_device_tree("the kernel is outside the memory in the device tree");
    }
    if (!contains(memory.boot.ram, memory.device_tree) || overlap(memory.device_tree, memory.kernel)) {
        refuse_device_tree("it is outside the memory that it describes, or overlaps the kernel");
    }
    if (const Reservation* over = find_overlap(boot->reserved, memory.kernel)) {
        refuse_device_tree(Escaped{over->node}, ": it overlaps the kernel: ", hexadecimal(over->range.begin), " + ",
                           hexadecimal(over->range.end - over->range.begin));
    }
    if (must_not_map(boot->reserved, memory.device_tree)) {
        refuse_device_tree("it is in memory that must not be mapped (no-map)");
    }
    log_level = boot->arguments.log;
    if (!boot->arguments.unknown.empty()) {
        log_line(Log::warn, "[Boot] unknown boot argument: ", Escaped{boot->arguments.unknown});
    }
    log_memory(memory);
    keep(memory.boot.reserved, "device tree", memory.device_tree);
    return memory;
}

void open_initrd(Kernel& kernel, BootMemory& memory) {
    const InitrdError error = check_initrd(memory.boot, memory.kernel, memory.device_tree);
    if (error != InitrdError::none) {
        refuse(EXIT_INITRD, "initrd", describe(error));
    }
    keep(memory.boot.reserved, "initrd", *memory.boot.initrd);
    const std::span<const std::uint8_t> archive = memory_at(*memory.boot.initrd);
    const BuiltVfs built = build_vfs(archive, kernel.nodes);
    if (built.error != VfsError::none) {
        refuse(EXIT_INITRD, "initrd", describe(built), " (entry ", decimal(built.entries), ", offset ",
               decimal(built.offset), " of ", decimal(archive.size()), ")");
    }
    kernel.vfs = built.vfs;
    kernel.vfs.quotas = &kernel.quotas;
    log_line(Log::info, "[Boot] files: ", decimal(built.entries));
}

void open_replay(Kernel& kernel, BootMemory& memory) {
    if (kernel.arguments.replay.empty()) {
        return;
    }
    const std::optional<std::uint64_t> address = parse_address(kernel.arguments.replay);
    if (!address || *address % page_bytes != 0 || !contains(behind_kernel(memory), {*address, *address + page_bytes})) {
        refuse_replay("replay= is not the hexadecimal address of a page of RAM above the kernel");
    }
    const std::span<const std::uint8_t> bytes = memory_at({*address, memory.boot.ram.end});
    const BlobCheck check = check_blob(bytes);
    if (check.error != BlobError::none) {
        refuse_replay(describe(check.error));
    }
    const Range blob{*address, *address + check.header.total_bytes};
    if (find_overlap(memory.boot.reserved, blob) != nullptr) {
        refuse_replay("it overlaps the initrd, the device tree or reserved memory");
    }
    keep(memory.boot.reserved, "replay", blob);
    const Range results{check.header.results, check.header.results + check.header.results_bytes};
    if (check.header.results != 0) {
        if (!contains(behind_kernel(memory), results) || find_overlap(memory.boot.reserved, results) != nullptr) {
            refuse_replay("the memory for results is not free");
        }
        keep(memory.boot.reserved, "results", results);
    }
    kernel.blob = bytes.first(static_cast<std::size_t>(check.header.total_bytes));
    std::ranges::copy(check.header.key, kernel.blob_key.begin());
    const Begun begun = begin_replay(kernel.blob, check.header, memory_at(results));
    if (begun.error != ResumeError::none) {
        refuse_replay(describe(begun.error));
    }
    kernel.replay = begun.replay;
    kernel.arguments.init = "bin/replayer";
    log_line(Log::info, "[Boot] replay: ", decimal(begun.replay.case_count), " cases, from ",
             decimal(begun.replay.recorded));
    name_target(spec_digest());
    leave_when_over(*kernel.replay);
}

void take_memory(Kernel& kernel, const BootMemory& memory) {
    const std::uint64_t ram_end = page_floor(memory.boot.ram.end);
    // The bitmap is in the first free place after the kernel and covers all RAM there, including the bitmap itself.
    const Range rest{memory.kernel.end, ram_end};
    const std::size_t words = bitmap_words((rest.end - rest.begin) / page_bytes);
    const std::uint64_t bytes = page_ceiling(words * sizeof(std::uint64_t));
    const std::uint64_t place = find_place(rest.begin, bytes, memory.boot.reserved);
    const Range bitmap{place, place + bytes};
    if (!contains(rest, bitmap)) {
        refuse_device_tree("no room for the page bitmap after the kernel");
    }
    kernel.pages = make_pages(rest.begin, rest.end, {reinterpret_cast<std::uint64_t*>(bitmap.begin), words});
    reserve_pages(kernel.pages, bitmap.begin, bitmap.end);
    for (const Reservation& one : memory.boot.reserved.list()) {
        reserve_pages(kernel.pages, one.range.begin, one.range.end);
    }
    kernel.space = make_space(kernel.pages);
    if (kernel.space.root == 0) {
        panic("no page for the kernel's page tables");
    }
    map_kernel_and_devices(kernel, memory, ram_end);
    hal_paging_use(kernel.space.root);
    log_line(Log::info, "[Boot] free pages: ", decimal(kernel.pages.free));
}

void load_init(Kernel& kernel) {
    kernel.spec = spec_digest();
    const FoundProgram program = find_program(kernel.vfs, kernel.arguments.init);
    if (program.verdict != VERDICT_OK) {
        leave(EXIT_INIT, "init: ", Escaped{kernel.arguments.init}, ": ", describe(program.verdict));
    }
    Process* const init = reserve_process(kernel);
    Loading loading = begin_image(kernel, program, *init, {});
    while (loading.unfinished) {
        continue_image(kernel, loading);
    }
    if (loading.verdict != VERDICT_OK) {
        leave(EXIT_INIT, "init: ", Escaped{kernel.arguments.init}, ": ", loading.why, elf_numbers(loading.load.check));
    }
    start_process(kernel, *init, loading.image, 0);
}

void start_harts(Kernel& kernel, std::uint64_t boot_hart) {
    const auto adopt = [&kernel](std::uint32_t index) -> Hart& {
        Hart& hart = kernel.harts[index];
        hart.kernel = &kernel;
        hart.index = index;
        hart.start = {.stack_end = hal_stack_end(index), .hart = &hart};
        return hart;
    };
    (void)adopt(0);
    // Numbers of harts need not be dense (RISC-V privileged spec, mhartid); on the virt machine they are.
    for (std::uint64_t number = 0; number <= MAX_HARTS && kernel.hart_count < MAX_HARTS; ++number) {
        if (number != boot_hart && hal_start_hart(number, &adopt(kernel.hart_count).start) == 0) {
            ++kernel.hart_count;
        }
    }
    log_line(Log::info, "[Boot] harts: ", decimal(kernel.hart_count));
    log_line(Log::info, "[Boot] ready after ", decimal(hal_timer_now() * NANOSECONDS_PER_TICK / 1000), " us");
}

void start_interrupts(Kernel& kernel, const InterruptLine& interrupt) {
    if (interrupt.plic != 0) {
        hal_plic_init(interrupt.plic, interrupt.context, interrupt.source);
        kernel.harts[0].has_interrupts = true;
        hal_plic_listen(1);
    }
}

}  // namespace core
