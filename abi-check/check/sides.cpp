#include "check/sides.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "check/compare.h"
#include "check/conform.h"
#include "check/enum_sign.h"
#include "check/nested.h"
#include "check/one_side.h"
#include "check/order.h"
#include "check/side_values.h"
#include "check/target_check.h"
#include "check/witnesses.h"
#include "model/find.h"
#include "model/name_index.h"
#include "model/typedef_name.h"
#include "model/words.h"

namespace abi {
namespace {

/// What concerns one declaration alone, or is compared elsewhere.
constexpr std::array left_out{Rule::host_sized,
                              Rule::packed_misaligned,
                              Rule::implicit_padding,
                              Rule::target_dependent,
                              Rule::missing_constant,
                              Rule::enum_width,
                              Rule::silent};

using Names = std::unordered_map<std::string, std::string>;

Names to_first(const NamePairs& names) {
    Names map;
    for (const auto& pair : names.pairs) map.emplace(pair.second, pair.first);
    return map;
}

void rename(Record& record, const Names& records, const Names& enums) {
    if (const auto found = records.find(record.name); found != records.end()) record.name = found->second;
    for (auto& field : record.fields) {
        const auto& names = field.type.kind == Kind::enumeration ? enums : records;
        if (const auto found = names.find(field.type.name); found != names.end()) field.type.name = found->second;
    }
}

/// The answer in the first side's names. Records that are not paired stay, because paired records may nest them; but
/// none keeps a name that a pair takes.
WitnessAnswer in_names_of_first(const WitnessAnswer& second, const Pairing& pairing) {
    const auto records = to_first(pairing.records);
    const auto enums = to_first(pairing.enums);
    std::set<std::string_view> taken;
    for (const auto& pair : pairing.records.pairs) taken.insert(pair.first);
    WitnessAnswer answer = second;
    std::erase_if(answer.layout.records,
                  [&](const Record& record) { return !records.contains(record.name) && taken.contains(record.name); });
    std::erase_if(answer.other_definitions, [&](const Record& record) { return !records.contains(record.name); });
    for (auto& record : answer.layout.records) rename(record, records, enums);
    for (auto& record : answer.other_definitions) rename(record, records, enums);
    return answer;
}

/// The enumerations of the second side, in the first side's names.
std::vector<Enum> enums_in_names_of_first(const Layout& second, const Pairing& pairing) {
    const auto names = to_first(pairing.enums);
    auto enums = second.enums;
    for (auto& one : enums) {
        if (const auto found = names.find(one.name); found != names.end()) one.name = found->second;
    }
    return enums;
}

/// Members whose names a generator made up (bindgen's `__bindgen_anon_1`) give way to their own members, as in C.
void open_generated(Layout& layout, const Layout& before) {
    const NameIndex own_records(before.records);
    for (auto& record : layout.records) {
        if (has_generated_names(record)) record = without_generated_names(record, own_records);
    }
}

/// Whether a generator made up the name of a record that has none in C.
bool is_generated_record(std::string_view name) {
    return name.find("__bindgen_ty_") != std::string_view::npos;
}

/// The byte order that the name of a type states (`__be32`) becomes that of its field, if it is not the machine's.
void state_orders(Layout& layout) {
    for (auto& record : layout.records) {
        for (auto& field : record.fields) {
            const auto stated = stated_order(field, {});
            if (stated && *stated != layout.byte_order) field.byte_order = stated;
        }
    }
}

/// The first side's type of the field does not state an order, and the second side's type does by its name: that is
/// no other order, because the program may swap the bytes itself.
void tell_unstated_order(Finding& finding, const NameIndex<Record>& first) {
    if (finding.rule != Rule::byte_order || !finding.actual.ends_with("`)")) return;
    const Record* record = first.find(finding.record);
    const Field* field = record == nullptr ? nullptr : find_named(record->fields, finding.field);
    if (field != nullptr && stated_order(*field, {})) return;
    finding.rule = Rule::order_unstated;
    finding.level = row_of(Rule::order_unstated).level;
    const bool is_named = field != nullptr && !field->type.spelling.empty();
    finding.expected = is_named ? "`" + field->type.spelling + "`, which states no order," : "no stated order";
}

/// Two nested records that are not paired have the same bytes if their own fields have. The second side's field then
/// gets the first side's name of the type, so that it does not count as another kind.
class NestedNames {
  public:
    NestedNames(const NameIndex<Record>& first, const NameIndex<Record>& second) : first_(first), second_(second) {}

