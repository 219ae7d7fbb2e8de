#include "read/btf/declarations.h"

#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "read/btf/records.h"

namespace abi::btf {
namespace {

/// First all types are looked through and what is wanted is noted, so that all aliases are known; then records and
/// enumerations are read, and those that they hold are added behind them, until nothing new turns up.
class DeclarationReader {
  public:
    DeclarationReader(const Image& image, const std::vector<std::string>& names)
        : image_(image), section_(image.section), names_(names.begin(), names.end()), records_(image) {}

    UnitLayout read() {
        found_.byte_order = section_.is_little ? ByteOrder::little : ByteOrder::big;
        for (std::uint32_t number = 1; number < section_.list.size(); ++number) note(number);
        for (std::size_t next = 0; next < queue_.size(); ++next)
            read_tag(queue_[next].tag, std::string(queue_[next].name));
        for (const auto number : nameless_enums_) {
            if (!names_of_.contains(number)) read_nameless(section_.list[number]);
        }
        return std::move(found_);
    }

  private:
    struct Named {
        std::uint32_t tag;
        std::string name;
    };

    bool everything() const { return names_.empty(); }
    bool is_wanted(std::string_view name) const { return everything() || names_.contains(name); }
    std::string_view own_name(const Type& type) const { return name_of(section_, type); }

    void note(std::uint32_t number) {
        const auto& type = section_.list[number];
        const auto name = own_name(type);
        if (is_record(type)) {
            if (!name.empty() && is_wanted(name)) enqueue(number, name);
        } else if (is_enumeration(type)) {
            note_enumeration(number);
        } else if (is_declaration(type)) {
            // It counts only when it is asked for; a definition elsewhere then takes its place.
            if (!everything() && names_.contains(name)) enqueue(number, name);
        } else if (is_typedef(type) && is_wanted(name)) {
            note_typedef(number);
        }
    }

    void note_typedef(std::uint32_t number) {
        const auto& type = section_.list[number];
        const auto name = own_name(type);
        if (names_nameless(number)) return enqueue(type.size_or_type, name);
        // `typedef struct tag X;` makes the record findable as X. Only when X is asked for: a draft of everything would
        // hold each record twice.
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
            is_asked_for = is_asked_for || names_.contains(one.name);
            const auto with_scope = std::string(name) + "::" + std::string(one.name);
            if (names_.contains(with_scope)) add_constant(type, one, with_scope);
        }
        if (is_asked_for) enqueue(number, name);
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

    /// `typedef struct { … } X;`. Two typedefs may name one such type here: encoders keep equal types once.
    bool names_nameless(std::uint32_t alias) const {
        const auto& target = section_.list[section_.list[alias].size_or_type];
        return (is_record(target) || is_enumeration(target)) && own_name(target).empty();
    }

    void enqueue(std::uint32_t tag, std::string_view name) {
        if (!queued_.emplace(tag, name).second) return;
        names_of_[tag].emplace_back(name);
        queue_.push_back({tag, std::string(name)});
    }

    /// Which of a tag's names a field means: the typedef that it is written with if the layout knows it, else the tag's
    /// own, else the first that is asked for; of a nameless one, the field's. What a record holds is in the layout too.
    std::string name_of_tag(const Use& use, const std::string& owner, const std::string& record) {
        for (const auto alias : use.aliases) {
            const std::string name(own_name(section_.list[alias]));
            if (queued_.contains({use.tag, name})) return name;
        }
        std::string name(own_name(section_.list[use.tag]));
        if (name.empty() && !use.aliases.empty() && names_nameless(use.aliases.back())) {
            name = own_name(section_.list[use.aliases.back()]);
        }
        if (name.empty()) name = given_names_.try_emplace({record, use.tag}, owner).first->second;
        const auto known = names_of_.find(use.tag);
        const bool is_named = !own_name(section_.list[use.tag]).empty();
        if (is_named && known != names_of_.end() && !queued_.contains({use.tag, name})) return known->second.front();
        enqueue(use.tag, name);
        return name;
    }

    void read_tag(std::uint32_t number, const std::string& name) {
        const auto& type = section_.list[number];
        if (is_enumeration(type)) return found_.enums.push_back(read_enumeration(type, name));
        found_.records.push_back(records_.read(
            number, name, [&](const Use& use, const std::string& owner) { return name_of_tag(use, owner, name); }));
    }

    Enum read_enumeration(const Type& type, const std::string& name) const {
        Enum made;
        made.name = name;
        made.type = carrier_of(type);
        for (unsigned i = 0; i < type.count; ++i) {
            const auto one = enumerator_of(section_, type, i);
            made.enumerators.push_back({.name = std::string(one.name), .value = one.value, .doc = "", .place = {}});
        }
        return made;
    }

    const Image& image_;
    const Section& section_;
    std::unordered_set<std::string_view> names_;
    Records records_;
    UnitLayout found_;

    std::vector<Named> queue_;
    std::set<std::pair<std::uint32_t, std::string>> queued_;
    std::unordered_map<std::uint32_t, std::vector<std::string>> names_of_;
    std::vector<std::uint32_t> nameless_enums_;
    /// By the record that holds it and its number: equal nameless types of two records are one in BTF, and two in the
    /// source.
    std::map<std::pair<std::string, std::uint32_t>, std::string> given_names_;
};

}  // namespace

UnitLayout read_declarations(const Image& image, const std::vector<std::string>& names) {
    return DeclarationReader(image, names).read();
}

}  // namespace abi::btf
