#include "read/dwarf_context.h"

#include <algorithm>
#include <array>

#include "llvm/BinaryFormat/Dwarf.h"

namespace abi {
namespace {

namespace dw = llvm::dwarf;

constexpr unsigned deepest_scope = 200;

class Walk {
  public:
    Walk(UnitContext& context, bool in_functions)
        : context_(context), in_functions_(in_functions), nested_types_(!is_c(context.unit)) {}

    void unit() {
        Die root;
        if (context_.reader.read(context_.unit.first_die, root)) children(root, {});
        for (const auto& alias : context_.typedefs) {
            const auto target = alias.type - context_.unit.base;
            if (alias.type != no_die && std::ranges::binary_search(nameless_, target)) {
                context_.typedef_of.try_emplace(target, &alias);
            }
        }
    }

  private:
    struct Where {
        ScopeId scope = 0;
        unsigned depth = 0;
        bool is_private = false;
    };

    void children(const Die& parent, Where where) {
        if (where.depth > deepest_scope) return;
        for_each_child(context_.reader, parent, [&](const Die& die) {
            note(die, where);
            return true;
        });
    }

    void note(const Die& die, Where where) {
        switch (die.tag) {
        case dw::DW_TAG_structure_type:
        case dw::DW_TAG_class_type:
        case dw::DW_TAG_union_type:
        case dw::DW_TAG_interface_type: note_type(die, where); return note_members(die, where);
        case dw::DW_TAG_enumeration_type: return note_type(die, where);
        case dw::DW_TAG_base_type:
            if (is_zig_packed(context_.unit, die.text(Slot::name))) note_type(die, where);
            return;
        case dw::DW_TAG_typedef: context_.typedefs.push_back(declared(die, where)); return;
        case dw::DW_TAG_variable:
        case dw::DW_TAG_constant:
        case dw::DW_TAG_member:
            if (die.has(Slot::const_value) && die.has(Slot::name)) context_.constants.push_back(declared(die, where));
            return;
        case dw::DW_TAG_namespace:
        case dw::DW_TAG_module: return note_namespace(die, where);
        case dw::DW_TAG_subprogram:
        case dw::DW_TAG_lexical_block:
            if (in_functions_) children(die, {.scope = 0, .depth = where.depth + 1});
            return;
        default: return;
        }
    }

    static Declared declared(const Die& die, const Where& where) {
        return {.offset = die.offset,
                .tag = die.tag,
                .is_declaration = die.flag(Slot::declaration),
                .is_private = where.is_private,
                .scope = where.scope,
                .name = die.text(Slot::name),
                .type = die.reference(Slot::type)};
    }

    void note_type(const Die& die, Where where) {
        if (die.has(Slot::zig_parent)) where.scope = zig_scope(die.reference(Slot::zig_parent));
        context_.types.push_back(declared(die, where));
        if (where.scope != 0) context_.scope_of[die.offset] = where.scope;
        if (!die.has(Slot::name)) nameless_.push_back(die.offset);
    }

    /// C has no types within types; elsewhere their scope is made when the first one turns up.
    void note_members(const Die& die, const Where& where) {
        if (!nested_types_ || where.depth > deepest_scope) return;
        std::optional<Where> inside;
        for_each_child(context_.reader, die, [&](const Die& child) {
            const bool is_value = child.tag == dw::DW_TAG_member || child.tag == dw::DW_TAG_variable;
            if (is_value ? !child.has(Slot::const_value) : !is_record_tag(child.tag) && !is_enum_tag(child.tag) &&
                                                               child.tag != dw::DW_TAG_typedef) {
                return true;
            }
            if (!inside) inside = within(die, where);
            note(child, *inside);
            return true;
        });
    }

    void note_namespace(const Die& die, const Where& where) {
        auto inside = within(die, where);
        if (die.tag == dw::DW_TAG_namespace && !die.has(Slot::name)) inside.is_private = is_cpp(context_.unit);
        children(die, inside);
    }

    /// The scope that an entry is, for what it holds. Inline namespaces and those without a name do not show in names,
    /// nor do Zig's, whose names are whole, or say who holds them.
    Where within(const Die& die, Where where) {
        ++where.depth;
        const auto* text = die.text(Slot::name);
        const std::string_view name = text != nullptr ? spoken_name(text) : std::string_view();
        const bool shows = !name.empty() && !die.flag(Slot::export_symbols) && !is_noise(name) && !context_.unit.is_zig;
        if (shows) {
            std::string prefix = context_.scopes[where.scope];
            if (prefix.size() + name.size() < longest_scope) prefix.append(name).append("::");
            where.scope = add_scope(std::move(prefix));
        }
        return where;
    }

