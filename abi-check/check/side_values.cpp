#include "check/side_values.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "check/pair_enumerators.h"
#include "model/find.h"
#include "model/name_index.h"
#include "model/typedef_name.h"
#include "model/words.h"

namespace abi {
namespace {

struct Value {
    Integer value;
    std::uint64_t width_bits = 0;
    Place place;
};

/// The low bits of a value: -1 in 32 bits is 0xffffffff.
Integer low_bits(const Integer& value, std::uint64_t bits) {
    Integer low{value.low, value.high, false};
    if (value.negative) {
        low.low = ~value.low + 1;
        low.high = ~value.high + (value.low == 0 ? 1 : 0);
    }
    if (bits < 128) low.high &= bits <= 64 ? 0 : (std::uint64_t{1} << (bits - 64)) - 1;
    if (bits < 64) low.low &= (std::uint64_t{1} << bits) - 1;
    return low;
}

/// The bits of the value's type. A constant without a type, as Go has them, needs the smallest one that holds it.
std::uint64_t width_of(const Value& one) {
    if (one.width_bits != 0 || one.value.negative) return one.width_bits;
    std::uint64_t bits = 8;
    while (bits < 128 && low_bits(one.value, bits) != one.value) bits *= 2;
    return bits;
}

/// Whether the values are equal, or a negative one becomes the other in the wider or equal unsigned type of that one:
/// C's `(-1ul)` is 0xffffffffffffffff, and bindgen writes it as the i32 -1.
bool same_bits(const Value& a, const Value& b) {
    if (a.value == b.value) return true;
    if (a.value.negative == b.value.negative) return false;
    const auto& [below, above] = a.value.negative ? std::pair(a, b) : std::pair(b, a);
    const auto bits = width_of(above);
    if (below.width_bits == 0 || below.width_bits > bits) return false;
    return low_bits(below.value, bits) == low_bits(above.value, bits);
}

std::string texts(const std::vector<Value>& values) {
    std::vector<std::string> all;
    for (const auto& one : values) {
        if (auto text = to_string(one.value); !contains(all, text)) all.push_back(std::move(text));
    }
    return list_names(all, "and");
}

class ValueComparison {
  public:
    ValueComparison(const Side& first, const WitnessAnswer& a, const WitnessAnswer& b)
        : first_(first), a_(a.layout), b_(b.layout), answer_(b) {}

    std::vector<Finding> run(const Pairing& pairing) {
        for (const auto& pair : pairing.enums.pairs) compare_enums(pair);
        const auto of_first = rest_of(a_, enums_done_first_);
        const auto of_second = rest_of(b_, enums_done_second_);
        std::map<std::string, std::string> names;
        for (const auto& [name, values] : of_first) {
            if (of_second.contains(name)) names.emplace(name, name);
        }
        for (const auto& [a, b] : pairing.constants.pairs) names.emplace(a, b);
        for (const auto& [a, b] : names) {
            const auto x = of_first.find(a);
            const auto y = of_second.find(b);
            if (x != of_first.end() && y != of_second.end()) compare(a, "", x->second, y->second);
        }
        for (const auto& [a, b] : pairing.constants.pairs) compare_typedefs(a, b);
        return std::move(findings_);
    }

  private:
    using Values = std::map<std::string, std::vector<Value>>;

    Finding& add(Rule rule, const std::string& record, const std::string& field, std::string expected,
                 std::string actual, const Place& there, const Place& here) {
        Finding finding = make_finding(rule, answer_, record, field, std::move(expected), std::move(actual));
        finding.message =
            subject(finding) + ": " + finding.expected + " in " + first_.name + ", " + finding.actual + " here";
        finding.place = here;
        finding.related.push_back({there, "in " + first_.name});
        return findings_.emplace_back(std::move(finding));
    }

    /// The constants and the enumerators of enumerations that are not paired, by name.
    static Values rest_of(const Layout& layout, const std::set<std::string>& done) {
        Values values;
        for (const auto& one : layout.constants) {
            if (name_of_typedef(one.name).empty())
                values[one.name].push_back({one.value, one.type.width_bits, one.place});
        }
        for (const auto& owner : layout.enums) {
            if (owner.scoped || done.contains(owner.name)) continue;
            for (const auto& one : owner.enumerators) {
                values[one.name].push_back({one.value, owner.type.width_bits, one.place});
            }
        }
        return values;
    }

