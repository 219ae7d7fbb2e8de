#include "core/process.h"

#include <algorithm>

#include "core/kernel.h"
#include "core/leave.h"
#include "core/loader.h"
#include "hal/memlayout.h"
#include "hal/paging.h"

namespace core {
namespace {

/// A new zeroed page of the process, mapped at `address`. 0 when no page is free.
std::uint64_t add_page(Kernel& kernel, AddressSpace space, std::uint64_t address, Access access) {
    const std::uint64_t page = take_page(kernel.pages);
    if (page == 0 || map_user_page(kernel.pages, space, address, page, access, Owner::space) == MapError::none) {
        return page;
    }
    if (!give_page(kernel.pages, page)) {
        panic("a page that was just taken is not taken");
    }
    return 0;
}

/// The blob's pages are not the process's: they are only shown to it.
bool show_blob(Kernel& kernel, AddressSpace space) {
    const auto begin = reinterpret_cast<std::uint64_t>(kernel.blob.data());
    for (std::uint64_t offset = 0; offset < kernel.blob.size(); offset += page_bytes) {
        if (map_user_page(kernel.pages, space, USER_BLOB_BEGIN + offset, begin + offset, access_read,
                          Owner::somebody_else) != MapError::none) {
            return false;
        }
    }
    return true;
}

bool add_rings_and_entry_block(Kernel& kernel, Process& process) {
    constexpr Access read_write = access_read | access_write;
    const std::uint64_t submission = add_page(kernel, process.space, USER_SUBMISSION, read_write);
    const std::uint64_t completion = add_page(kernel, process.space, USER_COMPLETION, read_write);
    const std::uint64_t entry_block = add_page(kernel, process.space, USER_ENTRY_BLOCK, access_read);
    if (submission == 0 || completion == 0 || entry_block == 0 || !show_blob(kernel, process.space)) {
        return false;
    }
    process.submission.memory = reinterpret_cast<hal_ring_header*>(submission);
    process.completion.memory = reinterpret_cast<hal_ring_header*>(completion);
    format_rings(process.submission, process.completion);

    EntryBlock& block = *reinterpret_cast<EntryBlock*>(entry_block);
    block = {.magic = ENTRY_MAGIC,
             .version = ENTRY_VERSION,
             .submission = USER_SUBMISSION,
             .completion = USER_COMPLETION,
             .sequence = process.provenance.expected,
             .key = {},
             .blob = kernel.blob.empty() ? 0 : std::uint64_t{USER_BLOB_BEGIN},
             ._reserved = 0};
    std::ranges::copy(process.provenance.key, block.key);
    return true;
}

}  // namespace

Prepared prepare_process(Kernel& kernel, const File& file) {
    const Loaded loaded = load_program(kernel.pages, kernel.space, file.bytes, kernel.spec);
    if (loaded.error != ElfError::none) {
        const Verdict verdict = loaded.error == ElfError::stale ? VERDICT_ESTALE : VERDICT_ENOEXEC;
        return {.verdict = verdict, .why = describe(loaded.error)};
    }
    constexpr std::string_view no_memory = "no page is free";
    if (loaded.no_memory) {
        return {.verdict = VERDICT_ENOMEM, .why = no_memory};
    }
    Process process{.name = file.name, .space = loaded.space, .entry = loaded.entry};
    process.provenance.key = kernel.replay ? kernel.blob_key : derive_key(kernel.process_count);
    if (!add_rings_and_entry_block(kernel, process)) {
        if (!destroy_user_space(kernel.pages, process.space)) {
            panic("the page tables of a process are damaged");
        }
        return {.verdict = VERDICT_ENOMEM, .why = no_memory};
    }
    ++kernel.process_count;
    return {.verdict = VERDICT_OK, .process = process};
}

void enter_process(Kernel& kernel, const Process& process) {
    const AddressSpace old = kernel.process.space;
    say_refused(kernel.process);
    kernel.process = process;
    hal_paging_use(process.space.root);
    hal_paging_sync_code();
    if (old.root != 0 && !destroy_user_space(kernel.pages, old)) {
        panic("the page tables of a process are damaged");
    }
    std::ranges::fill(kernel.frame.x, 0);   // nothing of the old program may leak into the new one
    kernel.frame.x[2] = USER_STACK_END;     // sp
    kernel.frame.x[10] = USER_ENTRY_BLOCK;  // a0
    kernel.frame.pc = process.entry;
}

void say_refused(const Process& process) {
    if (process.provenance.refused != 0) {
        say("[Ring] refused: ", decimal(process.provenance.refused));
    }
}

void end_process(const Kernel& kernel, std::string_view why) {
    say_refused(kernel.process);
    leave(EXIT_USER, kernel.process.name, " was ended: ", why);
}

}  // namespace core
