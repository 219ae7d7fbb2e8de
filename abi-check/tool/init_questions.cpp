#include "tool/init_questions.h"

#include <algorithm>

#include "check/match.h"
#include "check/odr.h"
#include "read/role_guess.h"

namespace abi {
namespace {

/// The name of a record in the spec, or "" if the draft has left it out.
std::string drafted_name(const std::string& source, const Draft& draft) {
    const auto found = draft.names.find(source);
    const std::string& name = found == draft.names.end() ? source : found->second;
    return find_record(draft.layout, name) != nullptr ? name : std::string();
}

void add_once(Question question, std::vector<Question>& questions) {
    const bool is_asked = std::ranges::any_of(questions, [&](const Question& known) {
        return known.subject == question.subject && known.text == question.text;
    });
    if (!is_asked) questions.push_back(std::move(question));
}

void ask_about_names(const Record& record, const std::string& name, std::vector<Question>& questions) {
    for (const auto& field : record.fields) {
        const auto own = field.name.substr(std::min(field.name.find_last_of(".:") + 1, field.name.size()));
        if (!begins_like_padding(own)) continue;
        add_once({name + "." + field.name,
                  "begins like padding or a reserved field, but is drafted as data. If nothing uses it, set its role",
                  field.place},
                 questions);
    }
}

/// Whether the gate gives the record its name in the spec without the alias, in each answer that has it.
bool is_found_without(const std::string& own, const std::string& meant, std::span<const WitnessAnswer> renamed) {
    bool is_found = false;
    for (const auto& answer : renamed) {
        const auto found = answer.source_names.find(own);
        if (found != answer.source_names.end() && found->second != meant) return false;
        is_found = is_found || found != answer.source_names.end();
        if (found == answer.source_names.end() && find_record(answer.layout, own) != nullptr) return false;
    }
    return is_found;
}

}  // namespace

void drop_needless_aliases(std::span<const WitnessAnswer> answers, Draft& draft) {
    if (draft.aliases.empty()) return;
    std::vector<WitnessAnswer> renamed(answers.begin(), answers.end());
    for (auto& answer : renamed) use_spec_names(answer, draft.layout, {});
    std::erase_if(draft.aliases,
                  [&](const auto& alias) { return is_found_without(alias.first, alias.second, renamed); });
}

std::vector<Question> init_questions(std::span<const WitnessAnswer> answers, const Draft& draft) {
    std::vector<Question> questions;
    for (const auto& [source, spec] : draft.aliases) {
        questions.push_back(
            {spec, "is `" + source + "` in the source: the layer needs this alias, unless you choose another name",
             Place{}});
    }
    for (const auto& answer : answers) {
        for (const auto& record : answer.layout.records) {
            const auto name = drafted_name(record.name, draft);
            if (!name.empty()) ask_about_names(record, name, questions);
        }
        for (const auto& other : answer.other_definitions) {
            const auto* first = find_record(answer.layout, other.name);
            if (first == nullptr) continue;
            const auto text = two_definitions(*first, other);
            if (text.empty()) continue;
            add_once({other.name,
                      text + ". The draft has the first one. Give the two types two names, or the two units the same "
                             "settings",
                      other.place},
                     questions);
        }
    }
    return questions;
}

}  // namespace abi
