#include "draft/numbers.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

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
        std::map<std::string, const Enum*> drafted;  // by the source's name
        for (const auto& layout : layouts_) {
            for (const auto& one : layout.enums) {
                const auto [first, is_new] = drafted.emplace(one.name, &one);
                if (is_new) {
                    draft_enum(one);
                } else if (!same_numbers(*first->second, one)) {
                    ask(names_.types.at(one.name),
                        "has another width or other values on " + layout.target + ": which are right?", one.place);
                }
            }
        }
        for (const auto& layout : layouts_) {
            for (const auto& constant : layout.constants) draft_constant(constant, layout.target);
        }
        return std::move(made_);
    }

  private:
    void ask(const std::string& subject, std::string text, const Place& place) {
        made_.questions.push_back({subject, std::move(text), place});
    }

    void draft_enum(const Enum& source) {
        Enum made{.name = names_.types.at(source.name)};
        std::vector<Integer> values;
        for (const auto& value : source.enumerators) {
            const std::string subject = made.name + "." + value.name;
            if (as_identifier(value.name) != value.name) {
                ask(subject, "has a name that a spec does not allow, so it is left out", value.place);
            } else if (!taken_.insert(value.name).second) {
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
            return;
        }
        made.type = *type;
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
        made_.enums.push_back(std::move(made));
    }

    void draft_constant(const Constant& source, const std::string& target) {
        const std::string& name = names_.numbers.at(source.name);
        if (const auto known = values_.find(name); known != values_.end()) {
            if (known->second == source.value) return;
            ask(name,
                "is " + to_string(source.value) + (target.empty() ? " elsewhere" : " on " + target) +
                    ": which value is right?",
                source.place);
            return;
        }
        if (!taken_.insert(name).second) {
            ask(name, "an enumerator has the same name: the constant is left out", source.place);
            return;
        }
        const bool is_bool = source.type.kind == Kind::boolean && fits(source.value, source.type);
        const auto type =
            is_bool ? Type{.kind = Kind::boolean, .width_bits = 8} : carrier(source.type, std::span(&source.value, 1));
        if (!type) {
            ask(name, "is too large for any integer of a spec, so it is left out", source.place);
            return;
        }
        values_.emplace(name, source.value);
        made_.constants.push_back({.name = name, .type = *type, .value = source.value});
    }

    std::span<const Layout> layouts_;
    const DraftNames& names_;
    NumbersDraft made_;
    std::set<std::string> taken_;            // the spec's names of enumerators and constants
    std::map<std::string, Integer> values_;  // of the constants
};

}  // namespace

NumbersDraft draft_numbers(std::span<const Layout> layouts, const DraftNames& names) {
    return NumberDrafter(layouts, names).draft();
}

}  // namespace abi
