#include "core/process.h"

#include <algorithm>
#include <cstring>

#include "core/kernel.h"
#include "core/leave.h"
#include "core/panic.h"
#include "core/scheduler.h"
#include "hal/memlayout.h"
#include "hal/paging.h"

namespace core {
namespace {

/// How many pages are loaded in one step: less than a third of a millisecond.
constexpr std::uint64_t pages_in_a_step = 64;
/// Counted for stack, rings, entry block and page tables of any program.
constexpr std::uint64_t pages_besides_segments = 32;
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
        if (!map_user_page(kernel.pages, space, USER_BLOB_BEGIN + offset, begin + offset, access_read, Owner::other)) {
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

void destroy_image(Kernel& kernel, const Image& image) {
    destroy_space(kernel, image.space);
    give(kernel.quotas, image.quota, Resource::pages, image.pages);
}

void fail(Loading& loading, Verdict verdict, std::string_view why) {
    loading.verdict = verdict;
    loading.why = why;
    loading.unfinished = false;
}

/// Frees what a pending exec or spawn has loaded.
void abandon_loading(Kernel& kernel, Process& process) {
    if (process.loading) {
        destroy_image(kernel, process.loading->image);
        if (process.loading->child != nullptr) {
            free_place(kernel, *process.loading->child);
        }
        process.loading.reset();
    }
}

void close_files(Kernel& kernel, Process& process) {
    for (OpenFile& file : process.files) {
        close_file(kernel, file);
    }
}

/// Prints "[Ring] refused: 3" at the end of a program, if packets of it were answered EBADTAG.
void print_refused(const Image& image) {
    if (image.provenance.refused != 0) {
        log_line(Log::warn, "[Ring] refused: ", decimal(image.provenance.refused));
    }
}

/// Ends the machine with its first program. If exec started the program and it has exited with 0, prints that the
/// transfer was successful.
[[noreturn]] void end_machine(const Process& init, std::uint32_t status) {
    if ((status & STATUS_KILLED) != 0) {
        leave(EXIT_USER, Escaped{init.image.name.view()}, " was ended");
    }
    if (status != 0) {
        leave(EXIT_USER, Escaped{init.image.name.view()}, " exited with status ", decimal(status));
    }
    if (init.by_exec) {
        print_line("Consciousness transferred successfully.");
    }
    leave(EXIT_OK, "ok");
}

void enter_at_start(Process& process) {
    hal_trap_frame& frame = process.frame;
    frame = {.x = {},
             .pc = process.image.entry,
             .kernel_sp = frame.kernel_sp,
             .hart = frame.hart};    // no register of another program may be visible here
    frame.x[2] = USER_STACK_END;     // sp
    frame.x[10] = USER_ENTRY_BLOCK;  // a0
}

}  // namespace

ProgramName name_of_program(std::string_view path) {
    ProgramName name;
    path.remove_prefix(path.size() - std::min(path.size(), name.letters.size()));
    std::memcpy(name.letters.data(), path.data(), path.size());
    name.length = static_cast<std::uint8_t>(path.size());
    return name;
}

Loading begin_image(Kernel& kernel, const FoundProgram& program, const Process& owner,
                    std::span<const std::uint8_t> arguments) {
    Loading loading{.load = begin_load(kernel.pages, kernel.space, program.bytes, kernel.spec)};
    const ElfError error = loading.load.check.error;
    if (error != ElfError::none) {
        fail(loading, error == ElfError::stale ? VERDICT_ESTALE : VERDICT_ENOEXEC, describe(error));
        return loading;
    }
    if (loading.load.space.root == 0) {
        fail(loading, VERDICT_ENOMEM, no_memory);
        return loading;
    }
    const std::uint64_t pages = loading.load.check.image.bytes / page_bytes + pages_besides_segments;
    if (!take(kernel.quotas, owner.quota, Resource::pages, pages)) {
        destroy_space(kernel, loading.load.space);
        fail(loading, VERDICT_ELIMIT, "it is over a limit for pages");
        return loading;
    }
    loading.node = program.node;
    loading.version = kernel.vfs.nodes[program.node].version;
    loading.image = {.name = name_of_program(program.name),
                     .space = loading.load.space,
                     .entry = loading.load.check.image.entry,
                     .pages = pages,
                     .quota = owner.quota};
    if (!add_rings_and_entry_block(kernel, loading, owner.number, arguments)) {
        destroy_image(kernel, loading.image);
        fail(loading, VERDICT_ENOMEM, no_memory);
        return loading;
    }
    continue_image(kernel, loading);
    return loading;
}

void continue_image(Kernel& kernel, Loading& loading) {
    if (kernel.vfs.nodes[loading.node].version != loading.version) {
        destroy_image(kernel, loading.image);
        fail(loading, VERDICT_ENOEXEC, "its file was changed while it was loaded");
        return;
    }
    const LoadStep step = load_pages(kernel.pages, loading.load, pages_in_a_step);
    loading.unfinished = step == LoadStep::more;
    if (step == LoadStep::no_memory) {
        give(kernel.quotas, loading.image.quota, Resource::pages, loading.image.pages);
        fail(loading, VERDICT_ENOMEM, no_memory);
    } else if (step == LoadStep::complete) {
        seal_image(kernel, loading);
    }
}

void free_place(Kernel& kernel, Process& process) {
    process.state = PROCESS_FREE;
    if (process.quota == root_quota) {
        return;
    }
    give(kernel.quotas, process.quota, Resource::processes, 1);
    QuotaIndex index = process.quota;
    while (index != root_quota && used(kernel.quotas, index, Resource::processes) == 0) {
        const QuotaIndex heir = kernel.quotas.all[index].parent;
        inherit_nodes(kernel.vfs, index, heir);
        remove_quota(kernel.quotas, index);
        index = heir;
    }
}

Verdict join_quota(Kernel& kernel, Process& process, QuotaIndex parent, const Limits& limits) {
    const bool has_own = limits.pages != 0 || limits.files != 0 || limits.processes != 0 || limits.output_bytes != 0;
    const std::optional<QuotaIndex> quota =
        has_own ? add_quota(kernel.quotas, parent, limits, process.number) : std::optional(parent);
    if (!quota) {
        return VERDICT_EAGAIN;
    }
    if (!take(kernel.quotas, *quota, Resource::processes, 1)) {
        if (has_own) {
            remove_quota(kernel.quotas, *quota);
        }
        return VERDICT_ELIMIT;
    }
    process.quota = *quota;
    return VERDICT_OK;
}

void close_file(Kernel& kernel, OpenFile& file) {
    if (file.flags != 0) {
        close_node(kernel.vfs, kernel.pages, file.node);
        file = {};
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
    destroy_image(kernel, process.image);
    process.image = image;
    process.by_exec = true;
    process.wanted = 0;
    close_files(kernel, process);
    enter_at_start(process);
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
    destroy_image(kernel, process.image);
    process.image.space = {};
    close_files(kernel, process);
    process.pending.reset();
    process.state = PROCESS_ENDED;
    process.status = status;
    for (Process& other : kernel.processes) {
        if (other.state != PROCESS_FREE && other.parent == process.number) {
            other.parent = 0;
            if (other.state == PROCESS_ENDED) {
                free_place(kernel, other);
            }
        }
    }
    Process* const parent = find_process(kernel, process.parent);
    if (parent == nullptr) {
        free_place(kernel, process);
    } else if (parent->waits_for == WaitsFor::child) {
        wake(kernel, *parent);
    }
}

void end_by_kill(Kernel& kernel, Process& process) {
    const QuotaIndex quota = process.quota;
    const bool with_others = kernel.quotas.all[quota].founder == process.number;
    for (Process& other : kernel.processes) {
        if (&other != &process && (!with_others || !is_within(kernel.quotas, other.quota, quota))) {
            continue;
        }
        if (other.state == PROCESS_RUNNING) {
            other.doomed = STATUS_KILLED | cause_kill;
            other.turn |= turn_ends;
        } else if (is_alive(other)) {
            end_process(kernel, other, STATUS_KILLED | cause_kill);
        }
    }
}

Process* foreground(Kernel& kernel) {
    Process* last = find_process(kernel, init_number);
    for (Process* next = last; next != nullptr;) {
        last = next;
        next = nullptr;
        for (Process& child : kernel.processes) {
            const bool awaited = last->state == PROCESS_BLOCKED && last->waits_for == WaitsFor::child &&
                                 child.parent == last->number && is_alive(child) && !child.background &&
                                 (last->awaits == ANY_CHILD || last->awaits == child.number);
            if (awaited && (next == nullptr || next->number < child.number)) {
                next = &child;
            }
        }
    }
    return last == nullptr || last->number == init_number ? nullptr : last;
}

Process* find_process(Kernel& kernel, std::uint32_t number) {
    const auto found = std::ranges::find_if(
        kernel.processes, [number](const Process& process) { return process.number == number && exists(process); });
    return found == kernel.processes.end() ? nullptr : found;
}

}  // namespace core
