#include "report/fingerprint.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/xxhash.h>

#include <unordered_map>

namespace abi {

std::vector<std::string> fingerprints(const std::vector<std::string>& keys) {
    std::vector<std::string> result;
    result.reserve(keys.size());
    std::unordered_map<std::string, unsigned> uses;
    for (const auto& one : keys) {
        std::string text = fmt::format("{:016x}", llvm::xxh3_64bits(llvm::StringRef(one)));
        const unsigned use = ++uses[text];
        if (use > 1) text += "-" + std::to_string(use);
        result.push_back(std::move(text));
    }
    return result;
}

std::vector<std::string> fingerprints(const std::vector<Finding>& findings) {
    std::vector<std::string> keys;
    keys.reserve(findings.size());
    for (const auto& finding : findings) keys.push_back(key(finding));
    return fingerprints(keys);
}

std::vector<std::string> fingerprints(const std::vector<Group>& groups) {
    std::vector<std::string> keys;
    keys.reserve(groups.size());
    for (const auto& group : groups) keys.push_back(key(*group.lead, ""));
    return fingerprints(keys);
}

}  // namespace abi
