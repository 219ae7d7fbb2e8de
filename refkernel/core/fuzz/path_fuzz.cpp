// For any text: the components of a path are those that splitting at "/" gives, an invalid path is never opened, and
// "//" and "." do not change which node a path leads to.
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

std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> parts(1);
    for (const char letter : path) {
        if (letter == '/') {
            parts.emplace_back();
        } else {
            parts.back() += letter;
        }
    }
    return parts;
}

const test::ArchiveWriter& archive() {
    static const test::ArchiveWriter written = [] {
        test::ArchiveWriter archive;
        archive.add("a/b/c", "1", 0100755);
        archive.add("a/d", "2");
        archive.add("tmp/t/u", "3");
        archive.end();
        return archive;
    }();
    return written;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view path(reinterpret_cast<const char*>(data), size);
    const std::vector<std::string> parts = split(path);
    const std::string& last = parts.back();
    demand(demands_directory(path) == (last.empty() || last == "." || last == ".."));

    std::string_view rest = path;
    std::string normal;
    bool too_long = size > max_path_bytes;
    for (const std::string& part : parts) {
        if (part.empty() || part == ".") continue;
        demand(next_component(rest) == part);
        normal += "/" + part;
        too_long = too_long || part.size() > max_component_bytes;
    }
    demand(next_component(rest).empty() && rest.empty());
    const Verdict verdict = check_path(path);
    const bool invalid = path.empty() || path.find('\0') != std::string_view::npos;
    demand((verdict == VERDICT_OK) == (!invalid && !too_long));
    demand(verdict == VERDICT_OK || (verdict == VERDICT_EINVAL ? invalid : too_long));

    static test::Arena arena(16);
    std::vector<Node> nodes(24);
    BuiltVfs built = build_vfs(archive().bytes, nodes);
    demand(built.error == VfsError::none);
    Quotas quotas;
    built.vfs.quotas = &quotas;
    const Opened found = find_node(built.vfs, path);
    demand(verdict == VERDICT_OK || found.verdict == verdict);
    if (verdict == VERDICT_OK) {
        normal += demands_directory(path) ? "/" : "";
        const Opened again = find_node(built.vfs, normal);
        // A "/" at the start may make it too long.
        demand(normal.size() > max_path_bytes || (again.verdict == found.verdict && again.node == found.node));
    }
    const std::uint32_t used = built.vfs.used;
    const Opened made = open_node(built.vfs, arena.pages, path, OPEN_WRITE | OPEN_CREATE | OPEN_EXECUTABLE);
    demand(built.vfs.used == used || (built.vfs.used == used + 1 && made.node == used));
    if (built.vfs.used != used) {
        demand(found.verdict == VERDICT_ENOENT && made.verdict == VERDICT_OK);
        demand(find_program(built.vfs, path).verdict == VERDICT_OK);
        NodeIndex top = made.node;  // goes up to the child of the root, which must be /tmp
        while (built.vfs.nodes[top].parent != root_node) top = built.vfs.nodes[top].parent;
        demand(name_of(built.vfs.nodes[top]) == "tmp");
    }
    return 0;
}
