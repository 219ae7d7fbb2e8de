#include "core/vfs.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace core {
namespace {

constexpr std::uint32_t all_flags = OPEN_READ | OPEN_WRITE | OPEN_CREATE | OPEN_TRUNCATE | OPEN_EXECUTABLE;

/// The result of a walk along a path.
struct Walked {
    Verdict verdict = VERDICT_OK;
    NodeIndex node = root_node;  // the last existing node
    std::string_view missing{};  // the component that does not exist, if the verdict is VERDICT_ENOENT
    bool is_last = false;        // that component ends the path
};

Walked walk(const Vfs& vfs, std::string_view path) {
    Walked at{.verdict = check_path(path)};
    if (at.verdict != VERDICT_OK) {
        return at;
    }
    const bool directory = demands_directory(path);
    for (std::string_view name = next_component(path); !name.empty(); name = next_component(path)) {
        if (vfs.nodes[at.node].kind != FILE_DIRECTORY) {
            return {.verdict = VERDICT_ENOTDIR};
        }
        const std::optional<NodeIndex> next = step_into(vfs, at.node, name);
        if (!next) {
            return {
                .verdict = VERDICT_ENOENT, .node = at.node, .missing = name, .is_last = next_component(path).empty()};
        }
        at.node = *next;
    }
    if (directory && vfs.nodes[at.node].kind != FILE_DIRECTORY) {
        return {.verdict = VERDICT_ENOTDIR};
    }
    return at;
}

// ---- bytes in pages ----

/// A file's pages, for writing. `node.run` must not be 0.
std::span<std::uint8_t> run_of(const Node& node) {
    return {reinterpret_cast<std::uint8_t*>(node.run), static_cast<std::size_t>(node.run_pages * page_bytes)};
}

/// Frees the run, if there is one.
void drop_run(const Vfs& vfs, Pages& pages, Node& node) {
    // Cannot fail, because a node's run is always taken; if it did, the pages would be lost.
    (void)(node.run != 0 && give_run(pages, node.run, node.run_pages));
    give(*vfs.quotas, node.run_quota, Resource::pages, node.run_pages);
    node.run = 0;
    node.run_pages = 0;
}

/// Gives the file its own run with room for `bytes`. Changes nothing if no such run is free.
Verdict make_room(const Vfs& vfs, Pages& pages, Node& node, std::uint64_t bytes, QuotaIndex quota) {
    if (bytes <= node.run_pages * page_bytes) {
        return VERDICT_OK;
    }
    const std::uint64_t pages_needed = std::bit_ceil((bytes + page_bytes - 1) / page_bytes);
    if (!take(*vfs.quotas, quota, Resource::pages, pages_needed)) {
        return VERDICT_ELIMIT;
    }
    const std::uint64_t run = take_dirty_run(pages, pages_needed);
    if (run == 0) {
        give(*vfs.quotas, quota, Resource::pages, pages_needed);
        return VERDICT_ENOMEM;
    }
    const std::span<const std::uint8_t> old = node.bytes;
    if (!old.empty()) {
        std::memcpy(reinterpret_cast<std::uint8_t*>(run), old.data(), old.size());
    }
    drop_run(vfs, pages, node);
    node.run = run;
    node.run_quota = quota;
    node.run_pages = pages_needed;
    node.bytes = run_of(node).first(old.size());
    return VERDICT_OK;
}

// ---- opening ----

bool flags_make_sense(std::uint32_t flags) {
    const auto has = [flags](std::uint32_t some) { return (flags & some) != 0; };
    if (has(~all_flags) || !has(OPEN_READ | OPEN_WRITE)) {
        return false;
    }
    return (has(OPEN_WRITE) || !has(OPEN_CREATE | OPEN_TRUNCATE)) && (has(OPEN_CREATE) || !has(OPEN_EXECUTABLE));
}

/// Makes what a walk did not find.
Opened create(Vfs& vfs, const Walked& walked, FileKind kind, QuotaIndex quota) {
    if (!walked.is_last) {
        return {.verdict = VERDICT_ENOENT};  // the missing component is a directory
    }
    if (!vfs.nodes[walked.node].writable) {
        return {.verdict = VERDICT_EACCES};
    }
    if (!take(*vfs.quotas, quota, Resource::files, 1)) {
        return {.verdict = VERDICT_ELIMIT};
    }
    const std::optional<NodeIndex> made = add_node(vfs, walked.node, walked.missing, kind);
    if (!made) {
        give(*vfs.quotas, quota, Resource::files, 1);
        return {.verdict = VERDICT_ENOSPC};
    }
    vfs.nodes[*made].quota = quota;
    return {.node = *made};
}

Opened create_file(Vfs& vfs, const Walked& walked, bool directory, bool executable, QuotaIndex quota) {
    if (directory && walked.is_last) {
        return {.verdict = VERDICT_EISDIR};
    }
    const Opened made = create(vfs, walked, FILE_REGULAR, quota);
    if (made.verdict == VERDICT_OK) {
        vfs.nodes[made.node].executable = executable;
        vfs.nodes[made.node].opens = 1;
    }
    return made;
}

/// Frees a removed node and its pages.
void drop_node(Vfs& vfs, Pages& pages, NodeIndex index) {
    Node& node = vfs.nodes[index];
    drop_run(vfs, pages, node);
    node.bytes = {};
    ++node.version;
    give(*vfs.quotas, node.quota, Resource::files, 1);
    free_node(vfs, index);
}

/// Whether the bytes of this node may be changed.
Verdict may_write(const Node& node) {
    if (node.kind == FILE_DIRECTORY) {
        return VERDICT_EISDIR;
    }
    return node.writable ? VERDICT_OK : VERDICT_EACCES;
}

}  // namespace