    void compare(const std::string& record, const std::string& field, const std::vector<Value>& a,
                 const std::vector<Value>& b) {
        const bool agree = std::ranges::any_of(
            a, [&](const Value& x) { return std::ranges::any_of(b, [&](const Value& y) { return same_bits(x, y); }); });
        if (!agree) add(Rule::value, record, field, texts(a), texts(b), a.front().place, b.front().place);
    }

    void compare_enums(const NamePair& pair) {
        const Enum* a = enums_a_.find(pair.first);
        const Enum* b = enums_b_.find(pair.second);
        if (a == nullptr || b == nullptr) return;
        enums_done_first_.insert(pair.first);
        enums_done_second_.insert(pair.second);
        compare_integer(*a, *b);
        const auto partners = pair_enumerators(*a, *b);
        for (const auto& [value, other] : partners.pairs) {
            compare(pair.first, value->name, {{value->value, a->type.width_bits, value->place}},
                    {{other->value, b->type.width_bits, other->place}});
        }
        note_renamed(*a, *b, partners.renamed);
        one_sided(*a, *b, partners.first_only, first_.name);
        one_sided(*a, *b, partners.second_only, answer_.layer);
    }

    void note_renamed(const Enum& a, const Enum& b, const std::vector<EnumeratorPair>& pairs) {
        if (pairs.empty()) return;
        std::vector<std::string> names;
        for (const auto& [first, second] : pairs) names.push_back(first->name + " → " + second->name);
        add_about(a, b, make_finding(Rule::renamed, answer_, a.name),
                  counted(pairs.size(), "value") + (pairs.size() == 1 ? " has" : " have") +
                      " another name here: " + join_some(names, 8));
    }

    /// A finding about an enumeration as a whole.
    void add_about(const Enum& a, const Enum& b, Finding finding, const std::string& message) {
        finding.message = a.name + ": " + message;
        finding.place = b.place;
        finding.related.push_back({a.place, "in " + first_.name});
        findings_.push_back(std::move(finding));
    }

    /// A C compiler chooses the sign of an enumeration by its values, so only the width is a difference.
    void compare_integer(const Enum& a, const Enum& b) {
        if (a.type.width_bits == b.type.width_bits || a.type.width_bits == 0 || b.type.width_bits == 0) return;
        add(Rule::enum_width, a.name, "", to_string(a.type), to_string(b.type), a.place, b.place);
    }

    /// One finding for all enumerators that only one side has: it is an older version, or a side that needs fewer.
    void one_sided(const Enum& a, const Enum& b, const std::vector<std::string>& names, const std::string& owner) {
        if (names.empty() || a.only_asked || b.only_asked) return;
        const auto some = join_some(names, 6);
        add_about(a, b, make_finding(Rule::extra_enumerator, answer_, a.name, "", "", some),
                  "only " + owner + " has " + some);
    }

    void compare_typedefs(const std::string& a_name, const std::string& b_name) {
        if (name_of_typedef(a_name).empty() || name_of_typedef(b_name).empty()) return;
        const auto* a = constants_a_.find(a_name);
        const auto* b = constants_b_.find(b_name);
        if (a == nullptr || b == nullptr) return;
        const std::string name(name_of_typedef(a_name));
        const auto differ = [&](Rule rule) {
            add(rule, name, "", to_string(a->type), to_string(b->type), a->place, b->place);
        };
        const auto is_integer = [](const Type& type) {
            return type.kind == Kind::unsigned_integer || type.kind == Kind::signed_integer;
        };
        if (a->type.kind == Kind::unknown || b->type.kind == Kind::unknown) return;
        if (a->type.width_bits != b->type.width_bits) return differ(Rule::width);
        if (is_integer(a->type) && is_integer(b->type)) {
            if (a->type.kind != b->type.kind) differ(Rule::signedness);
        } else if (a->type.kind != b->type.kind) {
            differ(Rule::kind);
        }
    }

    const Side& first_;
    const Layout& a_;
    const Layout& b_;
    const WitnessAnswer& answer_;
    NameIndex<Enum> enums_a_{a_.enums}, enums_b_{b_.enums};
    NameIndex<Constant> constants_a_{a_.constants}, constants_b_{b_.constants};
    std::set<std::string> enums_done_first_;
    std::set<std::string> enums_done_second_;
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> compare_values(const Side& first, const WitnessAnswer& a, const WitnessAnswer& b,
                                    const Pairing& pairing) {
    return ValueComparison(first, a, b).run(pairing);
}

}  // namespace abi
