#include "report/fingerprint.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/xxhash.h>

#include <unordered_map>

namespace abi {

std::vector<std::string> fingerprints(const std::vector<Finding>& findings) {
    std::vector<std::string> result;
    result.reserve(findings.size());
    std::unordered_map<std::string, unsigned> uses;
    for (const auto& finding : findings) {
        std::string text = fmt::format("{:016x}", llvm::xxh3_64bits(llvm::StringRef(key(finding))));
        const unsigned use = ++uses[text];
        if (use > 1) text += "-" + std::to_string(use);
        result.push_back(std::move(text));
    }
    return result;
}

}  // namespace abi
