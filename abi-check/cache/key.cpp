#include "cache/key.h"

#include <elf.h>
#include <link.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <map>

#include "cache/bytes.h"
#include "cache/content.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/SHA256.h"
#include "llvm/TargetParser/Host.h"

namespace abi {
namespace {

constexpr std::array left_out{
#define VARIABLE(name, reason) std::string_view(name),
#include "cache/environment.def"
#undef VARIABLE
};

bool is_left_out(std::string_view name) {
    return std::ranges::any_of(left_out, [&](std::string_view one) {
        return one.ends_with('*') ? name.starts_with(one.substr(0, one.size() - 1)) : name == one;
    });
}

std::string environment(bool has_scripts) {
    std::vector<std::string_view> kept;
    for (char** at = environ; at != nullptr && *at != nullptr; ++at) {
        const std::string_view one(*at);
        if (has_scripts || !is_left_out(one.substr(0, one.find('=')))) kept.push_back(one);
    }
    std::ranges::sort(kept);
    std::string words;
    for (const auto one : kept) put_text(words, one);
    return words;
}

/// Compilers ask the processor for its name and abilities where the target is this machine.
std::string processor() {
    std::string words = llvm::sys::getHostCPUName().str();
    std::map<std::string, bool> sorted;
    for (const auto& one : llvm::sys::getHostCPUFeatures()) sorted[one.getKey().str()] = one.getValue();
    for (const auto& [name, has] : sorted) words += (has ? " +" : " -") + name;
    return words;
}

/// What tells a file from another one where its content has no name.
std::string numbers_of(const std::string& path) {
    llvm::sys::fs::file_status status;
    if (llvm::sys::fs::status(path, status)) return "";
    const auto modified = status.getLastModificationTime().time_since_epoch().count();
    return path + " " + std::to_string(status.getSize()) + " " + std::to_string(modified) + " " +
           std::to_string(status.getUniqueID().getFile()) + " " + std::to_string(stamp_on_disk(path).changed_ns);
}

/// The hash that the linker made of the content of a loaded file (NT_GNU_BUILD_ID); empty: it made none.
std::string build_id(const dl_phdr_info& loaded) {
    const auto at = [&](std::size_t offset) { return reinterpret_cast<const char*>(loaded.dlpi_addr + offset); };
    for (unsigned i = 0; i < loaded.dlpi_phnum; ++i) {
        const auto& part = loaded.dlpi_phdr[i];
        if (part.p_type != PT_NOTE) continue;
        std::string_view notes(at(part.p_vaddr), part.p_memsz);
        ElfW(Nhdr) head;
        while (notes.size() > sizeof(head)) {
            std::memcpy(&head, notes.data(), sizeof(head));
            const auto aligned = [](std::size_t size) { return (size + 3) / 4 * 4; };
            const auto name = sizeof(head);
            const auto value = name + aligned(head.n_namesz);
            if (value + head.n_descsz > notes.size()) break;
            if (head.n_type == NT_GNU_BUILD_ID && notes.substr(name, head.n_namesz) == std::string_view("GNU", 4)) {
                return llvm::toHex(notes.substr(value, head.n_descsz), /*LowerCase=*/true);
            }
            notes.remove_prefix(std::min(notes.size(), value + aligned(head.n_descsz)));
        }
    }
    return "";
}

/// Adds one of the program and its libraries. The program comes first, and has no name.
int add_build(dl_phdr_info* loaded, std::size_t /*size*/, void* words) {
    const std::string name(loaded->dlpi_name);
    if (!name.empty() && name.find('/') == name.npos) return 0;  // of the kernel
    auto id = build_id(*loaded);
    if (id.empty()) {
        id =
            numbers_of(name.empty() ? llvm::sys::fs::getMainExecutable("", reinterpret_cast<void*>(&add_build)) : name);
    }
    auto& all = *static_cast<std::string*>(words);
    if (id.empty()) {
        all.clear();
        return 1;
    }
    put_text(all, id);
    return 0;
}

}  // namespace

std::string this_program() {
    std::string words;
    dl_iterate_phdr(&add_build, &words);
    return words;
}

std::string surroundings(bool has_scripts) {
    utsname system{};
    uname(&system);
    std::error_code error;
    std::string words;
    for (const auto& word : {std::string(system.sysname), std::string(system.release), std::string(system.machine),
                             processor(), std::filesystem::current_path(error).string()}) {
        put_text(words, word);
    }
    return words + environment(has_scripts);
}

std::string digest_of(std::string_view words) {
    return llvm::toHex(llvm::SHA256::hash({reinterpret_cast<const std::uint8_t*>(words.data()), words.size()}),
                       /*LowerCase=*/true);
}

}  // namespace abi