Opened find_node(const Vfs& vfs, std::string_view path) {
    const Walked walked = walk(vfs, path);
    return {.verdict = walked.verdict, .node = walked.node};
}

Opened open_node(Vfs& vfs, Pages& pages, std::string_view path, std::uint32_t flags, QuotaIndex quota) {
    if (!flags_make_sense(flags)) {
        return {.verdict = VERDICT_EINVAL};
    }
    const Walked walked = walk(vfs, path);
    if (walked.verdict == VERDICT_ENOENT && (flags & OPEN_CREATE) != 0) {
        return create_file(vfs, walked, demands_directory(path), (flags & OPEN_EXECUTABLE) != 0, quota);
    }
    if (walked.verdict != VERDICT_OK) {
        return {.verdict = walked.verdict};
    }
    Node& node = vfs.nodes[walked.node];
    if ((flags & OPEN_WRITE) != 0) {
        if (const Verdict verdict = may_write(node); verdict != VERDICT_OK) {
            return {.verdict = verdict};
        }
    }
    if ((flags & OPEN_TRUNCATE) != 0 && node.kind == FILE_REGULAR) {
        (void)truncate_node(vfs, pages, walked.node);
    }
    ++node.opens;
    return {.node = walked.node};
}

void close_node(Vfs& vfs, Pages& pages, NodeIndex index) {
    Node& node = vfs.nodes[index];
    if (--node.opens == 0 && node.removed) {
        drop_node(vfs, pages, index);
    }
}

Verdict make_directory(Vfs& vfs, std::string_view path, QuotaIndex quota) {
    const Walked walked = walk(vfs, path);
    if (walked.verdict != VERDICT_ENOENT) {
        return walked.verdict == VERDICT_OK ? VERDICT_EEXIST : walked.verdict;
    }
    return create(vfs, walked, FILE_DIRECTORY, quota).verdict;
}

Verdict remove_node(Vfs& vfs, Pages& pages, std::string_view path) {
    const Walked walked = walk(vfs, path);
    if (walked.verdict != VERDICT_OK) {
        return walked.verdict;
    }
    const Node& node = vfs.nodes[walked.node];
    if (!vfs.nodes[node.parent].writable) {
        return VERDICT_EACCES;  // /tmp itself, the root, and all that is not in /tmp
    }
    if (node.children != 0) {
        return VERDICT_ENOTEMPTY;
    }
    detach_node(vfs, walked.node);
    if (node.opens == 0) {
        drop_node(vfs, pages, walked.node);
    }
    return VERDICT_OK;
}

void inherit_nodes(Vfs& vfs, QuotaIndex quota, QuotaIndex heir) {
    for (Node& node : vfs.nodes) {
        node.quota = node.quota == quota ? heir : node.quota;
        node.run_quota = node.run_quota == quota ? heir : node.run_quota;
    }
}

