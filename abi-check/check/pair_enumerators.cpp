#include "check/pair_enumerators.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

#include "check/pairing.h"

namespace abi {
namespace {

std::string equal_name(const Enumerator& value, const Enum&) {
    return value.name;
}

std::string equal_letters(const Enumerator& value, const Enum&) {
    return folded_name(value.name);
}

/// "_t" is the end of a type, not of a value: KEY_T is not KEY.
std::string behind_name_of_enum(const Enumerator& value, const Enum& owner) {
    const auto key = folded_name(value.name);
    const auto prefix = plain_key(owner.name);
    return key.starts_with(prefix) && key.size() > prefix.size() ? key.substr(prefix.size()) : key;
}

/// "MATERIAL_MAP_" of "MATERIAL_MAP_ALBEDO" and "MATERIAL_MAP_METALNESS": up to the last underscore that all share.
std::string_view shared_beginning(const Enum& owner) {
    if (owner.enumerators.size() < 2) return {};
    std::string_view shared = owner.enumerators.front().name;
    for (const auto& one : owner.enumerators) {
        const auto [end, other] = std::ranges::mismatch(shared, one.name);
        shared = shared.substr(0, static_cast<std::size_t>(end - shared.begin()));
    }
    return shared.substr(0, shared.rfind('_') + 1);
}

std::string behind_shared_beginning(const Enumerator& value, const Enum& owner) {
    return folded_name(std::string_view(value.name).substr(shared_beginning(owner).size()));
}

using Key = std::string (*)(const Enumerator&, const Enum&);
constexpr std::array<Key, 4> keys{equal_name, equal_letters, behind_name_of_enum, behind_shared_beginning};

/// The enumerators of one side that have no partner yet.
class Free {
  public:
    explicit Free(const Enum& owner) : owner_(owner) {}

    bool contains(const Enumerator& value) const { return !taken_.contains(&value); }
    void take(const Enumerator& value) { taken_.insert(&value); }

    /// Those that are free, each under its key; null: several have this key.
    template <typename KeyOf>
    auto by(KeyOf key_of) const {
        std::map<decltype(key_of(owner_.enumerators.front(), owner_)), const Enumerator*> found;
        for (const auto& value : owner_.enumerators) {
            if (!contains(value)) continue;
            const auto [at, is_new] = found.emplace(key_of(value, owner_), &value);
            if (!is_new) at->second = nullptr;
        }
        return found;
    }

    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& value : owner_.enumerators) {
            if (contains(value)) all.push_back(value.name);
        }
        return all;
    }

  private:
    const Enum& owner_;
    std::set<const Enumerator*> taken_;
};

template <typename KeyOf>
void pair_by(KeyOf key_of, Free& first, Free& second, std::vector<EnumeratorPair>& pairs) {
    const auto of_second = second.by(key_of);
    for (const auto& [key, value] : first.by(key_of)) {
        const auto other = of_second.find(key);
        if (value == nullptr || other == of_second.end() || other->second == nullptr) continue;
        first.take(*value);
        second.take(*other->second);
        pairs.push_back({value, other->second});
    }
}

std::string lower(std::string_view text) {
    std::string made(text);
    for (char& c : made) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return made;
}

/// Whether one name is the other behind an underscore: "LOG_ALL" and "all".
bool is_ending(const Enumerator& a, const Enumerator& b) {
    const auto x = lower(a.name);
    const auto y = lower(b.name);
    return x.ends_with("_" + y) || y.ends_with("_" + x);
}

/// The one free enumerator of `owner` whose name goes together with that of the value; null: none, or several.
const Enumerator* only_partner(const Enumerator& value, const Enum& owner, const Free& free) {
    const Enumerator* found = nullptr;
    for (const auto& one : owner.enumerators) {
        if (!free.contains(one) || !is_ending(value, one)) continue;
        if (found != nullptr) return nullptr;
        found = &one;
    }
    return found;
}

void pair_by_endings(const Enum& first, const Enum& second, Free& of_first, Free& of_second,
                     std::vector<EnumeratorPair>& pairs) {
    for (const auto& value : first.enumerators) {
        if (!of_first.contains(value)) continue;
        const auto* other = only_partner(value, second, of_second);
        if (other == nullptr || only_partner(*other, first, of_first) != &value) continue;
        of_first.take(value);
        of_second.take(*other);
        pairs.push_back({&value, other});
    }
}

/// A value in an order that puts equal values together.
std::array<std::uint64_t, 3> bits_of(const Enumerator& value, const Enum&) {
    return {value.value.low, value.value.high, value.value.negative ? 1U : 0U};
}

void sort(std::vector<EnumeratorPair>& pairs) {
    std::ranges::sort(pairs, {}, &EnumeratorPair::first);
}

}  // namespace

EnumeratorPairs pair_enumerators(const Enum& first, const Enum& second) {
    EnumeratorPairs made;
    Free of_first(first);
    Free of_second(second);
    for (const auto key : keys) pair_by(key, of_first, of_second, made.pairs);
    pair_by_endings(first, second, of_first, of_second, made.pairs);
    pair_by(bits_of, of_first, of_second, made.renamed);
    sort(made.pairs);
    sort(made.renamed);
    made.first_only = of_first.names();
    made.second_only = of_second.names();
    return made;
}

}  // namespace abi
