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
    NodeIndex index = vfs.first_free;
    if (index != 0) {
        vfs.first_free = vfs.nodes[index].next;
    } else if (vfs.used < vfs.nodes.size()) {
        index = vfs.used++;
    } else {
        return std::nullopt;
    }
    Node& parent = vfs.nodes[directory];
    Node& node = vfs.nodes[index];
    const bool writable = index != root_node && parent.writable;
    const std::uint32_t version = node.version;
    node = {.kind = kind, .writable = writable, .name_bytes = static_cast<std::uint8_t>(name.size())};
    node.parent = directory;
    node.version = version + 1;
    std::ranges::copy(name, node.letters.begin());
    if (index != root_node) {
        (parent.last_child == 0 ? parent.first_child : vfs.nodes[parent.last_child].next) = index;
        parent.last_child = index;
        ++parent.children;
    }
    return index;
}

void detach_node(Vfs& vfs, NodeIndex index) {
    Node& node = vfs.nodes[index];
    Node& parent = vfs.nodes[node.parent];
    NodeIndex before = 0;
    for (NodeIndex child = parent.first_child; child != index; child = vfs.nodes[child].next) {
        before = child;
    }
    (before == 0 ? parent.first_child : vfs.nodes[before].next) = node.next;
    parent.last_child = parent.last_child == index ? before : parent.last_child;
    --parent.children;
    node.removed = true;
}

void free_node(Vfs& vfs, NodeIndex index) {
    vfs.nodes[index].next = vfs.first_free;
    vfs.first_free = index;
}

}  // namespace core
