#include "tool/init_questions.h"

#include <algorithm>

#include "check/odr.h"
#include "read/role_guess.h"

namespace abi {
namespace {

/// The name of a record in the spec, or "" if the draft has left it out.
std::string drafted_name(const std::string& source, const Draft& draft) {
    const auto alias = draft.aliases.find(source);
    const std::string& name = alias == draft.aliases.end() ? source : alias->second;
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

}  // namespace

std::vector<Question> init_questions(std::span<const WitnessAnswer> answers, const Draft& draft) {
    std::vector<Question> questions;
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
