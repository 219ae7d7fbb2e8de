#include "cache/key.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
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

}  // namespace

std::string this_program() {
    const auto path = llvm::sys::fs::getMainExecutable("", reinterpret_cast<void*>(&this_program));
    llvm::sys::fs::file_status status;
    if (path.empty() || llvm::sys::fs::status(path, status)) return "";
    const auto modified = status.getLastModificationTime().time_since_epoch().count();
    return path + " " + std::to_string(status.getSize()) + " " + std::to_string(modified) + " " +
           std::to_string(status.getUniqueID().getFile()) + " " + std::to_string(stamp_on_disk(path).changed_ns);
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
