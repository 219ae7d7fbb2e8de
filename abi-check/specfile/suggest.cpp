#include "specfile/suggest.h"

#include "llvm/ADT/StringRef.h"

namespace abi {

std::string did_you_mean(const std::string& name, const std::vector<std::string>& candidates) {
    const std::string* nearest = nullptr;
    unsigned nearest_edits = 3;
    for (const auto& candidate : candidates) {
        const unsigned edits = llvm::StringRef(name).edit_distance(candidate, true, 2);
        // A word that needs as many edits as it has letters is another word.
        if (edits == 0 || edits >= nearest_edits || edits >= candidate.size()) continue;
        nearest = &candidate;
        nearest_edits = edits;
    }
    return nearest == nullptr ? "" : ", did you mean \"" + *nearest + "\"?";
}

}  // namespace abi