    void adopt(const Record& expected, Record& actual, unsigned depth = 0) const {
        for (auto& field : actual.fields) {
            if (field.type.kind != Kind::record) continue;
            const bool is_named = find_named(expected.fields, field.name) != nullptr;
            // The alternatives of a union lie in one place, so the name decides if both sides have it.
            const auto other = std::ranges::find_if(expected.fields, [&](const Field& one) {
                return one.type.kind == Kind::record && one.offset_bits == field.offset_bits &&
                       size_bits(one) == size_bits(field) && (!is_named || one.name == field.name);
            });
            if (other == expected.fields.end() || other->type.name == field.type.name) continue;
            if (same_bytes(other->type.name, field.type.name, depth)) field.type.name = other->type.name;
        }
    }

  private:
    bool same_bytes(const std::string& expected, const std::string& actual, unsigned depth) const {
        constexpr unsigned deepest = 16;
        const Record* a = first_.find(expected);
        const Record* b = second_.find(actual);
        if (a == nullptr || b == nullptr || depth == deepest) return false;
        Record renamed = *b;
        adopt(*a, renamed, depth + 1);
        return std::ranges::all_of(compare_records(*a, renamed), [](const Difference& difference) {
            return difference.rule == Rule::renamed || difference.rule == Rule::implicit_padding;
        });
    }

    const NameIndex<Record>& first_;
    const NameIndex<Record>& second_;
};

/// ", at offset 8 in both", if the message ends so.
std::string place_in_both(const std::string& message) {
    if (!message.ends_with(" in both")) return "";
    const auto begin = message.rfind(", at ");
    return begin == std::string::npos ? "" : message.substr(begin);
}

/// The words of a comparison with a spec, as those of two sides.
void tell_sides(Finding& finding, const std::string& first) {
    finding.remedy.clear();  // it would say which side is right
    for (auto& related : finding.related) related.message = "in " + first;
    if (finding.rule == Rule::asked_only) {
        finding.message = "only the members of " + finding.record + " that " + first +
                          " has are compared: the compiler cannot list the others";
        return;
    }
    if (finding.expected.empty() || finding.actual.empty()) return;
    const std::string what = finding.rule == Rule::size        ? "size of "
                             : finding.rule == Rule::alignment ? "alignment of "
                                                               : "";
    finding.message = what + subject(finding) + ": " + finding.expected + " in " + first + ", " + finding.actual +
                      " here" + place_in_both(finding.message);
}

/// One note for all fields of a record that have other names.
void fold_renamed(std::vector<Finding>& findings, const std::string& first) {
    std::map<std::string, Finding> folded;
    std::map<std::string, std::vector<std::string>> names;
    std::erase_if(findings, [&](const Finding& finding) {
        if (finding.rule != Rule::renamed) return false;
        names[finding.record].push_back(finding.expected + " → " + finding.actual);
        folded.try_emplace(finding.record, finding);
        return true;
    });
    for (auto& [record, finding] : folded) {
        const auto& all = names[record];
        if (all.size() > 1) finding.field.clear();
        finding.expected.clear();
        finding.actual.clear();
        finding.remedy.clear();
        for (auto& related : finding.related) related.message = "in " + first;
        finding.message = record + ": " + counted(all.size(), "field") + (all.size() == 1 ? " has" : " have") +
                          " another name here: " + join_some(all, 8);
        findings.push_back(std::move(finding));
    }
}

class SideComparison {
  public:
    SideComparison(const Side& first, const Side& second, const Pairing& pairing, Comparison& comparison)
        : first_(first), second_(second), pairing_(pairing), comparison_(comparison) {}

    void run() {
        comparison_.layers = {second_.name};
        comparison_.first_side = first_.name;
        for (std::size_t at = 0; at < first_.answers.size(); ++at) {
            compare_target(first_.answers[at], second_.answers[at]);
        }
        add_expected();
        sort_cells();
        note_alignments();
    }

