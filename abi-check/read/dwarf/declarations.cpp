#include "read/dwarf/declarations.h"

#include <algorithm>

#include "llvm/BinaryFormat/Dwarf.h"
#include "read/dwarf/constants.h"
#include "read/dwarf/likeness.h"
#include "read/dwarf/records.h"
#include "read/layout_names.h"
#include "read/source_path.h"

namespace abi::dwarf {
namespace {

namespace dw = llvm::dwarf;

constexpr unsigned longest_chain = 64;

class DeclarationReader {
  public:
    DeclarationReader(Types& types, const UnitToRead& unit, const Question& question)
        : types_(types),
          unit_(*unit.unit),
          context_(types.context_of(unit_)),
          number_(unit.number),
          strings_(unit.strings),
          question_(question),
          wanted_(question.wanted),
          shapes_(types, unit_) {}

    Declarations read() {
        note_all();
        compare_all();
        for (std::size_t next = 0; next < queue_.size() && shapes_.effort.spend(1); ++next) {
            const Queued queued = queue_[next];
            if (was_seen(queued.tag)) continue;
            if (queued.is_enum) {
                read_enumeration(queued);
            } else {
                read_structure(queued);
            }
        }
        for (const auto* nameless : nameless_enums_) read_nameless(*nameless);
        for (const auto* variable : variables_) add_variable(*variable);
        found_.has_types = context_.has_types;
        if (!found_.records.empty()) found_.unit = unit_name();
        found_.base_types = context_.base_types;
        found_.is_cut = !shapes_.effort.spend(0);
        return std::move(found_);
    }

  private:
    /// Finds out which records this thread has read in an earlier unit.
    void compare_all() {
        if (!Likeness::knows(unit_) || names_.has_aliases() || !own_align_.empty()) return;
        likeness_.emplace(context_, shapes_.effort);
        for (const auto& queued : queue_) {
            if (is_here(queued.tag)) likeness_->of(queued.tag - unit_.base);
        }
        if (likeness_->is_ambiguous()) likeness_.reset();
    }

    bool is_here(DieRef tag) const { return tag >= unit_.base + unit_.first_die && tag < unit_.base + unit_.end; }

    /// Equal for records and enumerations that are written alike and have the same name; 0 if that is not compared.
    std::uint64_t likeness_of(DieRef tag) {
        if (!likeness_ || !is_here(tag)) return 0;
        const auto hash = likeness_->of(tag - unit_.base);
        const auto* given = names_.given(tag);
        return (hash != 0 && given != nullptr ? mix(hash, fingerprint_of(*given)) : hash) >> 1U;
    }

    /// Whether the same was read in an earlier unit, which has claimed it, and all that it holds, under the same names.
    bool was_seen(DieRef tag) {
        const auto hash = likeness_of(tag);
        return hash != 0 && !types_.seen().insert(hash).second;
    }

    /// What could not be decoded is tried again, because it may be the unit that sets the limit.
    void unsee(DieRef tag) {
        if (const auto hash = likeness_of(tag); hash != 0) types_.seen().erase(hash);
    }

    std::string unit_name() {
        Die die;
        if (!context_.reader.read(unit_.first_die, die) || die.name().empty()) return "";
        return below_root(question_.root, join_paths(unit_.comp_dir, die.name()));
    }

    struct Queued {
        DieRef tag = no_die;
        bool is_enum = false;
        std::string alias;              // "" for its own name
        std::uint32_t align_bytes = 0;  // as the typedef of that name states it; 0 if it does not
    };

    /// Visits types and typedefs in the order of their declarations.
    void note_all() {
        const auto& typedefs = context_.typedefs;
        if (wanted_.everything()) {
            queue_.reserve(context_.types.size());
            names_.reserve(context_.types.size());
        }
        std::size_t next = 0;
        for (const auto& declared : context_.types) {
            for (; next < typedefs.size() && typedefs[next].offset < declared.offset; ++next)
                note_alias(typedefs[next]);
            note_type(declared);
        }
        for (; next < typedefs.size(); ++next) note_alias(typedefs[next]);
        if (wanted_.everything()) return;
        for (const auto& constant : context_.constants) {
            if (constant.name != nullptr && is_value_named(constant)) variables_.push_back(&constant);
        }
    }

