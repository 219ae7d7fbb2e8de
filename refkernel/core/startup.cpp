#include "core/startup.h"

#include <algorithm>

#include "core/fdt.h"
#include "core/leave.h"
#include "core/spec_digest.h"
#include "core/transcript.h"
#include "hal/hart.h"
#include "hal/memlayout.h"
#include "hal/paging.h"
#include "hal/timer.h"

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

Range range_of(std::span<const std::uint8_t> bytes) {
    return {address_of(bytes.data()), address_of(bytes.data()) + bytes.size()};
}

[[noreturn]] void refuse_device_tree(std::string_view what) {
    print_line("[Boot] device tree: ", what);
    leave(EXIT_DEVICETREE, "device tree");
}

[[noreturn]] void refuse_initrd(std::string_view what) {
    print_line("[Boot] initrd: ", what);
    leave(EXIT_INITRD, "initrd");
}

[[noreturn]] void refuse_replay(std::string_view what) {
    print_line("[Boot] replay: ", what);
    leave(EXIT_REPLAY, "replay");
}

/// The RAM above the kernel. The firmware is below it.
Range behind_kernel(const BootMemory& memory) {
    return {memory.kernel.end, memory.boot.ram.end};
}

/// Maps a range at addresses equal to its physical ones.
void map_itself(Kernel& kernel, Range range, Access access) {
    if (map_kernel(kernel.pages, kernel.space, range.begin, range.end, range.begin, access) != MapError::none) {
        panic("the kernel's own memory cannot be mapped");
    }
}

/// No page is both writable and executable. The page below each stack is not mapped.
void map_kernel_and_devices(Kernel& kernel, std::uint64_t ram_end) {
    constexpr Access read_write = access_read | access_write;
    map_itself(kernel, {address_of(kernel_text_begin), address_of(kernel_rodata_begin)}, access_read | access_execute);
    map_itself(kernel, {address_of(kernel_rodata_begin), address_of(kernel_data_begin)}, access_read);
    map_itself(kernel, {address_of(kernel_data_begin), address_of(hal_kernel_stacks)}, read_write);
    for (std::uint32_t index = 0; index < MAX_HARTS; ++index) {
        const std::uint64_t end = hal_stack_end(index);
        map_itself(kernel, {end - KERNEL_STACK_BYTES, end}, read_write);
    }
    map_itself(kernel, {address_of(hal_kernel_stacks_end), ram_end}, read_write);
    map_itself(kernel, {UART_ADDRESS, UART_ADDRESS + page_bytes}, read_write);
    map_itself(kernel, {FINISHER_ADDRESS, FINISHER_ADDRESS + page_bytes}, read_write);
}

}  // namespace

