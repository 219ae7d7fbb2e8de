#include "core/process.h"

#include <algorithm>

#include "core/kernel.h"
#include "core/leave.h"
#include "core/loader.h"
#include "core/panic.h"
#include "hal/memlayout.h"
#include "hal/paging.h"

namespace core {
namespace {

/// Maps a new zeroed page at `address` as the process's own. Returns 0 if no page is free.
std::uint64_t add_page(Kernel& kernel, AddressSpace space, std::uint64_t address, Access access) {
    const std::uint64_t page = take_page(kernel.pages);
    return map_own_page(kernel.pages, space, address, page, access) ? page : 0;
}

/// Maps the blob's pages read-only. The process does not own them.
bool show_blob(Kernel& kernel, AddressSpace space) {
    const auto begin = reinterpret_cast<std::uint64_t>(kernel.blob.data());
    for (std::uint64_t offset = 0; offset < kernel.blob.size(); offset += page_bytes) {
        if (map_user_page(kernel.pages, space, USER_BLOB_BEGIN + offset, begin + offset, access_read, Owner::other) !=
            MapError::none) {
            return false;
        }
    }
    return true;
}

bool add_rings_and_entry_block(Kernel& kernel, Image& image, std::uint32_t number, const siphash::Key& key,
                               std::span<const std::uint8_t> arguments) {
    constexpr Access read_write = access_read | access_write;
    const std::uint64_t submission = add_page(kernel, image.space, USER_SUBMISSION, read_write);
    const std::uint64_t completion = add_page(kernel, image.space, USER_COMPLETION, read_write);
    const std::uint64_t entry_block = add_page(kernel, image.space, USER_ENTRY_BLOCK, access_read);
    if (submission == 0 || completion == 0 || entry_block == 0 || !show_blob(kernel, image.space)) {
        return false;
    }
    image.submission.memory = reinterpret_cast<hal_ring_header*>(submission);
    image.completion.memory = reinterpret_cast<hal_ring_header*>(completion);
    format_rings(image.submission, image.completion, 0);

    static_assert(sizeof(EntryBlock) + max_arguments_bytes <= PAGE_BYTES);
    std::ranges::copy(arguments, page_at(entry_block).subspan(sizeof(EntryBlock)).begin());
    EntryBlock& block = *reinterpret_cast<EntryBlock*>(entry_block);
    block = {.magic = ENTRY_MAGIC,
             .version = ENTRY_VERSION,
             .submission = USER_SUBMISSION,
             .completion = USER_COMPLETION,
             .sequence = image.provenance.expected,
             .key = {},
             .blob = kernel.blob.empty() ? 0 : std::uint64_t{USER_BLOB_BEGIN},
             .blob_next = kernel.replay ? kernel.replay->next : 0,
             .arguments = USER_ENTRY_BLOCK + sizeof(EntryBlock),
             .arguments_length = static_cast<std::uint32_t>(arguments.size()),
             .number = number};
    std::ranges::copy(key, block.key);
    return true;
}

void destroy_space(Kernel& kernel, AddressSpace space) {
    if (!destroy_user_space(kernel.pages, space)) {
        panic("the page tables of a process are damaged");
    }
}

/// Prints "[Ring] refused: 3" at the end of a program, if packets of it were answered EBADTAG.
void print_refused(const Kernel& kernel, const Image& image) {
    if (image.provenance.refused != 0) {
        log_line(kernel.arguments.log, Log::warn, "[Ring] refused: ", decimal(image.provenance.refused));
    }
}

/// Ends the machine with its first program. If exec started the program and it has exited with 0, prints that the
/// transfer was successful.
[[noreturn]] void end_machine(const Process& init, std::uint32_t status) {
    if ((status & STATUS_KILLED) != 0) {
        leave(EXIT_USER, Escaped{init.image.name}, " was ended");
    }
    if (status != 0) {
        leave(EXIT_USER, Escaped{init.image.name}, " exited with status ", decimal(status));
    }
    if (init.by_exec) {
        print_line("Consciousness transferred successfully.");
    }
    leave(EXIT_OK, "ok");
}

void enter_at_start(Process& process) {
    process.frame = {};                      // no register of another program may be visible in this one
    process.frame.x[2] = USER_STACK_END;     // sp
    process.frame.x[10] = USER_ENTRY_BLOCK;  // a0
    process.frame.pc = process.image.entry;
}

}  // namespace

LoadedImage load_image(Kernel& kernel, const File& file, std::uint32_t number,
                       std::span<const std::uint8_t> arguments) {
    const Loaded loaded = load_program(kernel.pages, kernel.space, file.bytes, kernel.spec);
    if (loaded.error != ElfError::none) {
        const Verdict verdict = loaded.error == ElfError::stale ? VERDICT_ESTALE : VERDICT_ENOEXEC;
        return {.verdict = verdict, .why = describe(loaded.error), .invalid = file.bytes};
    }
    constexpr std::string_view no_memory = "no page is free";
    if (loaded.no_memory) {
        return {.verdict = VERDICT_ENOMEM, .why = no_memory};
    }
    Image image{.name = file.name, .space = loaded.space, .entry = loaded.entry};
    const siphash::Key key = kernel.replay ? kernel.blob_key : derive_key(kernel.started);
    image.provenance.key = siphash::expand(key);
    if (!add_rings_and_entry_block(kernel, image, number, key, arguments)) {
        destroy_space(kernel, image.space);
        return {.verdict = VERDICT_ENOMEM, .why = no_memory};
    }
    ++kernel.started;
    return {.verdict = VERDICT_OK, .image = image};
}

ElfNumbers numbers_of(const Kernel& kernel, const LoadedImage& loaded) {
    return loaded.invalid ? elf_numbers(check_elf(*loaded.invalid, kernel.spec), *loaded.invalid) : ElfNumbers{};
}

Process* reserve_process(Kernel& kernel) {
    const auto free = std::ranges::find(kernel.processes, 0U, &Process::number);
    if (free == kernel.processes.end()) {
        return nullptr;
    }
    // A number is used again only after 2^31 others, so a stale number does not find another process.
    do {
        kernel.last_number = kernel.last_number % (STATUS_KILLED - 1) + 1;
    } while (find_process(kernel, kernel.last_number) != nullptr);
    *free = Process{};
    free->number = kernel.last_number;
    return free;
}

void start_process(Process& process, const Image& image, std::uint32_t parent) {
    process.parent = parent;
    process.state = PROCESS_READY;
    process.image = image;
    enter_at_start(process);
}

Log log_of(const Kernel& kernel) {
    return kernel.arguments.log;
}

void replace_image(Kernel& kernel, Process& process, const Image& image) {
    print_refused(kernel, process.image);
    hal_paging_use(image.space.root);  // before the old tables, which this hart uses, are freed
    destroy_space(kernel, process.image.space);
    process.image = image;
    process.by_exec = true;
    process.pending.reset();
    process.wanted = 0;
    process.files = {};
    hal_trap_frame& frame = process.frame;
    const hal_trap_frame before = frame;
    enter_at_start(process);
    frame.kernel_sp = before.kernel_sp;
    frame.hart = before.hart;
}

void end_process(Kernel& kernel, Process& process, std::uint32_t status) {
    print_refused(kernel, process.image);
    if (process.number == init_number) {
        end_machine(process, status);
    }
    hal_paging_use(kernel.space.root);
    destroy_space(kernel, process.image.space);
    process.image.space = {};
    process.pending.reset();
    process.state = PROCESS_ENDED;
    process.status = status;
    for (Process& other : kernel.processes) {
        if (other.number != 0 && other.parent == process.number) {
            other.parent = 0;
            other.number = other.state == PROCESS_ENDED ? 0 : other.number;
        }
    }
    if (process.parent == 0) {
        process.number = 0;
    }
}

Process* find_process(Kernel& kernel, std::uint32_t number) {
    const auto found = std::ranges::find(kernel.processes, number, &Process::number);
    return number == 0 || found == kernel.processes.end() ? nullptr : found;
}

}  // namespace core
