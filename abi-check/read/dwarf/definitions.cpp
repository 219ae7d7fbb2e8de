#include "read/dwarf/definitions.h"

#include "read/dwarf/types.h"

namespace abi::dwarf {

void Definitions::look() const {
    Types types(program_);
    for (const auto& unit : program_.units()) {
        if (!is_cpp(unit)) continue;
        const auto& context = types.context_of(unit);
        for (const auto& declared : context.types) {
            if (declared.is_declaration || declared.is_private || declared.name == nullptr) continue;
            const auto name = context.scopes[declared.scope] + std::string(view_of(declared.name));
            found_.try_emplace(fingerprint_of(name), unit.base + declared.offset);
        }
        types.forget_some();
    }
}

DieRef Definitions::find(std::string_view qualified_name) const {
    std::call_once(looked_, [this] { look(); });
    const auto found = found_.find(fingerprint_of(qualified_name));
    return found != found_.end() ? found->second : no_die;
}

}  // namespace abi::dwarf