    ScopeId add_scope(std::string prefix) {
        context_.scopes.push_back(std::move(prefix));
        return static_cast<ScopeId>(context_.scopes.size() - 1);
    }

    /// "a.b." for what a struct b of the file a holds.
    ScopeId zig_scope(DieRef parent) {
        const DieRef innermost = parent;
        if (const auto known = zig_scopes_.find(innermost); known != zig_scopes_.end()) return known->second;
        std::string prefix;
        for (unsigned level = 0; level < 32 && parent != no_die; ++level) {
            const auto offset = parent - context_.unit.base;
            Die die;
            // Another unit of the same section is another module's, and its names begin anew.
            if (parent < context_.unit.base || !context_.reader.read(offset, die)) break;
            if (const auto* name = die.text(Slot::name); name != nullptr && prefix.size() < longest_scope) {
                prefix.insert(0, std::string(std::string_view(name).substr(0, longest_scope)) + ".");
            }
            parent = die.reference(Slot::zig_parent);
        }
        const auto scope = add_scope(std::move(prefix));
        zig_scopes_[innermost] = scope;
        return scope;
    }

    static constexpr std::size_t longest_scope = 4096;

    UnitContext& context_;
    bool in_functions_;
    bool nested_types_;
    std::vector<std::uint64_t> nameless_;  // ascending, as the walk goes forward
    llvm::DenseMap<DieRef, ScopeId> zig_scopes_;
};

bool is_zig_integer(std::string_view name) {
    const auto digits = name.substr(1);
    return (name[0] == 'u' || name[0] == 'i' || name[0] == 'f') && !digits.empty() &&
           std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

UnitContext::UnitContext(const Unit& of_unit, std::shared_ptr<const AbbrevTable> table, const Program& program)
    : unit(of_unit), abbrevs(std::move(table)), reader(unit, *abbrevs, program) {}

bool is_c(const Unit& unit) {
    switch (unit.language) {
    case dw::DW_LANG_C:
    case dw::DW_LANG_C89:
    case dw::DW_LANG_C99:
    case dw::DW_LANG_C11:
    case dw::DW_LANG_C17: return !unit.is_zig;
    default: return false;
    }
}

bool is_cpp(const Unit& unit) {
    switch (unit.language) {
    case dw::DW_LANG_C_plus_plus:
    case dw::DW_LANG_C_plus_plus_03:
    case dw::DW_LANG_C_plus_plus_11:
    case dw::DW_LANG_C_plus_plus_14:
    case dw::DW_LANG_C_plus_plus_17:
    case dw::DW_LANG_C_plus_plus_20: return true;
    default: return false;
    }
}

bool is_rust(const Unit& unit) {
    return unit.language == dw::DW_LANG_Rust;
}

bool is_record_tag(std::uint16_t tag) {
    return tag == dw::DW_TAG_structure_type || tag == dw::DW_TAG_union_type || tag == dw::DW_TAG_class_type ||
           tag == dw::DW_TAG_interface_type;
}

bool is_enum_tag(std::uint16_t tag) {
    return tag == dw::DW_TAG_enumeration_type;
}

void walk_unit(UnitContext& context, bool in_functions) {
    Walk(context, in_functions).unit();
}

bool is_zig_packed(const Unit& unit, const char* name) {
    if (!unit.is_zig || name == nullptr) return false;
    const std::string_view text(name);
    static constexpr std::array<std::string_view, 20> simple{
        "bool",    "void",   "usize",  "isize",   "comptime_int", "comptime_float", "anyerror", "c_char", "c_short", "c_ushort",
        "c_int",   "c_uint", "c_long", "c_ulong", "c_longlong",   "c_ulonglong",    "c_longdouble", "noreturn", "type", "__ARRAY_SIZE_TYPE__"};
    return !text.empty() && !is_zig_integer(text) && std::ranges::find(simple, text) == simple.end() &&
           text.find('!') == std::string_view::npos && text.find('.') != std::string_view::npos;
}

}  // namespace abi