BootMemory read_device_tree(const std::uint8_t* device_tree) {
    if (device_tree == nullptr) {
        refuse_device_tree("the firmware passed none");
    }
    const auto total = fdt_total_bytes(std::span<const std::uint8_t, fdt_header_bytes>(device_tree, fdt_header_bytes));
    const FdtError error = total ? check_fdt({device_tree, *total}) : FdtError::no_header;
    if (error != FdtError::none) {
        refuse_device_tree(describe(error));
    }
    const auto boot = read_boot({device_tree, *total});
    if (!boot) {
        refuse_device_tree("it has no memory node");
    }
    BootMemory memory{.boot = *boot,
                      .fdt = *open_fdt({device_tree, *total}),
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
    if (!boot->arguments.unknown.empty()) {
        print_line("[Boot] unknown boot argument: ", boot->arguments.unknown);
    }
    return memory;
}

void open_initrd(Kernel& kernel, const BootMemory& memory) {
    const InitrdError error = check_initrd(memory.boot, memory.kernel, memory.device_tree);
    if (error != InitrdError::none) {
        refuse_initrd(describe(error));
    }
    const std::span<const std::uint8_t> archive = memory_at(*memory.boot.initrd);
    const BuiltVfs built = build_vfs(archive, kernel.nodes);
    if (built.error != VfsError::none) {
        print_line("[Boot] initrd: ", describe(built), " (entry ", decimal(built.entries), ", offset ",
                   decimal(built.offset), " of ", decimal(archive.size()), ")");
        leave(EXIT_INITRD, "initrd");
    }
    kernel.vfs = built.vfs;
    kernel.vfs.quotas = &kernel.quotas;
    print_line("[Boot] files: ", decimal(built.entries));
}

void open_replay(Kernel& kernel, const BootMemory& memory) {
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
    const Range range{*address, *address + check.header.total_bytes};
    if (overlap(range, memory.device_tree) || overlap(range, memory.boot.initrd.value_or(Range{}))) {
        refuse_replay("it overlaps the initrd or the device tree");
    }
    const Range results{check.header.results, check.header.results + check.header.results_bytes};
    if (check.header.results != 0 &&
        (!contains(behind_kernel(memory), results) || overlap(results, range) || overlap(results, memory.device_tree) ||
         overlap(results, memory.boot.initrd.value_or(Range{})))) {
        refuse_replay("the memory for results is not free");
    }
    kernel.blob = bytes.first(static_cast<std::size_t>(check.header.total_bytes));
    std::ranges::copy(check.header.key, kernel.blob_key.begin());
    const Begun begun = begin_replay(kernel.blob, check.header, memory_at(results));
    if (begun.error != ResumeError::none) {
        refuse_replay(describe(begun.error));
    }
    kernel.replay = begun.replay;
    kernel.arguments.init = "bin/replayer";
    print_line("[Boot] replay: ", decimal(begun.replay.case_count), " cases, from ", decimal(begun.replay.recorded));
    leave_when_over(*kernel.replay);
}

void take_memory(Kernel& kernel, const BootMemory& memory) {
    const std::uint64_t ram_end = page_floor(memory.boot.ram.end);
    // The bitmap is right after the kernel and covers all RAM there, including the bitmap itself.
    const Range rest{memory.kernel.end, ram_end};
    const std::size_t words = bitmap_words((rest.end - rest.begin) / page_bytes);
    const Range bitmap{rest.begin, page_ceiling(rest.begin + words * sizeof(std::uint64_t))};
    const Range initrd = memory.boot.initrd.value_or(Range{});
    const Range blob = range_of(kernel.blob);
    const Range results = kernel.replay ? range_of(kernel.replay->results) : Range{};
    if (overlap(bitmap, initrd) || overlap(bitmap, memory.device_tree) || overlap(bitmap, blob) ||
        overlap(bitmap, results)) {
        panic("no room for the page bitmap after the kernel");
    }
    kernel.pages = make_pages(rest.begin, rest.end, {reinterpret_cast<std::uint64_t*>(bitmap.begin), words});
    for (const Range& taken : {bitmap, initrd, memory.device_tree, blob, results}) {
        reserve_pages(kernel.pages, taken.begin, taken.end);
    }
    for (std::size_t index = 0;; ++index) {
        const std::optional<FdtReservation> reserved = fdt_reservation(memory.fdt, index);
        if (!reserved) {
            break;
        }
        reserve_pages(kernel.pages, reserved->address, reserved->address + reserved->size_bytes);
    }
    kernel.space = make_space(kernel.pages);
    if (kernel.space.root == 0) {
        panic("no page for the kernel's page tables");
    }
    map_kernel_and_devices(kernel, ram_end);
    hal_paging_use(kernel.space.root);
    print_line("[Boot] free pages: ", decimal(kernel.pages.free));
}

void load_init(Kernel& kernel) {
    kernel.spec = spec_digest();
    const FoundProgram program = find_program(kernel.vfs, kernel.arguments.init);
    if (program.verdict != VERDICT_OK) {
        leave(EXIT_INIT, "init: ", kernel.arguments.init, ": ", describe(program.verdict));
    }
    Process* const init = reserve_process(kernel);
    const LoadedImage loaded = load_image(kernel, program, *init);
    if (loaded.verdict != VERDICT_OK) {
        leave(EXIT_INIT, "init: ", kernel.arguments.init, ": ", loaded.why);
    }
    start_process(kernel, *init, loaded.image, 0);
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
    print_line("[Boot] harts: ", decimal(kernel.hart_count));
    print_line("[Boot] ready after ", decimal(hal_timer_now() * NANOSECONDS_PER_TICK / 1000), " us");
}

}  // namespace core
