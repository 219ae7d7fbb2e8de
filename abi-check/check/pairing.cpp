#include "check/pairing.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <set>
#include <unordered_map>
#include <utility>

#include "check/last_part.h"
#include "check/nested.h"
#include "model/find.h"
#include "model/name_index.h"
#include "model/typedef_name.h"

namespace abi {
namespace {

/// "outer" of "outer::in"; "": it has none.
std::string outer_name(std::string_view name) {
    const auto at = name.rfind("::");
    return std::string(name.substr(0, at == std::string_view::npos ? 0 : at));
}

/// The names of one side, each once, in their order. Those that are paired are marked.
struct Side {
    std::vector<std::string> names;
    std::set<std::string> known{};
    std::set<std::string> paired{};

    void add(const std::string& name) {
        if (known.insert(name).second) names.push_back(name);
    }
    bool is_free(const std::string& name) const { return known.contains(name) && !paired.contains(name); }

    /// The name that a user means, who may leave out its scope if only one name has that last component.
    std::string meant_by(const std::string& name) const {
        if (known.contains(name)) return name;
        const auto is_meant = [&](const std::string& one) { return one.ends_with("::" + name); };
        const auto found = std::ranges::find_if(names, is_meant);
        return std::ranges::count_if(names, is_meant) == 1 ? *found : "";
    }
};

/// The pairs of one kind of declaration.
class Pairs {
  public:
    Pairs(Side first, Side second) : first_(std::move(first)), second_(std::move(second)) {}

    /// Whether both names are free, so that they are now a pair.
    bool pair(const std::string& first, const std::string& second) {
        if (!first_.is_free(first) || !second_.is_free(second)) return false;
        first_.paired.insert(first);
        second_.paired.insert(second);
        made_.emplace(first, second);
        return true;
    }

    /// Like pair(), of the names that a user means.
    bool pair_meant(const std::string& first, const std::string& second) {
        return pair(first_.meant_by(first), second_.meant_by(second));
    }

    void pair_equal() {
        for (const auto& name : first_.names) pair(name, name);
    }

    /// Which of several names of one side that have the same key is meant.
    enum class Meant { none, unscoped };

    using MayMeet = std::function<bool(const std::string& first, const std::string& second)>;

    /// Pairs free names whose key is equal and not empty, and which are the only ones of their side with that key.
    void pair_by(const std::function<std::string(const std::string&, bool is_first)>& key,
                 Meant of_several = Meant::none, const MayMeet& may_meet = {}) {
        const auto of_first = by_key(first_, [&](const std::string& name) { return key(name, true); });
        const auto of_second = by_key(second_, [&](const std::string& name) { return key(name, false); });
        for (const auto& [text, names] : of_first) {
            const auto other = of_second.find(text);
            if (other == of_second.end()) continue;
            const auto a = meant_of(names, of_several);
            const auto b = meant_of(other->second, of_several);
            if (a.empty() || b.empty() || are_strangers(a, b)) continue;
            if (!may_meet || may_meet(a, b)) pair(a, b);
        }
    }

    /// Whether both names are declared within others of their side ("packet::body"), which are not a pair. Such names
    /// are the same by chance: "addr::first" and "timer::first".
    bool are_strangers(const std::string& first, const std::string& second) const {
        const std::string a = outer_name(first);
        const std::string b = outer_name(second);
        if (!first_.known.contains(a) || !second_.known.contains(b)) return false;
        const auto found = made_.find(a);
        return found == made_.end() || found->second != b;
    }

    /// Pairs names that are equal in another spelling behind the beginnings that are common on their sides.
    void pair_behind_beginnings(const std::set<std::string>& nameless, const MayMeet& may_meet) {
        const auto first = common_beginning(first_.names);
        const auto second = common_beginning(second_.names);
        if (first.empty() && second.empty()) return;
        const auto key = [&](const std::string& name, bool is_first) {
            if (nameless.contains(name)) return std::string();
            const std::string_view last = last_part(name);
            const auto& beginning = is_first ? first : second;
            return plain_key(last.starts_with(beginning) ? last.substr(beginning.size()) : last);
        };
        pair_by(key, Meant::none, may_meet);
    }

    const std::map<std::string, std::string>& made() const { return made_; }