  private:
    void compare_target(const WitnessAnswer& a, const WitnessAnswer& second) {
        WitnessAnswer b = in_names_of_first(second, pairing_);
        b.layer = second_.name;
        b.records.clear();
        b.must_know.clear();
        b.constants.clear();
        Layout expected = a.layout;
        expected.origin = first_.name;
        expected.enums.clear();
        expected.constants.clear();
        const NameIndex<Record> of_a(a.layout.records);
        const NameIndex<Record> of_b(b.layout.records);
        for (const auto& pair : pairing_.records.pairs)
            choose(pair, a, of_a.find(pair.first), b, of_b.find(pair.first));
        const NameIndex<Record> of_second(second.layout.records);
        const NestedNames nested(of_a, of_second);
        const auto enums = enums_in_names_of_first(second.layout, pairing_);
        for (auto& record : b.layout.records) {
            const Record* meant = of_a.find(record.name);
            if (meant == nullptr) continue;
            nested.adopt(*meant, record);
            share_open_signs(*meant, a.layout, record, enums);
        }
        state_orders(expected);
        open_generated(expected, a.layout);
        open_generated(b.layout, Layout(b.layout));
        const NameIndex<Record> of_expected(expected.records);
        const NameIndex<Record> of_opened(b.layout.records);
        for (const auto& name : b.records) {
            join_members(name, at(expected, of_expected, name), at(b.layout, of_opened, name), b);
        }
        auto part = conform(expected, b);
        for (auto& finding : part.findings) tell_unstated_order(finding, of_a);
        std::ranges::move(part.cells, std::back_inserter(comparison_.cells));
        take(std::move(part.findings));
        for (auto& finding : compare_values(first_, a, b, pairing_)) add(std::move(finding));
        add_about_first(a, b.records);
        for (auto& finding : check_targets({b})) add(std::move(finding));
        add_one_sided(a, second, pairing_.records, &Layout::records, "record");
        add_one_sided(a, second, pairing_.enums, &Layout::enums, "enumeration");
        for (const WitnessAnswer* one : {&a, static_cast<const WitnessAnswer*>(&b)}) {
            if (is_empty(one->layout.facts)) continue;
            comparison_.facts.push_back(
                {one == &a ? first_.name : second_.name, one->target, one->witness, one->layout.facts});
        }
    }

    /// The record of that name, which the layout has.
    static Record& at(Layout& layout, const NameIndex<Record>& by_name, const std::string& name) {
        return layout.records[static_cast<std::size_t>(by_name.find(name) - layout.records.data())];
    }

    void add(Finding finding) { comparison_.findings.push_back(std::move(finding)); }

    /// Compares the pair if both sides have it on this target.
    void choose(const NamePair& pair, const WitnessAnswer& a, const Record* expected, WitnessAnswer& b,
                const Record* actual) {
        if (expected == nullptr || actual == nullptr) {
            if (actual != nullptr || expected != nullptr) not_on_both(pair, a, b, expected);
            return;
        }
        if (expected->size_bytes && !is_only_declared(*actual) && !lacks_fields(*expected))
            return b.records.push_back(pair.first);
        if (is_only_declared(*expected) && is_only_declared(*actual)) return;  // both only name it
        Cell cell{pair.first, second_.name, b.target, Verdict::unverified, "", *actual, {}};
        const bool is_opaque = is_only_declared(*expected) || is_only_declared(*actual);
        cell.reason =
            is_opaque ? "only one side defines it; the other one declares its name" : expected->fields_unknown;
        Finding finding = make_finding(is_opaque ? Rule::one_side : Rule::unknown, b, pair.first);
        finding.message = pair.first + " is not compared: " + cell.reason;
        finding.place = actual->place;
        finding.related.push_back({expected->place, "in " + first_.name});
        if (is_opaque) cell.verdict = Verdict::not_applicable;
        add(std::move(finding));
        comparison_.cells.push_back(std::move(cell));
    }

    /// Takes out of a pair what is only another name for bytes that both sides declare, and notes it.
    void join_members(const std::string& name, Record& first, Record& second, const WitnessAnswer& b) {
        join_with_padding(first, second);
        const auto taken = take_one_sided_members(first, second);
        const auto note = [&](const Field& field, const std::string& side) {
            Finding finding = make_finding(Rule::one_side, b, name, field.name, side);
            finding.message = "field " + subject(finding) + " is in " + side +
                              " only: another name for bytes that both sides declare";
            finding.place = field.place;
            add(std::move(finding));
        };
        for (const auto& field : taken.first) note(field, first_.name);
        for (const auto& field : taken.second) note(field, second_.name);
    }

