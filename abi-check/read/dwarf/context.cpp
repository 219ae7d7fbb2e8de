#include "read/dwarf/context.h"

#include <algorithm>

#include "llvm/BinaryFormat/Dwarf.h"

namespace abi::dwarf {
namespace {

namespace dw = llvm::dwarf;

constexpr unsigned deepest_scope = 200;

class Walk {
  public:
    Walk(UnitContext& context, bool in_functions, const WantedStrings* strings)
        : context_(context),
          in_functions_(in_functions),
          nested_types_(!is_c(context.unit)),
          pass_over_{.functions = !in_functions, .strings = nested_types_ ? nullptr : strings} {}

    void unit() {
        Die root;
        if (context_.reader.read(context_.unit.first_die, root)) children(root, {});
        for (const auto& alias : context_.typedefs) {
            const auto target = alias.type - context_.unit.base;
            if (alias.type != no_die && std::ranges::binary_search(nameless_, target)) {
                if (!context_.typedef_of.try_emplace(target, &alias).second) context_.named_twice.insert(target);
            }
        }
    }

  private:
    struct Where {
        ScopeId scope = 0;
        unsigned depth = 0;
        bool is_private = false;
        bool in_class = false;
    };

    /// Walks through the children and returns the offset behind the last one, so that each entry is read once.
    std::uint64_t children(const Die& parent, Where where) {
        if (!parent.has_children) return parent.next;
        if (where.depth > deepest_scope) return context_.reader.after(parent);
        Die child;
        std::uint64_t offset = parent.next;
        const auto next = [&] {
            offset = context_.reader.pass_over(offset, pass_over_, context_.has_types);
            return context_.reader.read_brief(offset, child);
        };
        while (next()) {
            if (child.tag == 0) return child.next;
            offset = note(child, where);
        }
        return context_.unit.end;
    }

    /// Returns the offset behind the entry and its children.
    std::uint64_t note(const Die& die, Where where) {
        context_.has_types = context_.has_types || is_a_type(die.tag);
        switch (die.tag) {
        case dw::DW_TAG_structure_type:
        case dw::DW_TAG_class_type:
        case dw::DW_TAG_union_type:
        case dw::DW_TAG_interface_type: return note_members(die, note_type(die, where));
        case dw::DW_TAG_enumeration_type: note_type(die, where); break;
        case dw::DW_TAG_base_type:
            if (is_zig_packed(context_.unit, die.name())) note_type(die, where);
            if (is_c(context_.unit) || is_cpp(context_.unit)) note_base_type(die);
            break;
        case dw::DW_TAG_typedef: context_.typedefs.push_back(declared(die, where)); break;
        case dw::DW_TAG_variable:
        case dw::DW_TAG_constant:
        case dw::DW_TAG_member:
            if (die.has(Slot::const_value)) context_.constants.push_back(declared(die, where));
            break;
        case dw::DW_TAG_namespace:
        case dw::DW_TAG_module: return note_namespace(die, where);
        case dw::DW_TAG_subprogram:
        case dw::DW_TAG_lexical_block:
            if (in_functions_) return children(die, {.scope = 0, .depth = where.depth + 1});
            break;
        default: break;
        }
        return context_.reader.after(die);
    }

    /// Every unit that describes types has one of these, because other types refer to them.
    static bool is_a_type(std::uint16_t tag) {
        return tag == dw::DW_TAG_base_type || tag == dw::DW_TAG_pointer_type || tag == dw::DW_TAG_typedef ||
               is_record_tag(tag) || is_enum_tag(tag);
    }

    /// GCC writes "long int" where clang writes "long".
    void note_base_type(const Die& die) {
        auto& known = context_.base_types;
        const auto name = die.name();
        const auto bits = static_cast<unsigned>(std::min<std::uint64_t>(die.value(Slot::byte_size), 64) * 8);
        if (name == "long" || name == "long int" || name == "unsigned long" || name == "long unsigned int") {
            known.long_bits = bits;
        } else if (name == "long double") {
            known.long_double_bits = bits;
        } else if (name == "wchar_t") {
            known.wchar_bits = bits;
        } else if (name == "char") {
            known.char_encoding = static_cast<unsigned>(die.value(Slot::encoding));
        }
    }

    static Declared declared(const Die& die, const Where& where) {
        return {.offset = die.offset,
                .tag = die.tag,
                .is_declaration = is_declaration(die),
                .is_private = where.is_private,
                .needs_scope = where.in_class || die.flag(Slot::enum_class),
                .scope = where.scope,
                .name = die.text(Slot::name),
                .type = die.reference(Slot::type),
                .align_bytes = stated_alignment(die)};
    }

    /// Returns the scope of the type's members. A type that is defined outside of its scope refers to the declaration
    /// inside.
    Where note_type(const Die& die, Where where) {
        if (die.has(Slot::zig_parent)) where.scope = zig_scope(die.reference(Slot::zig_parent));
        auto made = declared(die, where);
        if (die.has(Slot::specification)) complete(die.reference(Slot::specification), made);
        if (made.scope != 0) context_.scope_of[die.offset] = made.scope;
        if (made.name == nullptr) nameless_.push_back(die.offset);
        context_.types.push_back(made);
        where.scope = made.scope;
        where.is_private = made.is_private;
        return where;
    }

    /// `struct A { struct B; }; struct A::B {};`: takes B's name and scope from its declaration, which comes before.
    void complete(DieRef declaration, Declared& made) {
        const auto offset = declaration - context_.unit.base;
        const auto known = std::ranges::lower_bound(context_.types, offset, {}, &Declared::offset);
        if (known == context_.types.end() || known->offset != offset) return;
        made.scope = known->scope;
        made.is_private = known->is_private;
        made.needs_scope = made.needs_scope || known->needs_scope;
        if (made.name != nullptr || known->name == nullptr) return;
        made.name = known->name;
        context_.name_of[made.offset] = known->name;
    }

