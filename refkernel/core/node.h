// The tree of files: nodes in an array that is the caller's.
//
//     nodes[0] root ──first_child──► nodes[1] dev ──next──► nodes[3] tmp        nodes[used…]: not yet in the tree
//                                        └─first_child─► nodes[2] console
//
// They are so few that they are found by looking. None ever goes away, so a node's index is good for ever; functions
// that take an index take only one that this tree gave.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/path.h"
#include "core/records.h"

namespace core {

using NodeIndex = std::uint32_t;
constexpr NodeIndex root_node = 0;

struct Node {
    FileKind kind{};
    bool executable = false;
    bool writable = false;  // it is /tmp, lies below it, or is the console
    bool named = false;     // the archive has an entry for it, not only for what lies in it

    std::array<char, max_component_bytes> letters{};
    std::uint8_t name_bytes = 0;      // the root has no name
    std::string_view archive_path{};  // of a regular file that the archive has, as written there

    NodeIndex parent = root_node;  // of the root: itself
    NodeIndex next = 0;            // in the same directory; 0 here and below: none
    NodeIndex first_child = 0;
    NodeIndex last_child = 0;
    std::uint32_t children = 0;

    std::span<const std::uint8_t> bytes{};  // of a regular file
    std::uint64_t run = 0;                  // address of the pages that hold them; 0: they lie in the archive
    std::uint64_t run_pages = 0;            // what is behind the bytes is zero
};

struct Vfs {
    std::span<Node> nodes{};
    std::uint32_t used = 0;  // nodes[0, used) are in the tree
};

std::string_view name_of(const Node& node);

/// The node that a component of a path leads to from `directory`; ".." to its parent.
std::optional<NodeIndex> step_into(const Vfs& vfs, NodeIndex directory, std::string_view name);

/// A new node of `directory`, the last of it; a component of a checked path is its name. The first node ever is the
/// root. Nothing when all nodes are in the tree.
std::optional<NodeIndex> add_node(Vfs& vfs, NodeIndex directory, std::string_view name, FileKind kind);

}  // namespace core
