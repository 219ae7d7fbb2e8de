// Any bytes are either refused with an error text, or give a tree in which each node is listed once, is found by its
// path, and has its bytes.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/initrd.h"
#include "core/test_archive.h"
#include "core/test_arena.h"
#include "core/vfs.h"

using namespace core;

namespace {

void demand(bool holds) {
    if (!holds) std::abort();
}

struct Tour {
    Vfs& vfs;
    Pages& pages;
    std::vector<bool> met = std::vector<bool>(vfs.used);

    void visit(NodeIndex node, const std::string& path) {
        demand(node < vfs.used && !met[node]);
        met[node] = true;
        const FileStat stat = stat_node(vfs, node);
        const bool below_tmp = path == "/tmp" || path.starts_with("/tmp/");
        // The path of the root is "/"; other paths do not end in "/".
        const std::string name = path.empty() ? "/" : path;
        demand(name.size() > max_path_bytes || find_node(vfs, name).node == node);
        if (name.size() <= max_path_bytes) {
            const Opened opened = open_node(vfs, pages, name, OPEN_READ);
            demand(opened.verdict == VERDICT_OK && opened.node == node);
            const Verdict written = open_node(vfs, pages, name, OPEN_WRITE).verdict;
            demand(written == (stat.kind == FILE_DIRECTORY              ? VERDICT_EISDIR
                               : stat.kind == FILE_CONSOLE || below_tmp ? VERDICT_OK
                                                                        : VERDICT_EACCES));
            demand((find_program(vfs, name).verdict == VERDICT_OK) == (stat.executable == 1));
        }
        if (stat.kind == FILE_REGULAR) {
            std::vector<std::uint8_t> bytes(static_cast<std::size_t>(stat.bytes) + 1);
            demand(read_node(vfs, node, 0, bytes) == stat.bytes);
            const std::uint8_t mark = 0x5a;
            if (below_tmp && write_node(vfs, pages, node, stat.bytes, {&mark, 1}).verdict == VERDICT_OK) {
                std::vector<std::uint8_t> again(bytes.size());
                demand(read_node(vfs, node, 0, again) == stat.bytes + 1);
                bytes.back() = mark;
                demand(again == bytes && truncate_node(vfs, pages, node) == VERDICT_OK);
            }
        }
        std::uint64_t children = 0;
        for (; const auto entry = list_node(vfs, node, children); ++children) {
            const std::string child(reinterpret_cast<const char*>(entry->name), entry->name_length);
            const std::string child_path = path + "/" + child;
            demand(!child.empty() && child.size() <= max_component_bytes && child.find('/') == std::string::npos);
            // Searched from its parent, because its path may be longer than max_path_bytes.
            const std::optional<NodeIndex> found = step_into(vfs, node, child);
            demand(found && stat_node(vfs, *found).kind == entry->kind && stat_node(vfs, *found).bytes == entry->bytes);
            visit(*found, child_path);
        }
        demand(stat.kind != FILE_DIRECTORY || children == stat.bytes);
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static test::Arena arena(64);
    const std::span<const std::uint8_t> archive(data, size);
    std::vector<Node> nodes(64);
    BuiltVfs built = build_vfs(archive, nodes);
    const test::CpioCheck check = test::check_cpio(archive);
    demand(!describe(built).empty());
    demand(built.entries <= 2 * nodes.size() && built.offset <= size + 3);
    demand(built.error != VfsError::archive || built.archive_error == check.error);
    if (built.error != VfsError::none) return 0;
    demand(check.error == CpioError::none && check.entries == built.entries);
    Quotas quotas;
    built.vfs.quotas = &quotas;
    Tour tour{.vfs = built.vfs, .pages = arena.pages};
    tour.visit(root_node, "");
    demand(std::ranges::all_of(tour.met, [](bool met) { return met; }));
    demand(arena.pages.free == arena.pages.count);
    return 0;
}
