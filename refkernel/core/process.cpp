#include "core/process.h"

#include <algorithm>
#include <cstring>

#include "core/kernel.h"
#include "core/leave.h"
#include "core/scheduler.h"
#include "hal/memlayout.h"
#include "hal/paging.h"

namespace core {
namespace {

/// How many pages are loaded in one step: less than a third of a millisecond.
constexpr std::uint64_t pages_in_a_step = 64;
constexpr std::string_view no_memory = "no page is free";

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

bool add_rings_and_entry_block(Kernel& kernel, Loading& loading, std::uint32_t number,
                               std::span<const std::uint8_t> arguments) {
    Image& image = loading.image;
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
    loading.entry_block = entry_block;
    return true;
}

/// Gives a complete image its key.
void seal_image(Kernel& kernel, Loading& loading) {
    const siphash::Key key = kernel.replay ? kernel.blob_key : derive_key(kernel.started);
    loading.image.provenance.key = siphash::expand(key);
    std::ranges::copy(key, reinterpret_cast<EntryBlock*>(loading.entry_block)->key);
    ++kernel.started;
}

void destroy_space(Kernel& kernel, AddressSpace space) {
    if (!destroy_user_space(kernel.pages, space)) {
        panic("the page tables of a process are damaged");
    }
}

/// Prints "[Ring] refused: 3" at the end of a program, if packets of it were answered EBADTAG.
void print_refused(const Image& image) {
    if (image.provenance.refused != 0) {
        print_line("[Ring] refused: ", decimal(image.provenance.refused));
    }
}

/// Ends the machine with its first program. If exec started the program and it has exited with 0, prints that the
/// transfer was successful.
[[noreturn]] void end_machine(const Process& init, std::uint32_t status) {
    if ((status & STATUS_KILLED) != 0) {
        leave(EXIT_USER, init.image.name.view(), " was ended");
    }
    if (status != 0) {
        leave(EXIT_USER, init.image.name.view(), " exited with status ", decimal(status));
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

ProgramName name_of_program(std::string_view path) {
    ProgramName name;
    path.remove_prefix(path.size() - std::min(path.size(), name.letters.size()));
    std::memcpy(name.letters.data(), path.data(), path.size());
    name.length = static_cast<std::uint8_t>(path.size());
    return name;
}

Loading begin_image(Kernel& kernel, const FoundProgram& program, std::uint32_t number,
                    std::span<const std::uint8_t> arguments) {
    Loading loading{.load = begin_load(kernel.pages, kernel.space, program.file.bytes, kernel.spec)};
    const ElfError error = loading.load.check.error;
    if (error != ElfError::none) {
        loading.step = {.verdict = error == ElfError::stale ? VERDICT_ESTALE : VERDICT_ENOEXEC, .why = describe(error)};
        return loading;
    }
    if (loading.load.no_memory) {
        loading.step = {.verdict = VERDICT_ENOMEM, .why = no_memory};
        return loading;
    }
    loading.node = program.node;
    loading.version = kernel.vfs.nodes[program.node].version;
    loading.image.name = name_of_program(program.file.name);
    loading.image.space = loading.load.space;
    loading.image.entry = loading.load.check.image.entry;
    if (!add_rings_and_entry_block(kernel, loading, number, arguments)) {
        destroy_space(kernel, loading.image.space);
        loading.step = {.verdict = VERDICT_ENOMEM, .why = no_memory};
        return loading;
    }
    continue_image(kernel, loading);
    return loading;
}

void continue_image(Kernel& kernel, Loading& loading) {
    if (kernel.vfs.nodes[loading.node].version != loading.version) {
        destroy_space(kernel, loading.image.space);
        loading.step = {.verdict = VERDICT_ENOEXEC, .why = "its file was changed while it was loaded"};
        return;
    }
    switch (load_pages(kernel.pages, loading.load, pages_in_a_step)) {
    case LoadStep::more: loading.step = {.unfinished = true}; break;
    case LoadStep::no_memory: loading.step = {.verdict = VERDICT_ENOMEM, .why = no_memory}; break;
    case LoadStep::complete:
        loading.step = {};
        seal_image(kernel, loading);
        break;
    }
}

LoadedImage load_image(Kernel& kernel, const FoundProgram& program, std::uint32_t number) {
    Loading loading = begin_image(kernel, program, number, {});
    while (loading.step.unfinished) {
        continue_image(kernel, loading);
    }
    return {.verdict = loading.step.verdict, .why = loading.step.why, .image = loading.image};
}

void abandon_loading(Kernel& kernel, Process& process) {
    if (process.loading) {
        destroy_space(kernel, process.loading->image.space);
        if (process.loading->child != nullptr) {
            process.loading->child->state = PROCESS_FREE;
        }
        process.loading.reset();
    }
}

Process* reserve_process(Kernel& kernel) {
    const auto free = std::ranges::find(kernel.processes, PROCESS_FREE, &Process::state);
    if (free == kernel.processes.end()) {
        return nullptr;
    }
    // A number is used again only after 2^31 others, so a stale number does not find another process.
    do {
        kernel.last_number = kernel.last_number % (STATUS_KILLED - 1) + 1;
    } while (std::ranges::any_of(kernel.processes, [&kernel](const Process& process) {
        return process.state != PROCESS_FREE && process.number == kernel.last_number;
    }));
    *free = Process{};
    free->state = PROCESS_LOADING;
    free->number = kernel.last_number;
    return free;
}

void start_process(Kernel& kernel, Process& process, const Image& image, std::uint32_t parent) {
    process.parent = parent;
    process.image = image;
    enter_at_start(process);
    make_ready(kernel, process);
}

void replace_image(Kernel& kernel, Process& process, const Image& image) {
    print_refused(process.image);
    hal_paging_use(image.space.root);  // before the old tables, which this hart uses, are freed
    destroy_space(kernel, process.image.space);
    process.image = image;
    process.by_exec = true;
    process.wanted = 0;
    process.files = {};
    hal_trap_frame& frame = process.frame;
    const hal_trap_frame before = frame;
    enter_at_start(process);
    frame.kernel_sp = before.kernel_sp;
    frame.hart = before.hart;
}

void end_process(Kernel& kernel, Process& process, std::uint32_t status) {
    print_refused(process.image);
    if (process.number == init_number) {
        end_machine(process, status);
    }
    if (process.state == PROCESS_READY || process.state == PROCESS_BLOCKED) {
        forget(kernel, process);
    }
    abandon_loading(kernel, process);
    if (hal_paging_root() == process.image.space.root) {
        hal_paging_use(kernel.space.root);
    }
    destroy_space(kernel, process.image.space);
    process.image.space = {};
    process.pending.reset();
    process.state = PROCESS_ENDED;
    process.status = status;
    for (Process& other : kernel.processes) {
        if (other.state != PROCESS_FREE && other.parent == process.number) {
            other.parent = 0;
            other.state = other.state == PROCESS_ENDED ? PROCESS_FREE : other.state;
        }
    }
    Process* const parent = find_process(kernel, process.parent);
    if (parent == nullptr) {
        process.state = PROCESS_FREE;
    } else if (parent->waits_for == WaitsFor::child) {
        wake(kernel, *parent);
    }
}

Process* find_process(Kernel& kernel, std::uint32_t number) {
    const auto found = std::ranges::find_if(kernel.processes, [number](const Process& process) {
        return process.number == number && process.state != PROCESS_FREE && process.state != PROCESS_LOADING;
    });
    return found == kernel.processes.end() ? nullptr : found;
}

}  // namespace core