    DieRef reference_to(const Declared& declared) const { return unit_.base + declared.offset; }

    std::string qualified(const Declared& declared) const {
        return context_.scopes[declared.scope] + std::string(spoken_name(view_of(declared.name)));
    }

    /// False if the name is not asked for; found out without reading it.
    bool may_be_named(const char* name) const { return strings_ == nullptr || strings_->may_be(name); }

    bool is_named(const Declared& declared) const {
        if (!may_be_named(declared.name)) return false;
        return wanted_.named(spoken_name(view_of(declared.name)), [&] { return qualified(declared); });
    }

    /// MAX does not mean a constant of a class, only `S::MAX` does.
    bool is_value_named(const Declared& declared) const {
        if (!may_be_named(declared.name)) return false;
        return declared.needs_scope ? wanted_.contains(qualified(declared)) : is_named(declared);
    }

    /// The same for an enumerator: MAX does not mean `Color::MAX` of a scoped enumeration.
    bool is_enumerator_named(const Declared& owner, std::string_view enumerator) const {
        const auto qualified_name = [&] { return scope_for(owner) + std::string(enumerator); };
        return owner.needs_scope ? wanted_.contains(qualified_name()) : wanted_.named(enumerator, qualified_name);
    }

    void note_type(const Declared& declared) {
        if (is_enum_tag(declared.tag)) return note_enum(declared);
        const auto name = own_alias(declared);
        if (name == nullptr) return;
        if (name != &declared && name->align_bytes != 0) own_align_[reference_to(declared)] = name->align_bytes;
        if (wanted_.everything()) {
            if (declared.is_private) return;
            if (!declared.is_declaration) return enqueue(reference_to(declared), false);
            if (declared.name == nullptr) name_elsewhere(*name, reference_to(declared));
        } else if (is_named(*name)) {
            enqueue(reference_to(declared), false);
        }
    }

    /// The declaration that names a type: itself or a typedef. Null if it has no name.
    const Declared* own_alias(const Declared& declared) const {
        return declared.name != nullptr ? &declared : context_.typedef_of.lookup(declared.offset);
    }

    void note_enum(const Declared& declared) {
        if (declared.is_declaration) return;
        const auto* name = own_alias(declared);
        if (wanted_.everything()) {
            if (declared.is_private) return;
            if (name == nullptr) return nameless_enums_.push_back(&declared);
            return enqueue(reference_to(declared), true);
        }
        if (name != nullptr && is_named(*name)) return enqueue(reference_to(declared), true);
        bool wanted = false;
        visit_enumerators(types_, reference_to(declared), shapes_.effort, [&](const char* enumerator) {
            wanted = may_be_named(enumerator) && is_enumerator_named(declared, view_of(enumerator));
            return !wanted;
        });
        if (!wanted) return;
        if (name == nullptr) return nameless_enums_.push_back(&declared);
        enqueue(reference_to(declared), true);
    }

    /// The scope of enumerators: "Op::" for those of Op.
    std::string scope_for(const Declared& declared) const {
        const auto* name = own_alias(declared);
        return name != nullptr ? qualified(*name) + "::" : context_.scopes[declared.scope];
    }

    /// With `typedef struct tag X;` the record can be asked for as X.
    void note_alias(const Declared& alias) {
        if (alias.align_bytes != 0) note_alignment(alias);
        if (wanted_.everything() && !is_here(alias.type)) return name_elsewhere(alias, alias.type);
        if (wanted_.everything() || alias.name == nullptr || !is_named(alias)) return;
        const auto tag = tag_behind(alias.type);
        Die die;
        if (tag == no_die || !types_.read(tag, die)) return;
        const auto name = wanted_.spelled(qualified(alias));
        const auto align_bytes = types_.type_of(reference_to(alias)).align_bytes;
        enqueue(tag, is_enum_tag(die.tag), own_name(tag) == name ? std::string() : name, align_bytes);
    }

