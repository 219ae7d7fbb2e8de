#include "draft/draft.h"

#include <algorithm>
#include <functional>
#include <set>

#include "draft/alignment.h"
#include "draft/names.h"
#include "draft/numbers.h"
#include "draft/record.h"
#include "model/find.h"
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
    Drafter(const std::vector<Layout>& layouts, const std::string& name) : layouts_(layouts) {
        for (auto& layout : layouts_) {
            part_namesakes(layout);
            guessed_.merge(guess_alignments(layout));
        }
        names_ = draft_names(layouts_);
        made_.name = as_identifier(name);
        made_.aliases = names_.aliases;
    }

    Draft draft() {
        auto numbers = draft_numbers(layouts_, names_);
        made_.layout.enums = std::move(numbers.enums);
        made_.layout.constants = std::move(numbers.constants);
        std::ranges::move(numbers.questions, std::back_inserter(made_.questions));
        if (!layouts_.empty()) made_.layout.byte_order = layouts_.front().byte_order;
        for (const auto& layout : layouts_) {
            if (layout.byte_order == layouts_.front().byte_order) continue;
            made_.layout.byte_order = ByteOrder::native;
            ask(layout.target,
                "has another byte order than " + layouts_.front().target +
                    ", so the draft has the byte order of each machine. Do the two exchange these records?",
                {});
        }
        open_scopes();
        draft_records();
        restrict_holders();
        std::erase_if(made_.aliases, [&](const auto& alias) { return !is_drafted(alias.second); });
        for (const auto& [source, spec] : made_.aliases) {
            ask(spec, "is `" + source + "` in the source: the layer needs this alias, unless you choose another name",
                {});
        }
        return std::move(made_);
    }

  private:
    void ask(const std::string& subject, std::string text, const Place& place) {
        made_.questions.push_back({subject, std::move(text), place});
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

    bool is_drafted(const std::string& name) const {
        return find_record(made_.layout, name) != nullptr || find_enum(made_.layout, name) != nullptr ||
               std::ranges::find(made_.layout.constants, name, &Constant::name) != made_.layout.constants.end();
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

    /// Drafts the record as on the first target that has it. It exists on the targets that have the same layout.
    void draft_one(const std::string& name) {
        std::optional<Record> made;
        Place place;
        std::vector<std::string> agree;
        std::vector<std::string> differ;
        for (const auto& [layout, scope] : scopes_) {
            const auto found = scope.records.find(name);
            if (found == scope.records.end()) continue;
            auto one = draft_record(*found->second, scope);
            if (!made) {
                made = one.record;
                place = found->second->place;
                if (guessed_.contains(found->second->name)) ask_alignment(*made, place);
                for (auto& question : one.questions) made_.questions.push_back(std::move(question));
            }
            (same_bytes(*made, one.record) ? agree : differ).push_back(layout->target);
        }
        if (!made) return;
        if (!differ.empty()) {
            ask(name,
                "is drafted as it is on " + join(agree) + "; on " + join(differ) +
                    " it has another layout. Can other field types give it one layout on all targets?",
                place);
        }
        exists_.emplace(name, std::move(agree));
        made_.layout.records.push_back(std::move(*made));
    }

    /// A record cannot exist on a target where a record that it holds does not exist. So restricting one record
    /// restricts its holders; this repeats until nothing changes. If a record and its holder share no target, the
    /// field becomes raw bytes.
    void restrict_holders() {
        for (bool changed = true; changed;) {
            changed = false;
            for (auto& record : made_.layout.records) {
                for (auto& field : record.fields) changed = restrict_holder(record, field) || changed;
            }
        }
        for (auto& record : made_.layout.records) {
            const auto& targets = exists_.at(record.name);
            if (targets.size() < layouts_.size()) record.targets = targets;
        }
    }

    bool restrict_holder(const Record& record, Field& field) {
        if (field.type.kind != Kind::record) return false;
        auto& here = exists_.at(record.name);
        const auto& there = exists_.at(field.type.name);
        const auto is_there = [&](const auto& target) { return contains(there, target); };
        if (std::ranges::any_of(here, is_there)) return std::erase_if(here, std::not_fn(is_there)) != 0;
        ask(record.name + "." + field.name,
            "is drafted as bytes: " + field.type.name + " has another layout where this record exists", {});
        field.type = {.kind = Kind::byte, .width_bits = 8, .extents = {size_bits(field.type) / 8}};
        return true;
    }

    std::vector<Layout> layouts_;
    std::set<std::string> guessed_;  // records whose alignment is a guess, by their names in the source
    DraftNames names_;
    std::vector<TargetScope> scopes_;
    std::set<std::string> left_out_;
    std::map<std::string, std::vector<std::string>> exists_;  // by record: the targets that have the drafted layout
    Draft made_;
};

}  // namespace

std::string to_string(const Question& question) {
    const std::string place = to_string(question.place);
    return (place.empty() ? "" : place + ": ") + "question: " + question.subject + ": " + question.text;
}

Draft draft_spec(const std::vector<Layout>& layouts, const std::string& name) {
    return Drafter(layouts, name).draft();
}

}  // namespace abi
