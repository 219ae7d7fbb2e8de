#include "core/initrd.h"

namespace core {
namespace {

constexpr std::uint32_t mode_type = 0170000;  // this and the next: S_IFMT, S_IFREG, S_IFDIR, S_IX* of <sys/stat.h>
constexpr std::uint32_t mode_regular = 0100000;
constexpr std::uint32_t mode_directory = 0040000;
constexpr std::uint32_t mode_execute = 0000111;

bool add_what_is_always_there(Vfs& vfs) {
    if (!add_node(vfs, root_node, "", FILE_DIRECTORY)) {
        return false;
    }
    const auto dev = add_node(vfs, root_node, "dev", FILE_DIRECTORY);
    const auto console = dev ? add_node(vfs, *dev, "console", FILE_CONSOLE) : std::nullopt;
    const auto tmp = console ? add_node(vfs, root_node, "tmp", FILE_DIRECTORY) : std::nullopt;
    if (!tmp) {
        return false;
    }
    vfs.nodes[*console].writable = true;
    vfs.nodes[*tmp].writable = true;
    return true;
}

VfsError check_entry_name(std::string_view name) {
    if (name.starts_with('/')) {
        return VfsError::absolute_name;
    }
    switch (check_path(name)) {
    case VERDICT_OK: break;
    case VERDICT_ENAMETOOLONG: return VfsError::long_name;
    default: return VfsError::empty_name;
    }
    for (std::string_view part = next_component(name); !part.empty(); part = next_component(name)) {
        if (part == "..") {
            return VfsError::dot_dot;
        }
    }
    return VfsError::none;
}

/// The error for an entry of `kind` with the path of the existing node `there`.
VfsError clash(const Node& there, FileKind kind) {
    if (there.kind == FILE_DIRECTORY && kind != FILE_DIRECTORY) {
        return VfsError::file_over_directory;
    }
    if (there.kind != FILE_DIRECTORY && kind == FILE_DIRECTORY) {
        return VfsError::directory_over_file;
    }
    // A directory may exist before its one entry, because of its content or because it always exists.
    return there.kind != FILE_DIRECTORY || there.named ? VfsError::duplicate : VfsError::none;
}

/// Adds the missing components of `path`: directories, and at the end a node of `kind`.
VfsError add_path(Vfs& vfs, std::string_view path, FileKind kind, NodeIndex& node) {
    node = root_node;
    std::string_view name = next_component(path);
    bool there = true;
    while (!name.empty()) {
        if (vfs.nodes[node].kind != FILE_DIRECTORY) {
            return VfsError::file_as_directory;
        }
        const std::string_view next_name = next_component(path);
        std::optional<NodeIndex> next = step_into(vfs, node, name);
        there = next.has_value();
        if (!next) {
            next = add_node(vfs, node, name, next_name.empty() ? kind : FILE_DIRECTORY);
        }
        if (!next) {
            return VfsError::too_many;
        }
        node = *next;
        name = next_name;
    }
    return there ? clash(vfs.nodes[node], kind) : VfsError::none;
}

VfsError add_entry(Vfs& vfs, const CpioEntry& entry) {
    if (const VfsError error = check_entry_name(entry.name); error != VfsError::none) {
        return error;
    }
    const bool directory = (entry.mode & mode_type) == mode_directory;
    if (!directory && (entry.mode & mode_type) != mode_regular) {
        return VfsError::other_kind;
    }
    if (!directory && demands_directory(entry.name)) {
        return VfsError::file_as_directory;
    }
    if (!directory && entry.links > 1 && entry.data.empty()) {
        return VfsError::hard_link;
    }
    NodeIndex index = root_node;
    const VfsError error = add_path(vfs, entry.name, directory ? FILE_DIRECTORY : FILE_REGULAR, index);
    if (error != VfsError::none) {
        return error;
    }
    Node& node = vfs.nodes[index];
    node.named = true;
    if (!directory) {
        node.executable = (entry.mode & mode_execute) != 0;
        node.archive_path = entry.name;
        node.archive_path.remove_prefix(entry.name.starts_with("./") ? 2 : 0);
        node.bytes = entry.data;
    }
    return VfsError::none;
}

}  // namespace

BuiltVfs build_vfs(std::span<const std::uint8_t> archive, std::span<Node> nodes) {
    BuiltVfs built{.vfs = {.nodes = nodes}};
    built.error = add_what_is_always_there(built.vfs) ? VfsError::none : VfsError::too_many;
    while (built.error == VfsError::none) {
        const CpioStep step = read_cpio_entry(archive, built.offset);
        if (step.error != CpioError::none) {
            built.error = VfsError::archive;
            built.archive_error = step.error;
        } else if (step.at_trailer) {
            break;
        } else if (built.error = add_entry(built.vfs, step.entry); built.error == VfsError::none) {
            built.offset = step.next;
            ++built.entries;
        }
    }
    return built;
}

}  // namespace core