    /// `typedef struct T { … } T __attribute__((aligned(64)));`: T means the typedef.
    void note_alignment(const Declared& alias) {
        const auto tag = tag_behind(alias.type);
        if (tag != no_die && alias.name != nullptr && types_.qualified_name(tag) == qualified(alias)) {
            own_align_[tag] = alias.align_bytes;
        }
    }

    /// Names the struct of `typedef struct {} X;` if it lies in a type unit, where it has no name.
    void name_elsewhere(const Declared& alias, DieRef reference) {
        const auto& type = types_.type_of(types_.definition_of(reference));
        if (!type.nameless || type.tag == no_die || type.incomplete || alias.name == nullptr) return;
        names_.give(type.tag, qualified(alias));
        enqueue(type.tag, type.kind == Kind::enumeration);
    }

    /// Calls `visit` with the name of each typedef between a field's type as it is written and the tag, outermost
    /// first, until it returns true.
    template <typename Visit>
    void visit_typedefs(DieRef tag, DieRef written, Visit visit) {
        Die die;
        for (unsigned step = 0; step < longest_chain && written != tag && types_.read(written, die); ++step) {
            const bool is_named_alias = die.tag == dw::DW_TAG_typedef && die.has(Slot::name);
            if (is_named_alias && visit(qualified_alias(written, die))) return;
            if (!die.has(Slot::type)) return;
            written = die.reference(Slot::type);
        }
    }

    /// The record or enumeration below typedefs and qualifiers, or no_die.
    DieRef tag_behind(DieRef reference) {
        Die die;
        for (unsigned step = 0; step < longest_chain && types_.read(reference, die); ++step) {
            if (is_record_tag(die.tag) || is_enum_tag(die.tag)) return types_.definition_of(reference);
            const bool goes_on = die.tag == dw::DW_TAG_typedef || die.tag == dw::DW_TAG_const_type ||
                                 die.tag == dw::DW_TAG_volatile_type || die.tag == dw::DW_TAG_atomic_type;
            if (!goes_on || !die.has(Slot::type)) return no_die;
            reference = die.reference(Slot::type);
        }
        return no_die;
    }

    void enqueue(DieRef tag, bool is_enum, std::string alias = {}, std::uint32_t align_bytes = 0) {
        if (names_.add(tag, alias)) queue_.push_back({tag, is_enum, std::move(alias), align_bytes});
    }

    /// In bytes, as the typedef that names the record states it; 0 if it does not.
    std::uint32_t alignment_of_name(const Queued& queued) const {
        return queued.alias.empty() ? own_align_.lookup(queued.tag) : queued.align_bytes;
    }

    std::string own_name(DieRef tag) {
        const auto* given = names_.given(tag);
        return given != nullptr ? *given : wanted_.spelled(types_.qualified_name(tag));
    }

    /// The name by which a field calls its tag. What a record holds is in the layout, too. A tag without a name is
    /// named after the typedef right before it, else after the field, which is `own` in its record.
    std::string name_of(const Member& member, std::string_view own, const Queued& holder) {
        const auto& type = member.type;
        auto alias =
            names_.alias_for(type.tag, [&](const auto& is_it) { visit_typedefs(type.tag, member.written, is_it); });
        if (!alias.empty()) return alias;
        if (type.nameless && names_.given(type.tag) == nullptr) {
            auto name = name_of_declarer(member, holder) + "::" + std::string(own);
            visit_typedefs(type.tag, member.written, [&](std::string before) {
                name = std::move(before);
                return false;
            });
            names_.give(type.tag, std::move(name));
        }
        enqueue(type.tag, type.kind == Kind::enumeration);
        return own_name(type.tag);
    }

