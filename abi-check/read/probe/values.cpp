#include "read/probe/values.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "read/probe/names.h"
#include "read/probe/run.h"

namespace abi::probe {
namespace {

constexpr unsigned ended = 1;  // the form of a listing that is not asked again

bool is_listing_of(const Item& item, std::size_t enumeration) {
    return item.what == Item::What::values && item.owner == enumeration;
}

void add_value(Plan& plan, std::size_t enumeration, const std::string& name) {
    auto& one = plan.request.enums[plan.items[enumeration].record];
    one.enumerators.push_back({.name = name, .value = {}, .doc = "", .place = {}});
    plan.items.push_back({.what = Item::What::value,
                          .record = plan.items[enumeration].record,
                          .field = one.enumerators.size() - 1,
                          .owner = enumeration});
}

Enum made_of(const EnumAnswer& answer, const Enum& asked, const Place& place) {
    Enum made{.name = asked.name,
              .type = {},
              .fixed_width = answer.fixed_width,
              .enumerators = {},
              .doc = "",
              .place = place};
    made.type.kind = answer.kind;
    made.type.width_bits = answer.width_bits;
    return made;
}

/// The sign of an integer that the language leaves to the C compiler: that of the values.
Kind sign_of_values(const Enum& one) {
    const bool has_negative = std::ranges::any_of(one.enumerators, [](const auto& v) { return v.value.negative; });
    return has_negative ? Kind::signed_integer : Kind::unsigned_integer;
}

}  // namespace

void add_enumerations(Plan& plan) {
    std::set<std::string_view> names;
    for (std::size_t e = 0; e < plan.request.enums.size(); ++e) {
        const auto& one = plan.request.enums[e];
        if (!is_plain_name(one.name) || !names.insert(one.name).second) continue;
        const auto owner = plan.items.size();
        plan.items.push_back({.what = Item::What::enumeration, .record = e});
        std::set<std::string_view> values;
        for (std::size_t v = 0; v < one.enumerators.size(); ++v) {
            const auto& name = one.enumerators[v].name;
            if (!is_plain_name(name) || !values.insert(name).second) continue;
            plan.items.push_back({.what = Item::What::value, .record = e, .field = v, .owner = owner});
        }
    }
}

bool add_listings(Plan& plan) {
    const auto count = plan.items.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (plan.items[i].what != Item::What::enumeration || !is_asked(plan, i)) continue;
        if (std::ranges::any_of(plan.items, [i](const Item& item) { return is_listing_of(item, i); })) continue;
        plan.items.push_back({.what = Item::What::values, .record = plan.items[i].record, .owner = i});
    }
    return plan.items.size() != count;
}

std::vector<std::size_t> values_of(const Plan& plan, std::size_t enumeration) {
    std::vector<std::size_t> values;
    for (std::size_t i = enumeration + 1; i < plan.items.size(); ++i) {
        const auto& item = plan.items[i];
        if (item.what == Item::What::value && item.owner == enumeration && is_asked(plan, i)) values.push_back(i);
    }
    return values;
}

void learn_values(Plan& plan, std::size_t listing, const std::vector<std::string>& names, bool is_complete) {
    const auto owner = plan.items[listing].owner;
    const auto& known = plan.request.enums[plan.items[owner].record].enumerators;
    bool any = false;
    for (const auto& name : names) {
        if (!is_plain_name(name) || std::ranges::find(known, name, &Enumerator::name) != known.end()) continue;
        add_value(plan, owner, name);
        any = true;
    }
    if (any) return;
    plan.items[listing].form = ended;
    plan.items[listing].hidden = !is_complete;
}

void hide_equal_values(Plan& plan, const Answers& answers) {
    std::set<std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, bool>> known;
    for (const auto& answer : answers.enumerators) {
        if (answer.item >= plan.items.size() || plan.items[answer.item].what != Item::What::value) continue;
        const auto& value = answer.value;
        const bool is_new = known.emplace(answer.owner, value.low, value.high, value.negative).second;
        plan.items[answer.item].hidden = !is_new;
    }
}

std::vector<std::string> quoted_names(std::string_view text, char quote) {
    std::vector<std::string> names;
    for (auto begin = text.find(quote); begin != text.npos; begin = text.find(quote, begin)) {
        const auto end = text.find(quote, begin + 1);
        if (end == text.npos) break;
        names.emplace_back(text.substr(begin + 1, end - begin - 1));
        begin = end + 1;
    }
    return names;
}

void give_up_listings(Plan& plan) {
    for (auto& item : plan.items) {
        if (item.what != Item::What::values || item.form == ended) continue;
        item.form = ended;
        item.hidden = true;
    }
}

std::vector<Enum> enums_of(const Plan& plan, const Answers& answers) {
    const auto place = first_file(plan.request);
    std::vector<Enum> all;
    for (const auto& answer : answers.enums) {
        if (answer.item >= plan.items.size() || plan.items[answer.item].what != Item::What::enumeration) continue;
        if (!is_asked(plan, answer.item)) continue;
        auto made = made_of(answer, enum_asked(plan, plan.items[answer.item]), place);
        for (const auto& value : answers.enumerators) {
            if (value.owner != answer.item || value.item >= plan.items.size()) continue;
            const auto& item = plan.items[value.item];
            if (item.what != Item::What::value || item.owner != answer.item) continue;
            made.enumerators.push_back(
                {.name = value_asked(plan, item).name, .value = value.value, .doc = "", .place = place});
            made.fixed_width = made.fixed_width || value.has_own_type;
        }
        if (made.enumerators.empty()) continue;
        made.scoped = plan.request.language == "rust";
        if (answer.sign_of_values) made.type.kind = sign_of_values(made);
        const auto listing =
            std::ranges::find_if(plan.items, [&](const Item& item) { return is_listing_of(item, answer.item); });
        made.only_asked = listing == plan.items.end() || listing->hidden;
        all.push_back(std::move(made));
    }
    return all;
}

}  // namespace abi::probe
