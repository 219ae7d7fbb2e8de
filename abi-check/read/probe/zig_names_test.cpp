#include "read/probe/zig_names.h"

#include <doctest/doctest.h>

namespace {

using namespace abi;
using namespace abi::probe;

void add_record(Answers& answers, std::uint64_t item, const std::string& name) {
    auto& record = answers.records.emplace_back();
    record.item = item;
    record.name = name;
}

void add_field(Answers& answers, std::uint64_t record, const std::string& name, const std::string& type) {
    auto& answer = answers.fields.emplace_back();
    answer.record = record;
    answer.name = name;
    answer.field.type.name = type;
}

std::string types_of(const Answers& answers) {
    std::string text;
    for (const auto& answer : answers.fields) text += answer.name + " " + answer.field.type.name + ", ";
    return text;
}

}  // namespace

TEST_CASE("A type that a field declares is named by the record and the field, in the words of each version") {
    for (const bool is_old : {false, true}) {
        CAPTURE(is_old);
        Answers answers;
        const std::string outer = is_old ? "l.R.R__union_909" : "l.R__union_312";
        const std::string inner = is_old ? "l.R.R__union_909.R__union_909__struct_7" : "l.R__union_312__struct_7";
        add_record(answers, 0, "l.R");
        add_record(answers, std::uint64_t{1} << 32U, outer);
        add_record(answers, std::uint64_t{2} << 32U, inner);
        add_field(answers, 0, "arg", outer);
        add_field(answers, 0, "again", outer);
        add_field(answers, std::uint64_t{1} << 32U, "pair", inner);
        add_field(answers, 0, "word", "");
        name_by_fields(answers);
        CHECK(types_of(answers) == "arg l.R.arg, again l.R.arg, pair l.R.arg.pair, word , ");
        CHECK(answers.records[1].name == "l.R.arg");
        CHECK(answers.records[2].name == "l.R.arg.pair");
    }
}

TEST_CASE("Another type loses its number, unless two types would have one name") {
    Answers answers;
    add_record(answers, 0, "l.R");
    add_field(answers, 0, "a", "l.Chosen__struct_904");
    add_field(answers, 0, "b", "l.Chosen__struct_905");
    add_field(answers, 0, "c", "l.Mode__enum_17");
    add_field(answers, 0, "d", "l.struct_1");
    add_field(answers, 0, "e", "__struct_1");
    name_by_fields(answers);
    CHECK(types_of(answers) == "a l.Chosen, b l.Chosen__struct_905, c l.Mode, d l.struct_1, e __struct_1, ");
}
