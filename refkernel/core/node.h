// The tree of files: nodes in an array of the caller.
//
//     nodes[0] root ──first_child──► nodes[1] dev ──next──► nodes[3] tmp        nodes[used…]: not yet in the tree
//                                        └─first_child─► nodes[2] console
//
// There are few nodes, so searches are linear. A removed node is used again when no process has it open. Functions that
// take an index accept only indices that this tree returned.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/path.h"
#include "core/quota.h"
#include "core/records.h"

namespace core {

using NodeIndex = std::uint32_t;
constexpr NodeIndex root_node = 0;

struct Node {
    FileKind kind{};
    bool executable = false;
    bool writable = false;  // /tmp, nodes below it, and the console
    bool named = false;     // the archive has an entry for the node itself, not only for nodes below it

    std::array<char, max_component_bytes> letters{};
    std::uint8_t name_bytes = 0;      // the root has no name
    std::string_view archive_path{};  // of a regular file in the archive, as written there

    NodeIndex parent = root_node;  // of the root: itself
    NodeIndex next = 0;            // in the same directory; 0 here and below: none
    NodeIndex first_child = 0;
    NodeIndex last_child = 0;
    std::uint32_t children = 0;

    std::span<const std::uint8_t> bytes{};  // of a regular file
    std::uint64_t run = 0;                  // address of the pages that hold them; 0: they are in the archive
    std::uint64_t run_pages = 0;            // number of these pages
    std::uint32_t version = 0;              // changes whenever the bytes change or move
    std::uint32_t opens = 0;                // number of open files; the node stays until they are closed
    bool removed = false;                   // it is in no directory
    QuotaIndex quota = root_quota;          // that counts the node: its maker's
    QuotaIndex run_quota = root_quota;      // that counts the run: that of whoever wrote so much
};

struct Vfs {
    std::span<Node> nodes{};
    std::uint32_t used = 0;    // nodes[0, used) are in the tree, or were
    NodeIndex first_free = 0;  // of these, a list by `next`; 0: none
    Quotas* quotas = nullptr;  // which count nodes and pages
};

std::string_view name_of(const Node& node);

/// The child of `directory` with this name; for "..", its parent.
std::optional<NodeIndex> step_into(const Vfs& vfs, NodeIndex directory, std::string_view name);

/// Adds a node as the last child of `directory`. `name` must be a component of a checked path. The first node added is
/// the root. Returns nothing if all nodes are used.
std::optional<NodeIndex> add_node(Vfs& vfs, NodeIndex directory, std::string_view name, FileKind kind);

/// Removes a node without children from its directory.
void detach_node(Vfs& vfs, NodeIndex node);

/// Makes a detached node free for add_node.
void free_node(Vfs& vfs, NodeIndex node);

}  // namespace core