    NamePairs result() const {
        NamePairs all;
        for (const auto& name : first_.names) {
            const auto found = made_.find(name);
            if (found == made_.end()) {
                all.first_only.push_back(name);
            } else {
                all.pairs.push_back({name, found->second});
            }
        }
        std::ranges::copy_if(second_.names, std::back_inserter(all.second_only),
                             [&](const std::string& name) { return second_.is_free(name); });
        return all;
    }

  private:
    /// The only name; of several, the only one without a scope: a package's own "RtMsg", not the "unix.RtMsg" that it
    /// holds. Empty: none is meant.
    static std::string meant_of(const std::vector<std::string>& names, Meant of_several) {
        if (names.size() == 1) return names.front();
        if (of_several == Meant::none) return "";
        const auto is_plain = [](const std::string& name) { return last_part(name).size() == name.size(); };
        if (std::ranges::count_if(names, is_plain) != 1) return "";
        return *std::ranges::find_if(names, is_plain);
    }

    static std::unordered_map<std::string, std::vector<std::string>> by_key(
        const Side& side, const std::function<std::string(const std::string&)>& key) {
        std::unordered_map<std::string, std::vector<std::string>> names;
        for (const auto& name : side.names) {
            if (!side.is_free(name)) continue;
            if (auto text = key(name); !text.empty()) names[std::move(text)].push_back(name);
        }
        return names;
    }

    Side first_;
    Side second_;
    std::map<std::string, std::string> made_;
};

template <typename Value>
Side side_of(std::span<const Layout> layouts, std::vector<Value> Layout::* member) {
    Side side;
    for (const auto& layout : layouts) {
        for (const auto& one : layout.*member) side.add(one.name);
    }
    return side;
}

/// The records of known size by name, each from the first layout that has it. Members with generated names give way to
/// their own members, so that these meet what C declares without a name.
class SizedRecords {
  public:
    explicit SizedRecords(std::span<const Layout> layouts) {
        for (const auto& layout : layouts) {
            const NameIndex own_records(layout.records);
            for (const auto& record : layout.records) {
                if (!record.size_bytes || records_.contains(record.name)) continue;
                const bool is_plain = !has_generated_names(record);
                records_.emplace(
                    record.name,
                    is_plain ? &record : &opened_.emplace_back(without_generated_names(record, own_records)));
            }
        }
    }

    /// Null: there is none.
    const Record* find(std::string_view name) const {
        const auto found = records_.find(name);
        return found == records_.end() ? nullptr : found->second;
    }

