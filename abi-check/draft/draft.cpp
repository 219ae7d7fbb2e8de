#include "draft/draft.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "draft/alignment.h"
#include "draft/names.h"
#include "draft/numbers.h"
#include "draft/record.h"
#include "draft/variants.h"
#include "model/words.h"

namespace abi {
namespace {

/// Whether two drafts of one record describe the same bytes.
bool same_bytes(const Record& a, const Record& b) {
    const auto same = [](const Field& x, const Field& y) {
        return x.name == y.name && x.type == y.type && x.offset_bits == y.offset_bits && x.bit_width == y.bit_width;
    };
    return a.kind == b.kind && a.size_bytes == b.size_bytes && a.align_bytes == b.align_bytes &&
           a.pointer_bytes == b.pointer_bytes && std::ranges::equal(a.fields, b.fields, same);
}

/// One target's layout, and the types that its fields may use.
struct TargetScope {
    const Layout* layout;
    DraftScope scope;
};

class Drafter {
  public:
    Drafter(const std::vector<Layout>& layouts, const std::string& name, const std::set<std::string>& taken)
        : layouts_(layouts) {
        for (auto& layout : layouts_) {
            meet_enums(layout);
            part_namesakes(layout);
            guessed_.merge(guess_alignments(layout));
        }
        names_ = draft_names(layouts_, taken);
        made_.name = as_identifier(name);
        made_.aliases = names_.aliases;
    }

    Draft draft() {
        auto numbers = draft_numbers(layouts_, names_);
        made_.layout.enums = std::move(numbers.enums);
        made_.layout.constants = std::move(numbers.constants);
        for (auto& question : numbers.questions) {
            asked_.emplace(question.subject, question.text);
            made_.questions.push_back(std::move(question));
        }
        choose_byte_order();
        open_scopes();
        draft_records();
        name_targets_of_holders();
        made_.names = names_.types;
        made_.names.insert(names_.numbers.begin(), names_.numbers.end());
        const auto drafted = drafted_names();
        std::erase_if(made_.names, [&](const auto& name) { return !drafted.contains(name.second); });
        std::erase_if(made_.aliases, [&](const auto& alias) { return !drafted.contains(alias.second); });
        return std::move(made_);
    }

  private:
    /// Machines of both orders that share a header each write the numbers in their own order.
    void choose_byte_order() {
        if (layouts_.empty()) return;
        made_.layout.byte_order = layouts_.front().byte_order;
        for (const auto& layout : layouts_) {
            if (layout.byte_order != made_.layout.byte_order) made_.layout.byte_order = ByteOrder::native;
        }
        if (made_.layout.byte_order != ByteOrder::native) return;
        ask(made_.name,
            "its byte order is drafted as \"native\", the machine's own, because the targets differ in it. If the "
            "bytes "
            "travel between machines, state \"little\" or \"big\"",
            {});
    }

    void ask(const std::string& subject, std::string text, const Place& place) {
        asked_.emplace(subject, text);
        made_.questions.push_back({subject, std::move(text), place});
    }

    /// Zig's compiler calls the type of a field "channel.Kind", and the probe has asked for `Kind`.
    static void meet_enums(Layout& layout) {
        std::set<std::string> enums;
        for (const auto& one : layout.enums) enums.insert(one.name);
        for (auto& record : layout.records) {
            for (auto& field : record.fields) {
                auto& type = field.type;
                if (type.kind != Kind::enumeration || enums.contains(type.name)) continue;
                const std::string last(unqualified(type.name));
                if (enums.contains(last)) type.name = last;
            }
        }
    }

    /// A program may have `struct context` in one file and `enum context` in another, but names are unique in a spec.
    void part_namesakes(Layout& layout) {
        std::set<std::string> records;
        for (const auto& record : layout.records) records.insert(record.name);
        for (auto& one : layout.enums) {
            if (!records.contains(one.name)) continue;
            ask(one.name,
                "is both a record and an enumeration in the source: the enumeration is called " + one.name +
                    "_enum here",
                one.place);
            one.name += "_enum";
        }
        for (auto& record : layout.records) {
            for (auto& field : record.fields) {
                if (field.type.kind == Kind::enumeration && records.contains(field.type.name))
                    field.type.name += "_enum";
            }
        }
    }

    std::unordered_set<std::string_view> drafted_names() const {
        std::unordered_set<std::string_view> names;
        for (const auto& record : made_.layout.records) names.insert(record.name);
        for (const auto& one : made_.layout.enums) names.insert(one.name);
        for (const auto& one : made_.layout.constants) names.insert(one.name);
        return names;
    }

    /// Records that are the type of a field. A record without fields is drafted only if it is one of them.
    static std::set<std::string> held_records(const Layout& layout) {
        std::set<std::string> held;
        for (const auto& record : layout.records) {
            for (const auto& field : record.fields) {
                if (field.type.kind == Kind::record) held.insert(field.type.name);
            }
        }
        return held;
    }