    /// The name of the record that declares a member of the holder: a base of it, or the holder itself.
    std::string name_of_declarer(const Member& member, const Queued& holder) {
        if (member.base == no_die) return name_in_layout(holder);
        auto alias = names_.alias_for(member.base, [](const auto&) {});
        return alias.empty() ? own_name(member.base) : alias;
    }

    /// The name of a typedef with its scope, which is in the list of its unit.
    std::string qualified_alias(DieRef reference, const Die& die) {
        const auto* context = types_.context_of(reference);
        const auto& typedefs = context->typedefs;
        const auto known = std::ranges::lower_bound(typedefs, die.offset, {}, &Declared::offset);
        const bool found = known != typedefs.end() && known->offset == die.offset;
        return (found ? context->scopes[known->scope] : std::string()) + std::string(die.name());
    }

    std::uint64_t fingerprint_of_name(const Queued& queued) {
        if (!queued.alias.empty()) return fingerprint_of(queued.alias);
        if (const auto* given = names_.given(queued.tag)) return fingerprint_of(*given);
        auto* context = types_.context_of(queued.tag);
        Die die;
        if (context == nullptr || !types_.read(queued.tag, die)) return 0;
        const auto name = name_of_tag(*context, die);
        return mix(fingerprint_of(name.scope), fingerprint_of(name.name));
    }

    void read_structure(const Queued& queued) {
        const auto& shape = shapes_.of(queued.tag);
        const auto align_bytes = alignment_of_name(queued);
        auto fingerprint = mix(fingerprint_of_name(queued), fingerprint_of_record(shapes_, shape));
        if (align_bytes != 0) fingerprint = mix(fingerprint, align_bytes);
        if (question_.claims.claim(fingerprint, number_)) {
            auto record =
                read_record(shapes_, queued.tag, shape, name_in_layout(queued), question_.root,
                            [&](const Member& member, std::string_view own) { return name_of(member, own, queued); });
            if (align_bytes != 0 && record.size_bytes) record.align_bytes = align_bytes;
            record.unit_local = is_private(queued.tag);
            found_.records.push_back({fingerprint, std::move(record)});
        }
        if (!shape.fields_unknown.empty()) unsee(queued.tag);
        // Also if another unit claimed the record, so that the names of what it holds do not depend on the claim.
        for (const auto& member : shape.members) {
            if (member.type.tag != no_die) hold_tag(member, queued);
        }
    }

    bool is_private(DieRef tag) {
        const auto* context = types_.context_of(tag);
        Die die;
        if (context == nullptr || !types_.read(tag, die)) return false;
        const auto known = std::ranges::lower_bound(context->types, die.offset, {}, &Declared::offset);
        return known != context->types.end() && known->offset == die.offset && known->is_private;
    }

    std::string name_in_layout(const Queued& queued) {
        return queued.alias.empty() ? own_name(queued.tag) : queued.alias;
    }

    void hold_tag(const Member& member, const Queued& holder) {
        const auto& type = member.type;
        if (!type.nameless && !names_.has_aliases()) return enqueue(type.tag, type.kind == Kind::enumeration);
        name_of(member, member.name, holder);
    }

    void read_enumeration(const Queued& queued) {
        const auto fingerprint =
            mix(fingerprint_of_name(queued), mix(7, fingerprint_of_enum(types_, queued.tag, shapes_.effort)));
        if (!wanted_.everything()) add_scoped(queued);
        if (!question_.claims.claim(fingerprint, number_)) return;
        auto made = read_enum(types_, queued.tag, name_in_layout(queued), question_.root, shapes_.effort);
        Die die;
        const bool is_class = types_.read(queued.tag, die) && die.flag(Slot::enum_class);
        // Two enumerations of one package of Ada may share a name (Ada RM 3.5.1): the type decides which one is meant.
        made.scoped = is_class || is_ada(types_.context_of(queued.tag)->unit);
        if (!is_asked_for(queued, made.name)) {
            std::erase_if(made.enumerators, [&](const Enumerator& one) { return wanted_.contains(one.name); });
        }
        found_.enums.push_back({fingerprint, std::move(made)});
    }