  private:
    std::deque<Record> opened_;
    std::unordered_map<std::string_view, const Record*> records_;
};

/// Pairs the types of fields that have the same name in paired records, and so on for the records within.
void pair_by_fields(const SizedRecords& first, const SizedRecords& second, Pairs& records) {
    auto open = std::vector(records.made().begin(), records.made().end());
    while (!open.empty()) {
        const auto [a_name, b_name] = open.back();
        open.pop_back();
        const Record* a = first.find(a_name);
        const Record* b = second.find(b_name);
        if (a == nullptr || b == nullptr) continue;
        for (const auto& field : a->fields) {
            const Field* other = find_named(b->fields, field.name);
            if (other == nullptr || field.type.kind != Kind::record || other->type.kind != Kind::record) continue;
            if (records.pair(field.type.name, other->type.name)) open.emplace_back(field.type.name, other->type.name);
        }
    }
}

/// What two records with the same bytes and names of fields share. Empty for a record of fewer than three fields,
/// because such records are too often alike by chance.
std::string key_of_fields(const Record* record) {
    if (record == nullptr || record->fields.size() < 3) return "";
    std::string key = std::to_string(*record->size_bytes);
    for (const auto& field : record->fields) {
        key += "|" + field.name + "@" + std::to_string(field.offset_bits) + "+" + std::to_string(size_bits(field));
    }
    return key;
}

void pair_by_spelling(Pairs& pairs, const std::set<std::string>& nameless) {
    pairs.pair_equal();
    const auto unless_nameless = [&](const std::string& name, std::string key) {
        return nameless.contains(name) ? std::string() : std::move(key);
    };
    using enum Pairs::Meant;
    pairs.pair_by([&](const std::string& name, bool) { return unless_nameless(name, std::string(last_part(name))); },
                  unscoped);
    pairs.pair_by([&](const std::string& name, bool) { return unless_nameless(name, plain_key(name)); }, unscoped);
}

/// Whether two records may be counterparts although only parts of their names are equal. One that its language lays out
/// as it likes and that has another size is an object of the program: `Frame<'a>` around the `boot_frame` of C.
bool are_alike(const Record* first, const Record* second) {
    if (first == nullptr || second == nullptr) return true;
    const bool is_promised = first->no_promise.empty() && second->no_promise.empty();
    return is_promised || first->size_bytes == second->size_bytes;
}

/// Records without a name in their source, which readers name after the field that holds them: "conntrack::icmp" of
/// `struct conntrack { struct { … } icmp; }`. That is not another record's name, so only the fields pair them.
std::set<std::string> nameless_records(std::span<const Layout> first, std::span<const Layout> second) {
    std::set<std::string> names;
    for (const auto& layouts : {first, second}) {
        for (const auto& layout : layouts) {
            for (const auto& record : layout.records) {
                for (const auto& field : record.fields) {
                    if (field.type.kind == Kind::record && field.type.name == record.name + "::" + field.name)
                        names.insert(field.type.name);
                }
            }
        }
    }
    return names;
}

}  // namespace

std::string second_name(const NamePairs& names, std::string_view first) {
    const auto found = std::ranges::find(names.pairs, first, &NamePair::first);
    return found == names.pairs.end() ? "" : found->second;
}

std::string first_name(const NamePairs& names, std::string_view second) {
    const auto found = std::ranges::find(names.pairs, second, &NamePair::second);
    return found == names.pairs.end() ? "" : found->first;
}

std::string folded_name(std::string_view name) {
    std::string folded;
    for (const char c : last_part(name)) {
        if (c != '_') folded += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    return folded;
}

std::string common_beginning(std::span<const std::string> names) {
    std::map<std::string_view, std::size_t> uses;
    for (const auto& name : names) {
        const std::string_view last = last_part(name);
        for (auto at = last.find('_'); at != std::string_view::npos && at + 1 < last.size();
             at = last.find('_', at + 1)) {
            if (at != 0) ++uses[last.substr(0, at + 1)];
        }
    }
    std::string_view longest;
    for (const auto& [beginning, count] : uses) {
        if (count >= 3 && 2 * count > names.size() && beginning.size() > longest.size()) longest = beginning;
    }
    return std::string(longest);
}

std::string plain_key(std::string_view name) {
    if (name.ends_with("_t") || name.ends_with("_s")) name.remove_suffix(2);
    return folded_name(name);
}

Pairing pair_names(std::span<const Layout> first, std::span<const Layout> second,
                   const std::map<std::string, std::string>& meant) {
    Pairs records(side_of(first, &Layout::records), side_of(second, &Layout::records));
    Pairs enums(side_of(first, &Layout::enums), side_of(second, &Layout::enums));
    Pairs constants(side_of(first, &Layout::constants), side_of(second, &Layout::constants));
    Pairing pairing;
    for (const auto& [a, b] : meant) {
        const bool is_record = records.pair_meant(a, b);
        const bool is_enum = enums.pair_meant(a, b);
        const bool is_typedef = constants.pair(typedef_name(a), typedef_name(b));
        if (!constants.pair_meant(a, b) && !is_record && !is_enum && !is_typedef) pairing.unused.push_back(a);
    }
    const auto nameless = nameless_records(first, second);
    const SizedRecords of_first(first);
    const SizedRecords of_second(second);
    pair_by_spelling(records, nameless);
    records.pair_behind_beginnings(nameless, [&](const std::string& a, const std::string& b) {
        return are_alike(of_first.find(a), of_second.find(b));
    });
    pair_by_spelling(enums, {});
    enums.pair_behind_beginnings({}, {});
    constants.pair_equal();
    constants.pair_by([](const std::string& name, bool) { return std::string(last_part(name)); });
    pair_by_fields(of_first, of_second, records);
    records.pair_by([&](const std::string& name, bool is_first) {
        return key_of_fields((is_first ? of_first : of_second).find(name));
    });
    pairing.records = records.result();
    pairing.enums = enums.result();
    pairing.constants = constants.result();
    return pairing;
}

}  // namespace abi