    void open_scopes() {
        for (const auto& layout : layouts_) {
            TargetScope made{&layout, {.names = names_, .enums = {}, .records = {}}};
            for (const auto& one : made_.layout.enums) made.scope.enums.emplace(one.name, one);
            const auto held = held_records(layout);
            for (const auto& record : layout.records) {
                std::string reason = reason_to_leave_out(record);
                if (reason.empty() && record.fields.empty() && !held.contains(record.name)) {
                    reason = "has no fields";
                }
                if (reason.empty()) {
                    made.scope.records.emplace(names_.types.at(record.name), &record);
                } else if (left_out_.insert(record.name).second) {
                    ask(record.name, reason + ", so it is left out", record.place);
                }
            }
            scopes_.push_back(std::move(made));
        }
    }

    void draft_records() {
        std::set<std::string> seen;
        for (const auto& [layout, scope] : scopes_) {
            for (const auto& record : layout->records) {
                const std::string& name = names_.types.at(record.name);
                if (seen.insert(name).second) draft_one(name);
            }
        }
    }

    void ask_alignment(const Record& record, const Place& place) {
        ask(record.name,
            "its alignment is not known; " + std::to_string(*record.align_bytes) +
                " would fit its fields. Which alignment does it have?",
            place);
    }

    /// What one record is on the targets that have it.
    struct Drafted {
        std::vector<Variant<Record>> variants;
        std::vector<Question> questions;
        Place place;
        bool is_guess = false;
        bool needs_targets = false;  // the alignment of its numbers is that of its targets only
    };

    /// Whether it is the target that aligns the record's numbers less than their size: i386 aligns a u64 to 4 bytes,
    /// AVR to one. Elsewhere a record without alignment was packed, even if the reader does not know it.
    static bool aligns_less(const Layout& layout, const Record& record) {
        return !layout.target.empty() && (record.align_bytes > 1 || layout.facts[Fact::u64_align] == "1");
    }

    Drafted variants_of(const std::string& name) const {
        Drafted made;
        for (const auto& [layout, scope] : scopes_) {
            const auto found = scope.records.find(name);
            if (found == scope.records.end()) continue;
            auto one = draft_record(*found->second, scope);
            if (one.is_aligned_less && aligns_less(*layout, one.record)) {
                one.record.packed = false;
                made.needs_targets = true;
            }
            if (made.variants.empty()) {
                made.place = found->second->place;
                made.is_guess = guessed_.contains(found->second->name);
            }
            if (add_variant(std::move(one.record), layout->target, same_bytes, made.variants))
                std::ranges::move(one.questions, std::back_inserter(made.questions));
        }
        return made;
    }

    /// Drafts the record as it is on each target that has it.
    void draft_one(const std::string& name) {
        auto drafted = variants_of(name);
        if (drafted.variants.empty()) return;
        if (drafted.is_guess) ask_alignment(drafted.variants.front().value, drafted.place);
        const bool is_decided = drafted.variants.size() > 1;  // the targets show how wide the fields are
        for (auto& question : drafted.questions) {
            if (!(is_decided && question.about_width)) ask_once(std::move(question));
        }
        for (const auto& variant : drafted.variants) {
            auto& exists = exists_[name];
            exists.insert(exists.end(), variant.targets.begin(), variant.targets.end());
        }
        append_variants(std::move(drafted.variants), drafted.needs_targets ? 0 : layouts_.size(), made_.layout.records);
    }

    void ask_once(Question question) {
        if (asked_.emplace(question.subject, question.text).second) made_.questions.push_back(std::move(question));
    }

    /// A record without targets cannot hold one that states its targets. Stating them for one record can require it of
    /// its holders, so this repeats until nothing changes.
    void name_targets_of_holders() {
        std::set<std::string> named;
        for (const auto& record : made_.layout.records) {
            if (!record.targets.empty()) named.insert(record.name);
        }
        const auto is_named = [&](const Field& field) {
            return field.type.kind == Kind::record && named.contains(field.type.name);
        };
        for (bool changed = true; changed;) {
            changed = false;
            for (auto& record : made_.layout.records) {
                if (!record.targets.empty() || std::ranges::none_of(record.fields, is_named)) continue;
                record.targets = exists_.at(record.name);
                named.insert(record.name);
                changed = true;
            }
        }
    }

    std::vector<Layout> layouts_;
    std::set<std::string> guessed_;  // records whose alignment is a guess, by their names in the source
    DraftNames names_;
    std::vector<TargetScope> scopes_;
    std::set<std::string> left_out_;
    std::set<std::pair<std::string, std::string>> asked_;     // subject and text
    std::map<std::string, std::vector<std::string>> exists_;  // by record: the targets that have it
    Draft made_;
};

}  // namespace

std::vector<Question> few_questions(const std::vector<Question>& questions) {
    constexpr std::size_t most_alike = 3;
    std::map<std::string_view, std::vector<std::string>> subjects;
    for (const auto& question : questions) subjects[question.text].push_back(question.subject);
    std::vector<Question> few;
    for (const auto& question : questions) {
        const auto& alike = subjects.at(question.text);
        if (alike.size() > most_alike && alike.front() != question.subject) continue;
        few.push_back(question);
        if (alike.size() > most_alike) few.back().subject = join_some(alike, most_alike);
    }
    return few;
}

std::string to_string(const Question& question) {
    const std::string place = to_string(question.place);
    return (place.empty() ? "" : place + ": ") + "question: " + question.subject + ": " + question.text;
}

Draft draft_spec(const std::vector<Layout>& layouts, const std::string& name, const std::set<std::string>& taken) {
    return Drafter(layouts, name, taken).draft();
}

}  // namespace abi