    /// Whether the request may mean an enumeration's values by their plain names. Not those of a scoped enumeration, or
    /// of one in a class, that is read only because it is the type of a field.
    bool is_asked_for(const Queued& queued, const std::string& name) {
        if (wanted_.everything() || !queued.alias.empty()) return true;
        const auto* context = types_.context_of(queued.tag);
        Die die;
        if (context == nullptr || !types_.read(queued.tag, die)) return true;
        const auto known = std::ranges::lower_bound(context->types, die.offset, {}, &Declared::offset);
        const bool found = known != context->types.end() && known->offset == die.offset;
        return !found || !known->needs_scope || wanted_.named(last_component(name), [&] { return name; });
    }

    /// An enumerator that is wanted with its enumeration ("Op::exec") is a constant of that name, too.
    void add_scoped(const Queued& queued) {
        const auto scope = name_in_layout(queued) + "::";
        bool any = false;
        visit_enumerators(types_, queued.tag, shapes_.effort, [&](const char* name) {
            any = wanted_.contains(scope + std::string(view_of(name)));
            return !any;
        });
        if (!any) return;
        const auto whole = read_enum(types_, queued.tag, scope, question_.root, shapes_.effort);
        for (const auto& one : whole.enumerators) {
            if (wanted_.contains(scope + one.name)) add({scope + one.name, whole.type, one.value, "", one.place});
        }
    }

    void read_nameless(const Declared& declared) {
        const auto tag = reference_to(declared);
        if (names_.has_own(tag) || (likeness_ && likeness_->is_held(declared.offset))) return;  // the type of a field
        if (was_seen(tag)) return;
        const auto scope = context_.scopes[declared.scope];
        const auto fingerprint = mix(fingerprint_of(scope), mix(9, fingerprint_of_enum(types_, tag, shapes_.effort)));
        if (!question_.claims.claim(fingerprint, number_)) return;
        const auto whole = read_enum(types_, tag, "", question_.root, shapes_.effort);
        for (const auto& one : whole.enumerators) {
            const auto qualified_name = [&] { return scope + one.name; };
            if (wanted_.everything() || is_enumerator_named(declared, one.name))
                // Compilers state no line of an enumerator.
                found_.constants.push_back({fingerprint,
                                            {.name = qualified_name(),
                                             .type = whole.type,
                                             .value = one.value,
                                             .doc = "",
                                             .place = one.place.file.empty() ? whole.place : one.place}});
        }
    }

    void add_variable(const Declared& declared) {
        auto constant = read_variable(types_, reference_to(declared), qualified(declared), question_.root);
        if (constant) add(std::move(*constant));
    }

    void add(Constant constant) {
        const auto value = mix(mix(constant.value.low, constant.value.high), constant.value.negative ? 1 : 0);
        const auto fingerprint = mix(mix(fingerprint_of(constant.name), value), 11);
        if (question_.claims.claim(fingerprint, number_))
            found_.constants.push_back({fingerprint, std::move(constant)});
    }

    Types& types_;
    const Unit& unit_;
    UnitContext& context_;
    std::uint32_t number_;
    const WantedStrings* strings_;
    const Question& question_;
    const WantedNames& wanted_;
    RecordShapes shapes_;
    Declarations found_;
    std::optional<Likeness> likeness_;

    std::vector<Queued> queue_;
    llvm::DenseMap<DieRef, std::uint32_t>
        own_align_;  // of records whose own name is that of a typedef with an alignment
    LayoutNames<DieRef> names_;
    std::vector<const Declared*> nameless_enums_, variables_;
};

}  // namespace

Declarations read_declarations(Types& types, const UnitToRead& unit, const Question& question) {
    return DeclarationReader(types, unit, question).read();
}

}  // namespace abi::dwarf
