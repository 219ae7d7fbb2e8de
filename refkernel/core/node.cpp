#include "core/node.h"

#include <algorithm>

namespace core {

std::string_view name_of(const Node& node) {
    return {node.letters.data(), node.name_bytes};
}

std::optional<NodeIndex> step_into(const Vfs& vfs, NodeIndex directory, std::string_view name) {
    if (name == "..") {
        return vfs.nodes[directory].parent;
    }
    for (NodeIndex child = vfs.nodes[directory].first_child; child != 0; child = vfs.nodes[child].next) {
        if (name_of(vfs.nodes[child]) == name) {
            return child;
        }
    }
    return std::nullopt;
}

std::optional<NodeIndex> add_node(Vfs& vfs, NodeIndex directory, std::string_view name, FileKind kind) {
    if (vfs.used == vfs.nodes.size()) {
        return std::nullopt;
    }
    const NodeIndex index = vfs.used++;
    Node& parent = vfs.nodes[directory];
    Node& node = vfs.nodes[index];
    const bool writable = index != root_node && parent.writable;
    node = {.kind = kind, .writable = writable, .name_bytes = static_cast<std::uint8_t>(name.size())};
    node.parent = directory;
    std::ranges::copy(name, node.letters.begin());
    if (index != root_node) {
        (parent.last_child == 0 ? parent.first_child : vfs.nodes[parent.last_child].next) = index;
        parent.last_child = index;
        ++parent.children;
    }
    return index;
}

}  // namespace core
