#include "check/conform.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "check/absent.h"
#include "check/assertions.h"
#include "check/byte_order.h"
#include "check/causes.h"
#include "check/claim.h"
#include "check/compare.h"
#include "check/edit.h"
#include "check/enum_types.h"
#include "check/field_aliases.h"
#include "check/growth.h"
#include "check/in_record.h"
#include "check/leaves.h"
#include "check/nameless.h"
#include "check/odr.h"
#include "check/order.h"
#include "check/places.h"
#include "check/remedy.h"
#include "check/target_check.h"
#include "check/unseen_padding.h"
#include "check/witnesses.h"
#include "model/evolution.h"
#include "model/find.h"
#include "model/name_index.h"
#include "model/on_target.h"
#include "model/words.h"

namespace abi {
namespace {

std::string message(const Difference& d, const Record& expected) {
    const std::string name = expected.name + (d.field.empty() ? "" : "." + d.field);
    switch (d.rule) {
    case Rule::missing_field: return name + " is missing: expected " + d.expected + ", found " + d.actual;
    case Rule::extra_field:
        return name + " is not in the spec: found " + d.actual + ", where the spec has " + d.expected;
    case Rule::renamed: return name + " is called `" + d.actual + "` here";
    case Rule::newer: return name + " is newer than the spec: expected " + d.expected + ", found " + d.actual;
    case Rule::size: return "size of " + name + ": expected " + d.expected + ", found " + d.actual;
    case Rule::form:
        return name + " has the same bytes in another form: expected " + d.expected + ", found " + d.actual;
    case Rule::alignment: return "alignment of " + name + ": expected " + d.expected + ", found " + d.actual;
    default: break;
    }
    std::string text = name + ": expected " + d.expected + ", found " + d.actual;
    // If only the type is wrong, the message still tells the offset.
    if (d.expected_field != nullptr && d.actual_field != nullptr && d.rule != Rule::offset &&
        d.rule != Rule::bit_order && d.rule != Rule::unverified) {
        text += d.expected_field->offset_bits == d.actual_field->offset_bits
                    ? ", at " + offset_text(d.actual_field->offset_bits) + " in both"
                    : "";
    }
    return text;
}

Difference role_difference(const Field& expected, const Field& actual) {
    const auto text = [](const Field& field) {
        return "`" + field.name + "`, " + (field.role == Role::reserved ? "reserved" : "in use");
    };
    return {Rule::kind, expected.name, text(expected), text(actual), &expected, &actual};
}

/// Whether `bytes[N]` of the spec stands for a nested record, or for a type that a spec cannot name: x87's long double,
/// a vector, a _BitInt, a pointer to a member function. The spec then fixes only its place and its size, so a type of
/// unknown size does not qualify.
bool is_opaque(const Difference& difference) {
    const Field* expected = difference.expected_field;
    const Field* actual = difference.actual_field;
    if (difference.rule != Rule::kind || expected == nullptr || actual == nullptr) return false;
    const bool has_content = actual->type.kind == Kind::unknown || actual->type.kind == Kind::record;
    return expected->type.kind == Kind::byte && has_content && !actual->bit_width && !actual->type.flexible_tail &&
           size_bits(*actual) != 0;
}

/// Whether the witness sees the bytes or the bits of a field, but not what they mean: C's probe by GCC does not know
/// the sign of a bit-field, Rust's probe cannot see into each type. That is not a difference: the record is unverified.
bool is_kind_unknown(const Difference& difference) {
    const Field* actual = difference.actual_field;
    if (difference.rule != Rule::kind || actual == nullptr) return false;
    const Field& expected = *difference.expected_field;
    // A spec knows all kinds; of two sides, the first may be the one that cannot see.
    if (actual->type.kind != Kind::unknown && expected.type.kind != Kind::unknown) return false;
    if (actual->bit_width || expected.bit_width) return expected.bit_width == actual->bit_width;
    return size_bits(*actual) == 0 || size_bits(expected) == 0 || size_bits(*actual) == size_bits(expected);
}

/// Whether the kind of a field is unknown, and its size is another one than that of the spec.
bool has_unknown_width(const Difference& difference) {
    const Field* actual = difference.actual_field;
    return difference.rule == Rule::kind && actual != nullptr && actual->type.kind == Kind::unknown &&
           !actual->bit_width && !difference.expected_field->bit_width && size_bits(*actual) != 0;
}

bool has_no_bytes(const Field& field) {
    return contains(field.type.extents, std::uint64_t{0});
}

/// Whether the spec allows a difference that the comparison found.
bool is_allowed(const Difference& difference) {
    if (is_opaque(difference)) return size_bits(*difference.expected_field) == size_bits(*difference.actual_field);
    // An array without elements (GNU C's `u32 a[2][0]`) covers no bytes, so a spec cannot have it.
    return difference.rule == Rule::extra_field && has_no_bytes(*difference.actual_field);
}

/// Adds the sizes, because one of the kinds has no name.
void tell_opaque_width(Difference& difference) {
    difference.rule = Rule::width;
    difference.expected += " (" + size_text(size_bits(*difference.expected_field)) + ")";
    difference.actual += " (" + size_text(size_bits(*difference.actual_field)) + ")";
}

void add_difference(Difference difference, const Record& expected, const Record& actual, const WitnessAnswer& answer,
                    std::vector<Finding>& findings) {
    if (is_kind_unknown(difference)) {
        difference.rule = Rule::unknown;
    } else if (is_opaque(difference) || has_unknown_width(difference)) {
        tell_opaque_width(difference);
    }
    if (is_nameless(difference)) tell_nameless(difference);
    // If the field is reserved on one side only, it has more than another name: one side uses what the other does
    // not.
    const bool taken = difference.rule == Rule::renamed && (difference.expected_field->role == Role::reserved) !=
                                                               (difference.actual_field->role == Role::reserved);
    if (taken) difference = role_difference(*difference.expected_field, *difference.actual_field);
    Finding finding =
        make_finding(difference.rule, answer, expected.name, difference.field, difference.expected, difference.actual);
    finding.message = message(difference, expected);
    finding.remedy = remedy(difference, expected, actual);
    finding.claim = claim_of(difference, expected, actual);
    finding.place = difference.actual_field != nullptr ? difference.actual_field->place : actual.place;
    finding.related.push_back({difference.expected_field != nullptr ? difference.expected_field->place : expected.place,
                               "the spec says so here"});
    findings.push_back(std::move(finding));
}

/// Whether a difference of bytes concerns a field within `outer`.
bool concerns(const Difference& difference, const Field& outer) {
    if (is_form(difference) || difference.rule == Rule::renamed) return false;
    return std::ranges::any_of(std::array{difference.expected_field, difference.actual_field}, [&](const Field* field) {
        return field != nullptr && field->offset_bits < outer.offset_bits + size_bits(outer) &&
               outer.offset_bits < field->offset_bits + size_bits(*field);
    });
}

void check_record(const Layout& spec, const SameNesting& made, const WitnessAnswer& answer,
                  std::vector<Finding>& findings) {
    const Record actual = in_order_of(orders_of(spec, answer), made.expected, made.actual);
    auto differences = compare_records(made.expected, actual);
    std::erase_if(differences, is_allowed);
    fold_members_without_name(differences);
    fold_memory_of_unions(differences);
    compare_enum_types(spec, made.expected, actual, differences);
    for (std::size_t at = 0; at < made.forms.size(); ++at) {
        const auto within = [&](const Difference& d) { return concerns(d, made.opened[at]); };
        if (std::ranges::any_of(differences, within)) continue;
        add_difference(made.forms[at], made.expected, actual, answer, findings);
        findings.back().place = made.opened[at].place.file.empty() ? actual.place : made.opened[at].place;
    }
    const auto edits = find_edits(made.expected, actual, differences);
    const auto first = findings.size();
    for (auto& difference : differences) {
        tell_bits_of_word(difference, made.expected, made.actual);
        tell_stated_order(difference, made.actual, answer.order_types);
        add_difference(std::move(difference), made.expected, actual, answer, findings);
    }
    use_own_names(field_aliases(answer, made.expected), std::span(findings).subspan(first));
    name_causes(edits, std::span(findings).subspan(first));
}

/// Whether the spec means a type that is as wide as a pointer of the target: by the name of the field, or by its place
/// if the layer calls it otherwise.
bool is_meant_host_sized(const Record& expected, const Field& field) {
    const auto named = std::ranges::find(expected.fields, field.name, &Field::name);
    if (named != expected.fields.end()) return named->type.host_sized;
    return std::ranges::any_of(expected.fields, [&](const Field& meant) {
        return meant.type.host_sized && meant.offset_bits == field.offset_bits && size_bits(meant) == size_bits(field);
    });
}

/// Findings of declarations that are correct on this target and may be wrong on the next one.
void check_hygiene(const Record& expected, const Record& actual, const WitnessAnswer& answer,
                   std::vector<Finding>& findings) {
    for (const auto& field : actual.fields) {
        const auto add = [&](Rule rule, std::string wanted, std::string found, const std::string& text) {
            Finding finding =
                make_finding(rule, answer, expected.name, field.name, std::move(wanted), std::move(found));
            finding.message = expected.name + "." + field.name + ": " + text;
            finding.place = field.place;
            findings.push_back(std::move(finding));
        };
        if (field.type.host_sized && !is_meant_host_sized(expected, field)) {
            const auto found = field.type.spelling.empty() ? type_text(field) : "`" + field.type.spelling + "`";
            add(Rule::host_sized, "a type of fixed width", field.type.spelling,
                "expected a type of fixed width, found " + found + ", which the target may widen");
        }
        const std::uint64_t alignment = natural_alignment_bytes(field.type);
        if (actual.packed && !field.bit_width && field.offset_bits % (alignment * 8) != 0) {
            const std::string multiple = "a multiple of " + size_text(alignment * 8);
            add(Rule::packed_misaligned, multiple, offset_text(field.offset_bits),
                "packed, so it lies misaligned: expected " + multiple + ", found " + offset_text(field.offset_bits));
        }
    }
}

/// One finding for each file that could not be read, with the reason. Other findings and cells refer to it. It is
/// needed even if every record was found elsewhere, because the file may hold other definitions.
void check_problems(const WitnessAnswer& witness, std::vector<Finding>& findings) {
    for (const auto& problem : witness.problems) {
        Finding finding = make_finding(Rule::unverified, witness, problem.place.file);
        finding.witness = witness.witness;
        finding.message = "could not be read: " + sentence(problem);
        // A record that is missing because of it follows from it.
        const std::string cause = unread_cause(problem);
        if (std::ranges::find(findings, cause, &Finding::cause) != findings.end()) {
            finding.cause = cause;
            finding.leads = true;
        }
        finding.place = problem.place;
        findings.push_back(std::move(finding));
    }
}

/// Compares size and kind of a record whose fields are unknown.
void check_outline(const Layout& spec, const Record& expected, const Record& actual, const WitnessAnswer& answer,
                   std::vector<Finding>& findings) {
    std::vector<std::string> early;
    Record outline = expected_at(expected, actual, answer.version, early);
    Record seen = actual;
    outline.fields.clear();
    seen.fields.clear();
    check_record(spec, {outline, seen, {}, {}}, answer, findings);
}

/// Where a finding about the whole record lies: the spec, if the witness does not know a place in a source.
const Place& place_of(const Record& expected, const Record& actual) {
    return actual.place.file.empty() ? expected.place : actual.place;
}

/// A finding if the language lets the compiler choose the layout, whether or not today's compiler agrees with the spec.
void check_promise(const Record& expected, const Record& actual, const WitnessAnswer& answer,
                   std::vector<Finding>& findings) {
    if (actual.no_promise.empty()) return;
    Finding finding = make_finding(Rule::no_promise, answer, expected.name);
    finding.actual = actual.no_promise;
    finding.message = "the language promises no layout for " + expected.name + ": " + actual.no_promise;
    finding.remedy =
        "declare it and what it holds with `#[repr(C)]` or `#[repr(transparent)]` in Rust, or as `extern struct` in "
        "Zig";
    finding.place = place_of(expected, actual);
    findings.push_back(std::move(finding));
}

/// A finding if no witness can list the members of the record.
void check_listed(const Record& expected, const Record& actual, const WitnessAnswer& answer,
                  std::vector<Finding>& findings) {
    if (actual.only_asked.empty()) return;
    Finding finding = make_finding(Rule::asked_only, answer, expected.name);
    finding.message =
        "only the members of " + expected.name + " that the spec knows are compared: " + actual.only_asked;
    finding.remedy = "add a witness that lists members (clang or dwarf), or waive abi-asked-only with a reason";
    finding.place = place_of(expected, actual);
    finding.related.push_back({expected.place, "the spec's record"});
    findings.push_back(std::move(finding));
}

/// A finding if no witness knows the alignment. Debug information rarely has it.
void check_alignment_known(const Record& expected, const Record& actual, const WitnessAnswer& answer,
                           std::vector<Finding>& findings) {
    if (!expected.align_bytes || actual.align_bytes) return;
    Finding finding =
        make_finding(Rule::unverified, answer, expected.name, "alignment", size_text(*expected.align_bytes * 8));
    finding.message = "alignment of " + expected.name + ": expected " + finding.expected + ", but no witness knows it";
    finding.remedy = "add a witness that knows it (clang, probe), or waive abi-unverified for the field \"alignment\"";
    finding.place = actual.place;
    finding.related.push_back({expected.place, "the spec says so here"});
    findings.push_back(std::move(finding));
}

/// A note for each field that the layer has although it states an older version. The field itself is compared.
void check_early(const Record& expected, const Record& actual, const std::vector<std::string>& early,
                 const WitnessAnswer& answer, std::vector<Finding>& findings) {
    for (const auto& name : early) {
        const auto meant = std::ranges::find(expected.fields, name, &Field::name);
        const auto found = std::ranges::find(actual.fields, name, &Field::name);
        Finding finding = make_finding(Rule::newer, answer, expected.name, name, "version " + answer.version,
                                       "version " + meant->since);
        finding.message = expected.name + "." + name + " exists since version " + meant->since + ", but layer " +
                          answer.layer + " states version " + answer.version;
        finding.remedy = "state the layer's \"version\" as " + meant->since;
        finding.place = found->place;
        finding.related.push_back({meant->place, "the spec says so here"});
        findings.push_back(std::move(finding));
    }
}

bool is_host_sized(const Finding& finding) {
    return finding.rule == Rule::host_sized;
}

/// The cell of a record that the layer or the spec does not have on this target.
void leave_out(const RecordTargets& targets, const WitnessAnswer& combined, const Record* actual, Cell& cell) {
    cell.verdict = Verdict::not_applicable;
    cell.reason = combined.left_out;
    if (cell.reason.empty())
        cell.reason = "the spec has " + cell.record + " on " + join(targets.of(cell.record)) + " only";
    if (actual != nullptr) cell.actual = *actual;
}

/// The cell of a record that is newer than the version at which the layer stands.
void leave_out_newer(const Record& expected, const WitnessAnswer& combined, const Record* actual, Cell& cell) {
    cell.verdict = Verdict::not_applicable;
    cell.reason = "the spec has " + cell.record + " since version " + versions_of(expected).front() +
                  ", the layer is at " + combined.version;
    if (actual != nullptr) cell.actual = *actual;
}

/// What is compared, and its records by name. `spec` holds on the target of the answer.
struct Compared {
    const Layout& spec;
    const WitnessAnswer& combined;
    std::span<const WitnessAnswer> witnesses;
    RecordIndex wanted{spec};
    RecordIndex seen{combined.layout};
    std::vector<NameIndex<Record>> of_witnesses{records_by_name(witnesses)};
};

/// Compares a record whose fields are known.
void check_known(const Compared& all, const Record& expected, const Record& actual, Cell& cell,
                 std::vector<Finding>& findings) {
    const auto& [spec, combined, witnesses, wanted_records, seen, of_witnesses] = all;
    cell.reason = growth_text(expected, actual, combined.version);
    if (cell.reason.empty() && !actual.only_asked.empty()) cell.reason = "only the members that were asked for";
    std::vector<std::string> early;
    const Record wanted = expected_at(expected, actual, combined.version, early);
    const auto made = with_same_nesting({wanted, wanted_records}, {actual, seen}, field_aliases(combined, wanted),
                                        combined.order_types);
    const auto first = findings.size();
    check_record(spec, made, combined, findings);
    settle_unseen_padding(expected, witnesses, findings, first);
    check_early(expected, actual, early, combined, findings);
    check_hygiene(made.expected, made.actual, combined, findings);
    check_alignment_known(expected, actual, combined, findings);
    check_listed(expected, actual, combined, findings);
    std::ranges::move(check_open_enums(expected, actual, combined, witnesses), std::back_inserter(findings));
}

/// Compares the types of this name that only their units know. Each of them is what its unit exchanges.
void check_unit_local(const Compared& all, const Record& expected, std::vector<Finding>& findings) {
    const Layout& spec = all.spec;
    for (std::size_t at = 0; at < all.witnesses.size(); ++at) {
        const WitnessAnswer& witness = all.witnesses[at];
        for (const Record* other : types_of_same_name(expected.name, witness)) {
            std::vector<Finding> found;
            if (lacks_fields(*other)) {
                check_outline(spec, expected, *other, witness, found);
            } else {
                std::vector<std::string> early;
                const Record wanted = expected_at(expected, *other, witness.version, early);
                check_record(spec,
                             with_same_nesting({wanted, all.wanted}, {*other, all.of_witnesses[at]},
                                               field_aliases(witness, wanted), witness.order_types),
                             witness, found);
            }
            // Several witnesses see the same type.
            std::ranges::copy_if(found, std::back_inserter(findings), [&](const Finding& one) {
                return std::ranges::none_of(findings, [&](const Finding& earlier) {
                    return earlier.message == one.message && earlier.place == one.place;
                });
            });
        }
    }
}

void check_cell(const Compared& all, const Record& expected, Cell& cell, std::vector<Finding>& findings) {
    const auto& [spec, combined, witnesses, wanted, seen, of_witnesses] = all;
    const Record* actual = seen.find(expected.name);
    const auto known = evidence_of(expected.name, actual, witnesses, of_witnesses);
    cell.evidence = known.evidence;
    const Record* holder =
        actual == nullptr && combined.problems.empty() ? holder_of(wanted, expected.name, combined, seen) : nullptr;
    if (holder != nullptr) {
        cell.verdict = Verdict::not_applicable;
        cell.reason = holder_text(wanted, expected.name, *holder);
        return;
    }
    if (actual == nullptr || is_only_declared(*actual)) {
        findings.push_back(absent(wanted, expected, actual, combined, seen));
        const Finding& finding = findings.back();
        const bool unread = finding.rule == Rule::unverified;
        cell.verdict = unread ? Verdict::unverified : Verdict::differs;
        cell.reason = unread && !finding.related.empty() ? to_string(finding.related[0].place) + " could not be read"
                                                         : finding.message;
        return;
    }
    cell.actual = *actual;
    check_promise(expected, *actual, combined, findings);
    if (lacks_fields(*actual)) {
        cell.verdict = Verdict::unverified;
        const auto unknown = std::ranges::find(known.findings, Rule::unknown, &Finding::rule);
        cell.reason = unknown == known.findings.end() ? actual->fields_unknown : unknown->message;
        check_outline(spec, expected, *actual, combined, findings);
    } else {
        check_known(all, expected, *actual, cell, findings);
    }
    for (const auto& witness : witnesses) check_odr(expected.name, witness, findings);
    check_unit_local(all, expected, findings);
    findings.insert(findings.end(), known.findings.begin(), known.findings.end());
}

}  // namespace

Conformance conform(const Layout& spec, const WitnessAnswer& combined, std::span<const WitnessAnswer> witnesses) {
    const Layout here = on_target(spec, combined.target, combined.layout.byte_order, facts_of_target(combined));
    const Compared all{here, combined, witnesses};
    const std::unordered_set<std::string_view> asked(combined.records.begin(), combined.records.end());
    std::unordered_map<std::string_view, int> layouts;  // how many the spec has of a name
    for (const auto& one : spec.records) ++layouts[one.name];
    const RecordTargets targets(spec);
    Conformance result;
    std::unordered_set<std::string_view> seen;
    for (const auto& one : spec.records) {
        if (!asked.contains(one.name) || !seen.insert(one.name).second) continue;
        Cell cell{one.name, combined.layer, combined.target, Verdict::conforms, "", std::nullopt};
        const Record* expected = combined.left_out.empty() ? all.wanted.find(one.name) : nullptr;
        const Record* actual = all.seen.find(one.name);
        if (expected != nullptr && actual == nullptr && !exists_at(*expected, combined.version)) {
            leave_out_newer(*expected, combined, actual, cell);
        } else if (expected != nullptr) {
            std::vector<Finding> found;
            check_cell(all, *expected, cell, found);
            // A spec with a layout for each target states how wide `long` is on each of them.
            if (layouts[one.name] > 1) std::erase_if(found, is_host_sized);
            std::ranges::move(found, std::back_inserter(result.findings));
        } else {
            leave_out(targets, combined, actual, cell);
        }
        result.cells.push_back(std::move(cell));
    }
    if (!combined.left_out.empty()) return result;
    for (const auto& witness : witnesses) {
        check_problems(witness, result.findings);
        check_assertions(witness, result.findings);
    }
    check_byte_order(here, combined, result.findings);
    for (auto found : {conform_constants(here, combined), evidence_of_constants(here, witnesses)}) {
        result.findings.insert(result.findings.end(), found.begin(), found.end());
    }
    note_order(result.findings, here, combined.layout);
    follow_nested(here, result.findings);
    follow_assertions(witnesses, result.findings);
    complete_places(here, combined.layout, result.findings);
    return result;
}

Conformance conform(const Layout& spec, const WitnessAnswer& answer) {
    return conform(spec, answer, std::span(&answer, 1));
}

}  // namespace abi