    /// Notes nested types and constants. C has none. The scope is made for the first one that is found.
    std::uint64_t note_members(const Die& die, const Where& where) {
        if (!nested_types_ || !die.has_children || where.depth > deepest_scope) return context_.reader.after(die);
        std::optional<Where> inside;
        Die child;
        std::uint64_t offset = die.next;
        while (context_.reader.read_brief(offset, child)) {
            if (child.tag == 0) return child.next;
            if (!is_nested(child)) {
                offset = context_.reader.after(child);
                continue;
            }
            if (!inside) {
                inside = within(die, where);
                inside->in_class = is_cpp(context_.unit);
            }
            offset = note(child, *inside);
        }
        return context_.unit.end;
    }

    static bool is_nested(const Die& die) {
        if (die.tag == dw::DW_TAG_member || die.tag == dw::DW_TAG_variable) return die.has(Slot::const_value);
        return is_record_tag(die.tag) || is_enum_tag(die.tag) || die.tag == dw::DW_TAG_typedef;
    }

    std::uint64_t note_namespace(const Die& die, const Where& where) {
        auto inside = within(die, where);
        if (die.tag == dw::DW_TAG_namespace && !die.has(Slot::name) && is_cpp(context_.unit)) inside.is_private = true;
        return children(die, inside);
    }

    /// Returns the scope of the entry's children. Inline namespaces and namespaces without a name are not part of
    /// names. Zig's entries have their full names, or refer to their parent.
    Where within(const Die& die, Where where) {
        ++where.depth;
        std::string_view name = spoken_name(die.name());
        if (name.empty()) name = view_of(context_.name_of.lookup(die.offset));
        // The outer type may be only a declaration with the signature of its type unit.
        if (name.empty() && die.has(Slot::signature)) name = context_.program.name_at(die.reference(Slot::signature));
        const bool shows = !name.empty() && !die.flag(Slot::export_symbols) && !is_noise(name) && !context_.unit.is_zig;
        if (shows) {
            std::string prefix = context_.scopes[where.scope];
            if (prefix.size() + name.size() < longest_name) prefix.append(name).append("::");
            where.scope = add_scope(std::move(prefix));
        }
        return where;
    }

    ScopeId add_scope(std::string prefix) {
        context_.scopes.push_back(std::move(prefix));
        return static_cast<ScopeId>(context_.scopes.size() - 1);
    }

    /// Returns "a.b." for members of a struct b in the file a.
    ScopeId zig_scope(DieRef parent) {
        const DieRef innermost = parent;
        const auto& unit = context_.unit;
        // Another unit of the same section is another module, whose names do not include this one's.
        const auto is_here = [&](DieRef at) { return at >= unit.base + unit.first_die && at < unit.base + unit.end; };
        if (!is_here(innermost)) return 0;
        if (const auto known = zig_scopes_.find(innermost); known != zig_scopes_.end()) return known->second;
        std::string prefix;
        for (unsigned level = 0; level < 32 && is_here(parent); ++level) {
            Die die;
            if (!context_.reader.read(parent - unit.base, die)) break;
            const auto name = die.name();
            if (!name.empty() && prefix.size() + name.size() < longest_name) prefix.insert(0, std::string(name) + ".");
            parent = die.reference(Slot::zig_parent);
        }
        const auto scope = add_scope(std::move(prefix));
        zig_scopes_[innermost] = scope;
        return scope;
    }

    UnitContext& context_;
    bool in_functions_;
    bool nested_types_;
    PassOver pass_over_;
    std::vector<std::uint64_t> nameless_;  // ascending, as the walk goes forward
    llvm::DenseMap<DieRef, ScopeId> zig_scopes_;
};

}  // namespace

UnitContext::UnitContext(const Unit& of_unit, std::shared_ptr<AbbrevTable> table, const Program& of_program)
    : unit(of_unit), program(of_program), abbrevs(std::move(table)), reader(unit, *abbrevs, program) {}

TagName name_of_tag(const UnitContext& context, const Die& die) {
    TagName found{.scope = {}, .name = die.name()};
    if (found.name.empty()) found.name = view_of(context.name_of.lookup(die.offset));
    if (found.name.empty()) {
        const auto* alias = context.typedef_of.lookup(die.offset);
        if (alias == nullptr) return found;
        found.name = view_of(alias->name);
        found.scope = context.scopes[alias->scope];
    } else if (const auto scope = context.scope_of.find(die.offset); scope != context.scope_of.end()) {
        found.scope = context.scopes[scope->second];
    }
    return found;
}

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

bool is_ada(const Unit& unit) {
    switch (unit.language) {
    case dw::DW_LANG_Ada83:
    case dw::DW_LANG_Ada95:
    case dw::DW_LANG_Ada2005:
    case dw::DW_LANG_Ada2012: return true;
    default: return false;
    }
}

bool is_go(const Unit& unit) {
    return unit.language == dw::DW_LANG_Go;
}

bool is_of_nim(const Unit& unit) {
    return unit.name.ends_with(".nim.c") || unit.name.ends_with(".nim.cpp");
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

void walk_unit(UnitContext& context, bool in_functions, const WantedStrings* strings) {
    Walk(context, in_functions, strings).unit();
}

bool is_zig_packed(const Unit& unit, std::string_view name) {
    if (!unit.is_zig || name.empty()) return false;
    // Integers, floats and c_int have no dot; an error union has an exclamation mark.
    return name.find('!') == std::string_view::npos && name.find('.') != std::string_view::npos;
}

}  // namespace abi::dwarf
