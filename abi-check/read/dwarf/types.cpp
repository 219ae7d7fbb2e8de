#include "read/dwarf/types.h"

#include "llvm/BinaryFormat/Dwarf.h"

namespace abi::dwarf {
namespace {

namespace dw = llvm::dwarf;

constexpr unsigned deepest_type = 100;
constexpr std::size_t most_contexts = 64;

std::uint64_t fingerprint_of_type(const Type& type) {
    std::uint64_t fingerprint = mix(static_cast<std::uint64_t>(type.kind), type.width_bits);
    fingerprint = mix(fingerprint, type.exact_bits);
    for (const auto extent : type.extents) fingerprint = mix(fingerprint, extent);
    if (type.endianity != 0) fingerprint = mix(fingerprint, type.endianity);
    return mix(fingerprint, (type.flexible_tail ? 1U : 0U) | (type.is_signed ? 2U : 0U) | (type.host_sized ? 4U : 0U) |
                                (type.incomplete ? 8U : 0U));
}

}  // namespace

StringsOfSections strings_of(const Program& program, const WantedNames& wanted) {
    StringsOfSections strings;
    for (const auto& unit : program.units()) {
        const auto* section = unit.str.data();
        if (!strings.contains(section)) strings.emplace(section, WantedStrings(wanted, unit.str));
    }
    return strings;
}

UnitContext& Types::context_of(const Unit& unit) {
    if (last_ != nullptr && &last_->unit == &unit) return *last_;
    auto& context = contexts_[&unit];
    if (!context) {
        const auto format =
            static_cast<std::uint32_t>(unit.format.Version << 16U | unit.format.AddrSize << 8U | unit.format.Format);
        auto& abbrevs = abbrevs_[{unit.abbrev.data(), unit.abbrev_offset, format}];
        if (!abbrevs) abbrevs = std::make_shared<AbbrevTable>(unit.abbrev, unit.abbrev_offset, unit.format);
        context = std::make_unique<UnitContext>(unit, abbrevs, program_);
        walk_unit(*context, in_functions_, strings_ != nullptr ? find_strings(*strings_, unit.str) : nullptr);
    }
    last_ = context.get();
    return *context;
}

UnitContext* Types::context_of(DieRef reference) {
    if (last_ != nullptr) {
        const Unit& unit = last_->unit;
        if (reference >= unit.base + unit.first_die && reference < unit.base + unit.end) return last_;
    }
    const Unit* unit = reference == no_die ? nullptr : program_.find(reference);
    return unit != nullptr ? &context_of(*unit) : nullptr;
}

bool Types::read(DieRef reference, Die& die) {
    auto* context = context_of(reference);
    return context != nullptr && context->reader.read(reference - context->unit.base, die) && die.tag != 0;
}

void Types::forget_some() {
    last_ = nullptr;
    if (contexts_.size() >= most_contexts) contexts_.clear();
    if (abbrevs_.size() >= most_contexts) abbrevs_.clear();
}

const Type& Types::type_of(DieRef reference) {
    return type_of(reference, 0);
}

const Type& Types::type_of(DieRef reference, unsigned depth) {
    static const Type nothing;
    auto* context = depth < deepest_type ? context_of(reference) : nullptr;
    if (context == nullptr) return nothing;
    const auto offset = reference - context->unit.base;
    auto& known = context->known_types[offset];
    if (known != nullptr) return *known;
    // Inserted before it is read, so that a type that contains itself does not recurse forever.
    auto& type = context->type_pool.emplace_back();
    known = &type;
    Die die;
    if (!context->reader.read(offset, die) || die.tag == 0) return type;
    auto made = make({*context, die, depth + 1});
    if (made.fingerprint == 0) made.fingerprint = fingerprint_of_type(made);
    type = std::move(made);
    return type;
}

DieRef Types::definition_of(DieRef reference) {
    Die die;
    if (!read(reference, die) || !is_declaration(die)) return reference;
    auto definition = die.reference(Slot::signature);
    if (definition == no_die && definitions_ != nullptr && is_cpp(last_->unit)) {
        definition = definitions_->find(qualified_name(reference));
    }
    return definition != no_die && program_.find(definition) != nullptr ? definition : reference;
}

std::string Types::qualified_name(DieRef tag) {
    auto* context = context_of(tag);
    Die die;
    if (context == nullptr || !read(tag, die)) return {};
    const auto found = name_of_tag(*context, die);
    if (found.name.empty()) return {};
    return std::string(found.scope).append(spoken_name(found.name));
}

std::string Types::spelling_of(DieRef reference) {
    std::string after;
    Die die;
    for (unsigned depth = 0; depth < deepest_type; ++depth) {
        if (!read(reference, die)) return reference == no_die ? "void" + after : after;
        if (const char* name = die.text(Slot::name)) return std::string(view_of(name)) + after;
        switch (die.tag) {
        case dw::DW_TAG_pointer_type: after = after.empty() ? " *" : "*" + after; break;
        case dw::DW_TAG_reference_type: after = " &"; break;
        case dw::DW_TAG_rvalue_reference_type: after = " &&"; break;
        case dw::DW_TAG_subroutine_type: return "function" + after;
        case dw::DW_TAG_structure_type:
        case dw::DW_TAG_class_type: return "struct" + after;
        case dw::DW_TAG_union_type: return "union" + after;
        case dw::DW_TAG_enumeration_type: return "enum" + after;
        default: break;
        }
        reference = die.reference(Slot::type);
    }
    return after;
}

std::string Types::typedefs_of(DieRef reference) {
    std::string names;
    bool is_spelled = true;  // the first name is the spelling
    Die die;
    for (unsigned depth = 0; depth < deepest_type && read(reference, die); ++depth) {
        if (die.tag == dw::DW_TAG_pointer_type) return names;
        if (const char* name = die.text(Slot::name)) {
            if (die.tag != dw::DW_TAG_typedef) return names;
            if (!is_spelled) names += (names.empty() ? "" : " ") + std::string(view_of(name));
            is_spelled = false;
        }
        reference = die.reference(Slot::type);
    }
    return names;
}

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
