#include "read/dwarf_definitions.h"

#include "read/dwarf_types.h"

namespace abi {

void Definitions::look() const {
    DwarfTypes types(program_);
    for (const auto& unit : program_.units()) {
        if (!is_cpp(unit)) continue;
        const auto& context = types.context_of(unit);
        for (const auto& declared : context.types) {
            if (declared.is_declaration || declared.is_private || declared.name == nullptr) continue;
            const auto name = context.scopes[declared.scope] + std::string(view_of(declared.name));
            found_.try_emplace(print_of(name), unit.base + declared.offset);
        }
        types.forget_some();
    }
}

DieRef Definitions::find(std::string_view qualified_name) const {
    std::call_once(looked_, [this] { look(); });
    const auto found = found_.find(print_of(qualified_name));
    return found != found_.end() ? found->second : no_die;
}

}  // namespace abi