    /// A paired record that only one side has on this target.
    void not_on_both(const NamePair& pair, const WitnessAnswer& a, const WitnessAnswer& b, const Record* expected) {
        const auto& unread = expected == nullptr ? a.problems : b.problems;
        Cell cell{pair.first, second_.name, b.target, Verdict::not_applicable, "", std::nullopt, {}};
        cell.reason = "only " + (expected == nullptr ? second_.name : first_.name) + " declares it on this target";
        if (!unread.empty()) {
            cell.verdict = Verdict::unverified;
            cell.reason = "not in any file that could be read";
        }
        comparison_.cells.push_back(std::move(cell));
    }

    void take(std::vector<Finding> findings) {
        std::erase_if(findings, [&](const Finding& finding) {
            if (finding.rule == Rule::unverified && finding.field == "alignment") {
                without_alignment_.insert(finding.record);
                return true;
            }
            return contains(left_out, finding.rule);
        });
        fold_renamed(findings, first_.name);
        for (auto& finding : findings) {
            if (finding.rule != Rule::renamed) tell_sides(finding, first_.name);
            add(std::move(finding));
        }
    }

    /// What is wrong with the first side alone: a record that is not promised, or two definitions of it. Compared with
    /// itself it has no difference.
    void add_about_first(const WitnessAnswer& first, const std::vector<std::string>& records) {
        WitnessAnswer a = first;
        a.layer = first_.name;
        a.records = records;
        a.must_know.clear();
        a.constants.clear();
        Layout itself = a.layout;
        itself.enums.clear();
        itself.constants.clear();
        for (auto& finding : conform(itself, a).findings) {
            const bool counts = finding.rule == Rule::no_promise || finding.rule == Rule::odr ||
                                finding.rule == Rule::unverified || finding.rule == Rule::unknown;
            if (counts) add(std::move(finding));
        }
        for (auto& finding : check_targets({a})) add(std::move(finding));
    }

    static bool is_own(const Side& side, const Place& place) {
        return side.own.empty() || std::ranges::any_of(side.own, [&](const std::string& begin) {
                   return place.file.empty() || place.file.starts_with(begin);
               });
    }

    /// A note for each declaration that only one side has. Nothing is known if the other side could not be read.
    template <typename Value>
    void add_one_sided(const WitnessAnswer& a, const WitnessAnswer& b, const NamePairs& names,
                       std::vector<Value> Layout::* member, const std::string& noun) {
        const auto list = [&](const Side& side, const WitnessAnswer& has, const WitnessAnswer& lacks,
                              const std::vector<std::string>& only) {
            if (!lacks.problems.empty()) return;
            const std::set<std::string> wanted(only.begin(), only.end());
            for (const auto& one : has.layout.*member) {
                if (!wanted.contains(one.name) || !is_own(side, one.place) || is_generated_record(one.name)) continue;
                Finding finding = make_finding(Rule::one_side, b, one.name, "", side.name);
                finding.layer = second_.name;
                finding.message = noun + " " + one.name + " is in " + side.name + " only";
                finding.place = one.place;
                add(std::move(finding));
            }
        };
        list(first_, a, b, names.first_only);
        list(second_, b, a, names.second_only);
    }

    /// The layouts of the first side that were compared. A record that is not the same on all targets has several.
    void add_expected() {
        Layout& all = comparison_.expected;
        all.origin = first_.name;
        if (!first_.answers.empty()) all.byte_order = first_.answers.front().layout.byte_order;
        std::vector<NameIndex<Record>> records;
        for (const auto& answer : first_.answers) records.emplace_back(answer.layout.records);
        for (const auto& pair : pairing_.records.pairs) add_record(pair.first, records, all);
        std::set<std::string_view> enums;
        std::set<std::string_view> constants;
        for (const auto& answer : first_.answers) {
            for (const auto& one : answer.layout.enums) {
                const bool is_paired = !second_name(pairing_.enums, one.name).empty();
                if (is_paired && enums.insert(one.name).second) all.enums.push_back(one);
            }
            for (const auto& one : answer.layout.constants) {
                const bool is_paired = name_of_typedef(one.name).empty() && is_paired_constant(one.name);
                if (is_paired && constants.insert(one.name).second) all.constants.push_back(one);
            }
        }
    }

