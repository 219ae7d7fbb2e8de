#include "read/codeview/declarations.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "read/codeview/places.h"
#include "read/codeview/records.h"
#include "read/codeview/symbols.h"
#include "read/layout_names.h"
#include "read/wanted_names.h"

namespace abi::codeview {
namespace {

/// Enough for every real file, and in proportion to the size of a hostile one. In bytes.
std::size_t effort_for(const Image& image) {
    return (std::size_t{64} << 20U) + image.types.size_bytes() * 128;
}

/// First all types are visited and the wanted ones are collected, so that all aliases are known. Then records and
/// enumerations are read, and those that they hold are added to the end of the queue, until the queue is empty.
class DeclarationReader {
  public:
    DeclarationReader(const Image& image, const std::vector<std::string>& names, const std::string& root)
        : image_(image),
          wanted_(names),
          tags_(image.types),
          symbols_(read_symbols(image)),
          places_(image, root),
          effort_{effort_for(image)},
          records_{image, tags_, effort_} {}

    UnitLayout read() {
        for (const auto& tag : tags_.all()) note(tag);
        for (const auto& one : symbols_.typedefs) note_typedef(one);
        for (std::size_t next = 0; next < queue_.size(); ++next) read_tag(Queued(queue_[next]));
        for (const auto* tag : nameless_enums_) {
            if (!layout_names_.has(tag)) read_nameless(*tag);
        }
        for (const auto& one : symbols_.constants) add_symbol(one);
        return std::move(found_);
    }

  private:
    struct Queued {
        const Tag* tag;
        std::string alias;  // "" for its own name
    };

    bool everything() const { return wanted_.everything(); }
    bool is_named(std::string_view name) const {
        return wanted_.named(name, [&] { return name; });
    }
    bool is_wanted(std::string_view name) const { return everything() || is_named(name); }
    std::string own_name(const Tag& tag) const { return wanted_.spelled(name_of(tag)); }

    void note(const Tag& tag) {
        if (tag.is_declaration) {
            // A declaration counts only if it is asked for, and if the image has no definition.
            if (tags_.find(tag.index) == &tag && is_named(name_of(tag))) enqueue(tag);
        } else if (tag.is_enumeration()) {
            note_enumeration(tag);
        } else if (has_name(tag) && is_own(tag) && is_wanted(name_of(tag))) {
            enqueue(tag);
        }
    }

    /// If everything is wanted, what lies in a namespace without a name does not count: it is its unit's own.
    bool is_own(const Tag& tag) const { return !everything() || !is_in_nameless_namespace(tag); }

    /// With `typedef struct tag X;` the record can be asked for as X. If everything is wanted, X counts only if the
    /// record has no other name, because the layout would have it twice.
    void note_typedef(const Typedef& one) {
        const auto use = use_of(image_, tags_, one.type);
        if (use.tag == nullptr || !use.type.extents.empty() || use.type.flexible_tail) return;
        if (one.name == use.tag->written) return;  // clang lists the types themselves, too
        const bool is_asked_for = is_wanted(one.name);
        if (!has_name(*use.tag)) {
            const auto [known, is_new] = typedefs_.try_emplace(use.tag, one.name);
            if (!is_new && known->second != one.name) known->second = {};
            if (is_asked_for) enqueue(*use.tag, one.name);
        } else if (is_asked_for && !everything() && own_name(*use.tag) != one.name) {
            enqueue(*use.tag, one.name);
        }
    }

    void note_enumeration(const Tag& tag) {
        if (!has_name(tag)) return nameless_enums_.push_back(&tag);
        if (!is_own(tag)) return;
        const auto name = name_of(tag);
        bool is_asked_for = is_wanted(name);
        if (!everything()) {
            for (const auto& one : read_members(image_.types, tag.members, effort_).values) {
                is_asked_for = is_asked_for || is_named(one.name);
                const auto with_scope = name + "::" + std::string(one.name);
                if (wanted_.contains(with_scope)) add_value(tag, one, with_scope);
            }
        }
        if (is_asked_for) enqueue(tag);
    }

    void read_nameless(const Tag& tag) {
        for (const auto& one : read_members(image_.types, tag.members, effort_).values) {
            if (is_wanted(one.name)) add_value(tag, one, std::string(one.name));
        }
    }

    void add_value(const Tag& tag, const Value& one, std::string name) {
        const auto type = use_of(image_, tags_, tag.integer).type;
        Constant constant{.name = std::move(name), .type = type, .value = integer_of(one.value, type)};
        constant.place = places_.of(tag.index);
        (tag.is_local ? found_.local.constants : found_.constants).push_back(std::move(constant));
    }

