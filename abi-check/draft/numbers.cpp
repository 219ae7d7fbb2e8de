#include "draft/numbers.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "draft/variants.h"
#include "specfile/layout_json.h"

namespace abi {
namespace {

constexpr std::array<std::uint64_t, 5> integer_widths{8, 16, 32, 64, 128};

/// Returns the source's integer type if a spec has it and it can hold all values; otherwise the narrowest type that
/// can. Returns nothing if no integer can hold them all.
std::optional<Type> carrier(const Type& source, std::span<const Integer> values) {
    const auto holds = [&](const Type& type) {
        return std::ranges::all_of(values, [&](const Integer& value) { return fits(value, type); });
    };
    const bool is_signed = source.kind == Kind::signed_integer || source.is_signed ||
                           std::ranges::any_of(values, [](const Integer& value) { return value.negative; });
    for (const auto width : integer_widths) {
        Type type{.kind = is_signed ? Kind::signed_integer : Kind::unsigned_integer, .width_bits = width};
        if (width >= source.width_bits && holds(type)) return type;
    }
    return std::nullopt;
}

bool same_numbers(const Enum& a, const Enum& b) {
    const auto same = [](const Enumerator& x, const Enumerator& y) { return x.name == y.name && x.value == y.value; };
    return a.type == b.type && std::ranges::equal(a.enumerators, b.enumerators, same);
}

class NumberDrafter {
  public:
    NumberDrafter(std::span<const Layout> layouts, const DraftNames& names) : layouts_(layouts), names_(names) {}

    NumbersDraft draft() {
        for (const auto& layout : layouts_) {
            for (const auto& one : layout.enums) {
                if (auto made = drafted(one)) add(*made, layout.target, same_numbers, enums_);
            }
        }
        for (const auto& layout : layouts_) {
            for (const auto& constant : layout.constants) draft_constant(constant, layout.target);
        }
        append_all(enums_, made_.enums);
        append_all(constants_, made_.constants);
        return std::move(made_);
    }

  private:
    /// What declarations of one kind are on the targets, in the order in which they were first seen.
    template <typename Value>
    using ByName = std::vector<std::pair<std::string, std::vector<Variant<Value>>>>;

    template <typename Value, typename Same>
    void add(const Value& value, const std::string& target, const Same& same, ByName<Value>& all) {
        const auto [at, is_new] = index_.emplace(std::pair(std::is_same_v<Value, Enum>, value.name), all.size());
        if (is_new) all.push_back({value.name, {}});
        add_variant(value, target, same, all[at->second].second);
    }

    template <typename Value>
    void append_all(ByName<Value>& from, std::vector<Value>& all) {
        for (auto& [name, variants] : from) append_variants(std::move(variants), layouts_.size(), all);
    }

    /// Asks once, even if the question arises on several targets.
    void ask(const std::string& subject, std::string text, const Place& place) {
        if (asked_.emplace(subject, text).second) made_.questions.push_back({subject, std::move(text), place});
    }

    void ask_about_width(const Enum& source, const Enum& made) {
        if (!source.fixed_width) {
            ask(made.name,
                "the compiler chooses its width, here " + to_string(made.type) +
                    ". If that is the intended width, declare it in the source, too",
                source.place);
        } else if (source.type.host_sized) {
            ask(made.name,
                "the width of `" + source.type.spelling + "` depends on the target: should it be " +
                    to_string(made.type),
                source.place);
        }
    }

    /// The enumeration with the spec's names, or nothing if it has no value that a spec can hold.
    std::optional<Enum> drafted(const Enum& source) {
        Enum made{.name = names_.types.at(source.name)};
        std::vector<Integer> values;
        for (const auto& value : source.enumerators) {
            const std::string subject = made.name + "." + value.name;
            const auto [owner, is_free] = owners_.emplace(value.name, made.name);
            if (as_identifier(value.name) != value.name) {
                ask(subject, "has a name that a spec does not allow, so it is left out", value.place);
            } else if (!is_free && owner->second != made.name) {
                ask(subject,
                    "another enumeration has a value with this name, but names are unique in a spec: it is left out",
                    value.place);
            } else {
                made.enumerators.push_back({.name = value.name, .value = value.value});
                values.push_back(value.value);
            }
        }
        const auto type = carrier(source.type, values);
        if (made.enumerators.empty() || !type) {
            ask(source.name, "has no values with valid names, so it is left out; its fields are drafted as integers",
                source.place);
            return std::nullopt;
        }
        made.type = *type;
        ask_about_width(source, made);
        return made;
    }

    /// One unit defines it differently from another one on the same target.
    bool has_two_values(const std::string& name, const Constant& source, const std::string& target) {
        const auto [known, is_new] = values_.try_emplace({name, target}, source.value);
        if (!is_new && known->second != source.value) {
            ask(name, "is " + to_string(known->second) + " elsewhere: which value is right?", source.place);
        }
        return !is_new;
    }

    void draft_constant(const Constant& source, const std::string& target) {
        const std::string& name = names_.numbers.at(source.name);
        if (owners_.contains(name)) {
            ask(name, "an enumerator has the same name: the constant is left out", source.place);
            return;
        }
        if (has_two_values(name, source, target)) return;
        const bool is_bool = source.type.kind == Kind::boolean && fits(source.value, source.type);
        const auto type =
            is_bool ? Type{.kind = Kind::boolean, .width_bits = 8} : carrier(source.type, std::span(&source.value, 1));
        if (!type) {
            ask(name, "is too large for any integer of a spec, so it is left out", source.place);
            return;
        }
        const auto same = [](const Constant& a, const Constant& b) { return a.value == b.value; };
        add(Constant{.name = name, .type = *type, .value = source.value}, target, same, constants_);
    }

    std::span<const Layout> layouts_;
    const DraftNames& names_;
    NumbersDraft made_;
    ByName<Enum> enums_;
    ByName<Constant> constants_;
    std::map<std::pair<bool, std::string>, std::size_t> index_;  // in enums_ (true) or constants_, by the spec's name
    std::set<std::pair<std::string, std::string>> asked_;
    std::map<std::string, std::string> owners_;                      // by enumerator: its enumeration
    std::map<std::pair<std::string, std::string>, Integer> values_;  // of the constants, by name and target
};

}  // namespace

NumbersDraft draft_numbers(std::span<const Layout> layouts, const DraftNames& names) {
    return NumberDrafter(layouts, names).draft();
}

}  // namespace abi
