#include "read/btf/declarations.h"

#include <algorithm>
#include <map>
#include <utility>

#include "read/btf/core_relocations.h"
#include "read/btf/records.h"
#include "read/layout_names.h"
#include "read/wanted_names.h"

namespace abi::btf {
namespace {

/// First all types are visited and the wanted ones are collected, so that all aliases are known. Then records and
/// enumerations are read, and those that they hold are added to the end of the queue, until the queue is empty.
class DeclarationReader {
  public:
    DeclarationReader(const Image& image, const std::vector<std::string>& names)
        : image_(image), section_(image.section), wanted_(names), records_(image) {}

    UnitLayout read() {
        found_.byte_order = section_.is_little ? ByteOrder::little : ByteOrder::big;
        // Of a base, only what is asked for by name, and what the records behind it hold.
        for (auto number = everything() ? section_.first_own : 1; number < section_.list.size(); ++number) note(number);
        for (std::size_t next = 0; next < queue_.size(); ++next) read_tag(Queued(queue_[next]));
        for (const auto number : nameless_enums_) {
            if (!layout_names_.has(number)) read_nameless(section_.list[number]);
        }
        return std::move(found_);
    }

  private:
    struct Queued {
        std::uint32_t tag;
        std::string alias;  // "" for its own name
    };

    bool everything() const { return wanted_.everything(); }
    /// BTF describes C, where an own name is a qualified name.
    bool is_named(std::string_view name) const {
        return wanted_.named(name, [&] { return name; });
    }
    bool is_wanted(std::string_view name) const { return everything() || is_named(name); }
    std::string_view own_name(const Type& type) const { return name_of(section_, type); }

    void note(std::uint32_t number) {
        const auto& type = section_.list[number];
        const auto name = own_name(type);
        if (is_record(type)) {
            if (!name.empty()) note_record(number, name);
        } else if (is_enumeration(type)) {
            note_enumeration(number);
        } else if (is_declaration(type)) {
            // A declaration counts only if it is asked for. merge() replaces it if another file has the definition.
            if (is_named(name)) enqueue(number);
        } else if (is_typedef(type) && is_wanted(name)) {
            note_typedef(number);
        }
    }

    /// A record that the loader finds by name is also meant by its name without the flavour.
    void note_record(std::uint32_t number, std::string_view name) {
        if (is_wanted(name)) return enqueue(number);
        const auto meant = name_without_flavour(name);
        if (image_.relocated.contains(number) && is_named(meant)) enqueue(number, meant);
    }

    void note_typedef(std::uint32_t number) {
        const auto& type = section_.list[number];
        const auto name = own_name(type);
        if (names_nameless(number)) return enqueue(type.size_or_type, name);
        // With `typedef struct tag X;` the record can be asked for as X. If everything is wanted, X does not count,
        // because the layout would have each such record twice.
        if (everything()) return;
        const auto use = use_of(image_, number);
        if (use.tag == 0 || use.is_array) return;
        if (own_name(section_.list[use.tag]) != name) enqueue(use.tag, name);
    }

    void note_enumeration(std::uint32_t number) {
        const auto& type = section_.list[number];
        if (type.count == 0) return;  // declared only
        const auto name = own_name(type);
        if (name.empty()) return nameless_enums_.push_back(number);
        bool is_asked_for = is_wanted(name);
        for (unsigned i = 0; !everything() && i < type.count; ++i) {
            const auto one = enumerator_of(section_, type, i);
            is_asked_for = is_asked_for || is_named(one.name);
            const auto with_scope = std::string(name) + "::" + std::string(one.name);
            if (wanted_.contains(with_scope)) add_constant(type, one, with_scope);
        }
        if (is_asked_for) enqueue(number);
    }

    void read_nameless(const Type& type) {
        for (unsigned i = 0; i < type.count; ++i) {
            const auto one = enumerator_of(section_, type, i);
            if (is_wanted(one.name)) add_constant(type, one, std::string(one.name));
        }
    }

    void add_constant(const Type& type, const Enumerator& one, std::string name) {
        found_.constants.push_back(
            {.name = std::move(name), .type = carrier_of(type), .value = one.value, .doc = "", .place = {}});
    }

    /// Whether it is `typedef struct { … } X;`. BTF has equal types once, so two typedefs may name one type without a
    /// name.
    bool names_nameless(std::uint32_t alias) const {
        const auto& target = section_.list[section_.list[alias].size_or_type];
        return (is_record(target) || is_enumeration(target)) && own_name(target).empty();
    }

    void enqueue(std::uint32_t tag, std::string_view alias = {}) {
        std::string name(alias);
        if (layout_names_.add(tag, name)) queue_.push_back({tag, std::move(name)});
    }

    /// The name by which a field of `record` calls its tag. What a record holds is in the layout, too. A tag without a
    /// name has aliases only: the typedefs of it, and the fields that no typedef names.
    std::string name_of_tag(const Use& use, const std::string& owner, const std::string& record) {
        const auto typedef_name = [&](std::uint32_t number) { return std::string(own_name(section_.list[number])); };
        const auto visit_typedefs = [&](const auto& is_it) {
            std::ranges::any_of(use.aliases, [&](std::uint32_t number) { return is_it(typedef_name(number)); });
        };
        const std::string own(own_name(section_.list[use.tag]));
        auto alias = own.empty() ? layout_names_.alias_written(use.tag, visit_typedefs)
                                 : layout_names_.alias_for(use.tag, visit_typedefs);
        if (own.empty() && alias.empty()) {
            const bool is_named = !use.aliases.empty() && names_nameless(use.aliases.back());
            alias = is_named ? typedef_name(use.aliases.back())
                             : given_names_.try_emplace({record, use.tag}, owner).first->second;
        }
        enqueue(use.tag, alias);
        return alias.empty() ? own : alias;
    }

    void read_tag(const Queued& queued) {
        const auto& type = section_.list[queued.tag];
        const std::string name(queued.alias.empty() ? own_name(type) : queued.alias);
        if (is_enumeration(type)) return found_.enums.push_back(read_enumeration(type, name));
        found_.records.push_back(records_.read(
            queued.tag, name, [&](const Use& use, const std::string& owner) { return name_of_tag(use, owner, name); }));
    }

    Enum read_enumeration(const Type& type, const std::string& name) const {
        Enum made{.name = name, .type = carrier_of(type)};
        for (unsigned i = 0; i < type.count; ++i) {
            const auto one = enumerator_of(section_, type, i);
            made.enumerators.push_back({.name = std::string(one.name), .value = one.value, .doc = "", .place = {}});
        }
        return made;
    }

    const Image& image_;
    const Section& section_;
    WantedNames wanted_;
    Records records_;
    UnitLayout found_;

    std::vector<Queued> queue_;
    LayoutNames<std::uint32_t> layout_names_;
    std::vector<std::uint32_t> nameless_enums_;
    /// Names of types without a name, by the record that holds the type and by its number: BTF has equal types of two
    /// records once, but the source has two.
    std::map<std::pair<std::string, std::uint32_t>, std::string> given_names_;
};

}  // namespace

UnitLayout read_declarations(const Image& image, const std::vector<std::string>& names) {
    return DeclarationReader(image, names).read();
}

}  // namespace abi::btf