    bool is_paired_constant(const std::string& name) {
        if (paired_constants_.empty()) {
            for (const auto& pair : pairing_.constants.pairs) paired_constants_.insert(pair.first);
        }
        return paired_constants_.contains(name);
    }

    /// `records`: of each answer of the first side.
    void add_record(const std::string& name, const std::vector<NameIndex<Record>>& records, Layout& all) const {
        std::vector<Record> variants;
        for (std::size_t at = 0; at < records.size(); ++at) {
            const auto& answer = first_.answers[at];
            const Record* record = records[at].find(name);
            if (record == nullptr) continue;
            auto same = std::ranges::find_if(
                variants, [&](const Record& known) { return compare_records(known, *record).empty(); });
            if (same == variants.end()) {
                variants.push_back(*record);
                same = std::prev(variants.end());
                same->targets.clear();
            }
            same->targets.push_back(answer.target);
        }
        const bool is_everywhere = variants.size() == 1 && variants.front().targets.size() == first_.answers.size();
        if (is_everywhere) variants.front().targets.clear();
        std::ranges::move(variants, std::back_inserter(all.records));
    }

    void sort_cells() {
        std::unordered_map<std::string_view, std::size_t> ranks;
        for (const auto& record : comparison_.expected.records) ranks.try_emplace(record.name, ranks.size());
        std::ranges::stable_sort(comparison_.cells, {}, [&](const Cell& cell) { return ranks[cell.record]; });
    }

    /// Debug information seldom has alignments. The report mentions that, and it is not a finding.
    void note_alignments() const {
        if (without_alignment_.empty()) return;
        comparison_.skipped.push_back("the alignment of " + counted(without_alignment_.size(), "record") + ", which " +
                                      second_.name + " does not state");
    }

    const Side& first_;
    const Side& second_;
    const Pairing& pairing_;
    Comparison& comparison_;
    std::set<std::string> without_alignment_;
    std::set<std::string> paired_constants_;
};

/// Removes the records that hold a record which is not there, at any depth.
void drop_incomplete(Layout& layout) {
    const RecordIndex records(layout);
    std::set<std::string> dropped;
    std::vector<std::string> missing;
    for (const auto& record : layout.records) {
        for (const auto& field : record.fields) {
            if (field.type.kind == Kind::record && records.find(field.type.name) == nullptr) {
                missing.push_back(field.type.name);
            }
        }
    }
    while (!missing.empty()) {
        const auto name = std::move(missing.back());
        missing.pop_back();
        for (const auto* holder : records.holders_of(name)) {
            if (dropped.insert(holder->name).second) missing.push_back(holder->name);
        }
    }
    std::erase_if(layout.records, [&](const Record& record) { return dropped.contains(record.name); });
}

}  // namespace

void compare_sides(const Side& first, const Side& second, const Pairing& pairing, Comparison& comparison) {
    SideComparison(first, second, pairing, comparison).run();
}

std::vector<Layout> agreed(const Side& first, const Pairing& pairing, const Comparison& comparison) {
    std::vector<Layout> layouts;
    for (const auto& answer : first.answers) {
        std::set<std::string> differ;
        for (const auto& finding : comparison.findings) {
            const bool is_here = finding.target.empty() || finding.target == answer.target;
            if (is_here && finding.level == Level::error) differ.insert(finding.record);
        }
        std::set<std::string> conform;
        for (const auto& cell : comparison.cells) {
            const bool is_here = cell.target == answer.target && cell.verdict == Verdict::conforms;
            if (is_here && !differ.contains(cell.record)) conform.insert(cell.record);
        }
        const auto is_agreed = [&](const NamePairs& names, const std::string& name) {
            return !differ.contains(name) && !second_name(names, name).empty();
        };
        Layout layout = answer.layout;
        std::erase_if(layout.records, [&](const Record& record) { return !conform.contains(record.name); });
        std::erase_if(layout.enums, [&](const Enum& one) { return !is_agreed(pairing.enums, one.name); });
        std::erase_if(layout.constants, [&](const Constant& one) {
            return !name_of_typedef(one.name).empty() || !is_agreed(pairing.constants, one.name);
        });
        drop_incomplete(layout);
        layouts.push_back(std::move(layout));
    }
    return layouts;
}

}  // namespace abi