std::size_t read_node(const Vfs& vfs, NodeIndex node, std::uint64_t offset, std::span<std::uint8_t> out) {
    const std::span<const std::uint8_t> bytes = vfs.nodes[node].bytes;
    if (offset >= bytes.size()) {
        return 0;
    }
    const auto rest = bytes.subspan(static_cast<std::size_t>(offset));
    const std::size_t count = std::min(rest.size(), out.size());
    std::ranges::copy(rest.first(count), out.begin());
    return count;
}

Written write_node(Vfs& vfs, Pages& pages, NodeIndex index, std::uint64_t offset, std::span<const std::uint8_t> in,
                   QuotaIndex quota) {
    Node& node = vfs.nodes[index];
    if (const Verdict verdict = may_write(node); verdict != VERDICT_OK) {
        return {.verdict = verdict};
    }
    const std::uint64_t end = offset + in.size();
    const std::uint64_t bytes = std::max<std::uint64_t>(end, node.bytes.size());
    if (node.kind != FILE_REGULAR || end < offset) {
        return {.verdict = VERDICT_EINVAL};
    }
    if (in.empty()) {
        return {};
    }
    if (bytes > max_tmp_file_bytes) {
        return {.verdict = VERDICT_ENOSPC};
    }
    if (const Verdict verdict = make_room(vfs, pages, node, bytes, quota); verdict != VERDICT_OK) {
        return {.verdict = verdict};
    }
    ++node.version;
    const std::span<std::uint8_t> run = run_of(node);
    if (node.bytes.size() < offset) {
        const std::uint64_t gap = std::min(offset - node.bytes.size(), zeroed_in_a_step_bytes);
        std::memset(run.data() + node.bytes.size(), 0, gap);
        node.bytes = run.first(node.bytes.size() + gap);
        if (node.bytes.size() < offset) {
            return {.unfinished = true};
        }
    }
    std::memcpy(run.data() + offset, in.data(), in.size());
    node.bytes = run.first(static_cast<std::size_t>(bytes));
    return {.bytes = in.size()};
}

Verdict truncate_node(Vfs& vfs, Pages& pages, NodeIndex index) {
    Node& node = vfs.nodes[index];
    if (const Verdict verdict = may_write(node); verdict != VERDICT_OK) {
        return verdict;
    }
    drop_run(vfs, pages, node);
    node.bytes = {};
    ++node.version;
    return VERDICT_OK;
}

FileStat stat_node(const Vfs& vfs, NodeIndex index) {
    const Node& node = vfs.nodes[index];
    return {.bytes = node.kind == FILE_DIRECTORY ? node.children : node.bytes.size(),
            .kind = node.kind,
            .executable = node.executable ? 1U : 0U};
}

std::optional<DirectoryEntry> list_node(const Vfs& vfs, NodeIndex node, std::uint64_t index) {
    if (index >= vfs.nodes[node].children) {
        return std::nullopt;
    }
    NodeIndex child = vfs.nodes[node].first_child;
    while (index-- != 0) {
        child = vfs.nodes[child].next;
    }
    const FileStat stat = stat_node(vfs, child);
    const std::string_view name = name_of(vfs.nodes[child]);
    DirectoryEntry entry{
        .bytes = stat.bytes, .kind = stat.kind, .name_length = static_cast<std::uint32_t>(name.size()), .name = {}};
    std::ranges::copy(name, entry.name);
    return entry;
}

std::string_view describe(Verdict verdict) {
    switch (verdict) {
    case VERDICT_ENOENT: return "no such file";
    case VERDICT_ENOTDIR: return "a part of the path is not a directory";
    case VERDICT_EISDIR: return "it is a directory";
    case VERDICT_EACCES: return "it is not executable";
    case VERDICT_ENAMETOOLONG: return "the path is too long";
    default: return "the path is not valid";
    }
}

FoundProgram find_program(const Vfs& vfs, std::string_view path) {
    const Opened found = find_node(vfs, path);
    if (found.verdict != VERDICT_OK) {
        return {.verdict = found.verdict};
    }
    const Node& node = vfs.nodes[found.node];
    if (node.kind == FILE_DIRECTORY) {
        return {.verdict = VERDICT_EISDIR};
    }
    if (!node.executable) {
        return {.verdict = VERDICT_EACCES};
    }
    return {
        .node = found.node, .name = node.archive_path.empty() ? name_of(node) : node.archive_path, .bytes = node.bytes};
}

}  // namespace core