    /// Adds a constant, unless it is an enumerator: Microsoft's compiler writes those that are used as constants, too.
    void add_symbol(const NamedConstant& one) {
        const auto scope_end = one.name.rfind("::");
        const auto scope = one.name.substr(0, scope_end == std::string_view::npos ? 0 : scope_end);
        const bool is_of_type = !scope.empty() && tags_.has_scope(scope);
        const bool is_asked_for = everything() || (is_of_type ? wanted_.contains(one.name) : is_named(one.name));
        if (!is_asked_for) return;
        auto use = use_of(image_, tags_, one.type);
        const bool is_integer = use.type.kind == Kind::unsigned_integer || use.type.kind == Kind::signed_integer ||
                                use.type.kind == Kind::boolean || use.type.kind == Kind::byte ||
                                use.type.kind == Kind::enumeration;
        if (!is_integer || !use.type.extents.empty() || is_enumerator(use, one.name)) return;
        if (use.tag != nullptr) use.type.name = own_name(*use.tag);
        const auto value = integer_of(one.value, use.type);
        if (!known_constants_.emplace(one.name, to_string(value)).second) return;  // of another unit of the program
        found_.constants.push_back({.name = std::string(one.name), .type = use.type, .value = value});
    }

    bool is_enumerator(const Use& use, std::string_view name) {
        if (use.tag == nullptr) return false;
        const auto own = last_component(name);
        const auto values = read_members(image_.types, use.tag->members, effort_).values;
        return std::ranges::any_of(values, [&](const Value& one) { return one.name == own; });
    }

    void enqueue(const Tag& tag, std::string_view alias = {}) {
        std::string name(alias);
        if (layout_names_.add(&tag, name)) queue_.push_back({&tag, std::move(name)});
    }

    /// The name by which a field of `record` calls its tag. What a record holds is in the layout, too. A field does not
    /// tell by which typedef it names its type.
    std::string name_of_tag(const Tag& tag, const TagOwner& owner, const std::string& record) {
        std::string alias;
        if (has_name(tag)) {
            alias = layout_names_.alias_for(&tag, [](const auto&) {});
        } else if (const auto known = typedefs_.find(&tag); known != typedefs_.end()) {
            if (known->second.empty()) return {};  // its typedefs are in the layout if they are wanted
            alias = std::string(known->second);
        } else {
            const auto declarer = owner.base != nullptr ? name_of_base(*owner.base) : record;
            alias = declarer + "::" + std::string(owner.field);
            if (owner.is_shared) alias = given_names_.try_emplace({declarer, &tag}, alias).first->second;
        }
        enqueue(tag, alias);
        return alias.empty() ? own_name(tag) : alias;
    }

    std::string name_of_base(const Tag& base) const {
        auto alias = layout_names_.alias_for(&base, [](const auto&) {});
        return alias.empty() ? own_name(base) : alias;
    }

    void read_tag(const Queued& queued) {
        const auto& tag = *queued.tag;
        const auto name = queued.alias.empty() ? own_name(tag) : queued.alias;
        if (tag.is_enumeration()) {
            return (tag.is_local ? found_.local.enums : found_.enums).push_back(read_enumeration(tag, name));
        }
        auto record = records_.read(
            tag, name, [&](const Tag& inner, const TagOwner& owner) { return name_of_tag(inner, owner, name); });
        record.place = places_.of(tag.index);
        record.unit_local = is_in_nameless_namespace(tag);
        for (auto& field : record.fields) field.place = record.place;  // CodeView has no places of members
        (tag.is_local ? found_.local.records : found_.records).push_back(std::move(record));
    }

    Enum read_enumeration(const Tag& tag, const std::string& name) {
        Enum made{.name = name, .type = use_of(image_, tags_, tag.integer).type};
        for (const auto& one : read_members(image_.types, tag.members, effort_).values) {
            made.enumerators.push_back(
                {.name = std::string(one.name), .value = integer_of(one.value, made.type), .doc = "", .place = {}});
        }
        made.place = places_.of(tag.index);
        return made;
    }

    const Image& image_;
    WantedNames wanted_;
    Tags tags_;
    Symbols symbols_;
    Places places_;
    Effort effort_;
    RecordReader records_;
    UnitLayout found_;

    std::vector<Queued> queue_;
    LayoutNames<const Tag*> layout_names_;
    /// The typedef of a type without a name. Empty if it has several: Microsoft's compiler writes types of equal
    /// members once, and a field does not tell by which typedef it names its type.
    llvm::DenseMap<const Tag*, std::string_view> typedefs_;
    std::vector<const Tag*> nameless_enums_;
    std::set<std::pair<std::string_view, std::string>> known_constants_;  // with their values
    /// Names of types without a name, by the record that holds the type: CodeView has equal types of two records once,
    /// but the source has two.
    std::map<std::pair<std::string, const Tag*>, std::string> given_names_;
};

}  // namespace

UnitLayout read_declarations(const Image& image, const std::vector<std::string>& names, const std::string& root) {
    return DeclarationReader(image, names, root).read();
}

}  // namespace abi::codeview
