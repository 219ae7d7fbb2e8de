#include "check/diff_values.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

namespace abi {
namespace {

using Values = std::map<std::string, std::vector<NamedValue>>;

/// All values of a name ("Enum.name" for an enumerator).
Values values_by_name(const Layout& layout) {
    Values values;
    for (auto& one : values_of(layout)) {
        values[one.owner.empty() ? one.name : one.owner + "." + one.name].push_back(std::move(one));
    }
    return values;
}

bool is_scoped(const NamedValue& one, const Layout& layout) {
    const Enum* owner = one.owner.empty() ? nullptr : find_enum(layout, one.owner);
    return owner != nullptr && owner->scoped;
}

/// Takes out of `added` the name that the older one has become: an enumeration got a name, or a macro became an
/// enumerator. Only one of the two belongs to an enumeration. Returns nothing if there is none.
std::vector<NamedValue> take_moved(const NamedValue& old, const Layout& before, const Layout& after, Values& added) {
    for (auto at = added.begin(); at != added.end(); ++at) {
        const NamedValue& now = at->second.front();
        const bool moved = now.name == old.name && now.owner.empty() != old.owner.empty();
        if (!moved || is_scoped(old, before) || is_scoped(now, after)) continue;
        return std::move(added.extract(at).mapped());
    }
    return {};
}

/// "KIND_" of "KIND_LAST" and of "__KIND_MAX". Empty if the name is not one that counts its neighbours.
std::string_view counted_prefix(std::string_view name) {
    constexpr std::array<std::string_view, 12> words{"_LAST", "_MAX", "_COUNT", "_NUM", "_NR", "_END",
                                                     "_last", "_max", "_count", "_num", "_nr", "_end"};
    for (const auto word : words) {
        if (!name.ends_with(word)) continue;
        name.remove_suffix(word.size() - 1);
        name.remove_prefix(std::min(name.find_first_not_of('_'), name.size()));
        return name;
    }
    return "";
}

bool is_less(const Integer& a, const Integer& b) {
    return !a.negative && !b.negative && std::pair(a.high, a.low) < std::pair(b.high, b.low);
}

/// Whether the value is larger only because names of its kind were added: one of them lies between the old value and
/// the new one. A spec need not name them all, but KIND_LAST is never a limit by itself, unlike KIND_MAX.
bool follows_additions(const std::vector<NamedValue>& old, const std::vector<NamedValue>& now, const Values& added) {
    const auto prefix = counted_prefix(now.front().name);
    if (prefix.empty() || old.size() != 1 || now.size() != 1 || !is_less(old[0].value, now[0].value)) return false;
    if (now[0].name.ends_with("_LAST") || now[0].name.ends_with("_last")) return true;
    return std::ranges::any_of(added, [&](const auto& entry) {
        const NamedValue& one = entry.second.front();
        return one.name.starts_with(prefix) && one.owner == now[0].owner && !is_less(one.value, old[0].value) &&
               !is_less(now[0].value, one.value);
    });
}

}  // namespace

std::vector<ValueChange> changes_of_values(const Layout& before, const Layout& after) {
    const Values old_values = values_by_name(before);
    Values added = values_by_name(after);
    std::vector<ValueChange> changes;
    for (const auto& [name, old] : old_values) {
        auto same_name = added.extract(name);
        auto now = same_name ? std::move(same_name.mapped()) : std::vector<NamedValue>();
        changes.push_back({name, Change::breaking, old, std::move(now)});
    }
    for (auto& change : changes) {
        if (change.after.empty()) change.after = take_moved(change.before.front(), before, after, added);
    }
    std::erase_if(changes, [](const ValueChange& one) {
        return std::ranges::equal(one.before, one.after, {}, &NamedValue::value, &NamedValue::value);
    });
    for (auto& change : changes) {
        const bool follows = !change.after.empty() && follows_additions(change.before, change.after, added);
        if (follows) change.change = Change::compatible;
    }
    for (auto& [name, values] : added) changes.push_back({name, Change::compatible, {}, std::move(values)});
    return changes;
}

}  // namespace abi
